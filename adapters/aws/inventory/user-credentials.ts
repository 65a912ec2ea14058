import {
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  type IAMClient,
  paginateListAccessKeys,
  paginateListSigningCertificates,
  paginateListSSHPublicKeys,
  type SigningCertificate,
  type SSHPublicKeyMetadata,
} from '@aws-sdk/client-iam';
import type { ListedCredential } from '../../../core/intake/account/account-inventory.ts';
import type { AccessKeyId, AccountId, Arn } from '../../../core/model/brand.ts';
import { orNull } from '../errors.ts';
import type { Gaps } from './gaps.ts';
import { instantOf } from './instant-of.ts';

export interface InventoriedUser {
  readonly name: string;
  readonly arn: Arn;
  readonly accountId: AccountId;
}

/** Access keys by their real ids, each with its last use. Null where the user's keys may not be listed. */
export async function accessKeysOf(
  iam: IAMClient,
  user: InventoriedUser,
  gaps: Gaps,
): Promise<readonly ListedCredential[] | null> {
  const { name: UserName, arn, accountId } = user;
  const listed = await gaps.read('access keys', all(paginateListAccessKeys({ client: iam }, { UserName })));
  if (listed === null) return null;
  const keys = listed.flatMap((page) => page.AccessKeyMetadata ?? []);
  const found: ListedCredential[] = [];
  for (const { AccessKeyId, Status, CreateDate } of keys) {
    if (AccessKeyId === undefined) continue;
    const active = Status === 'Active';
    // Nobody is told about a key that is off, so nobody need know when it was used.
    const used = active
      ? await gaps.read('last use of access keys', iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId })))
      : null;
    found.push({
      ...plain,
      credential: { kind: 'access-key', id: AccessKeyId as AccessKeyId, accountId, principal: arn },
      active,
      createdAt: instantOf(CreateDate),
      lastUse: used === null ? null : (instantOf(used.AccessKeyLastUsed?.LastUsedDate) ?? 'never'),
      witness: used === null ? 'list' : 'access-key-last-used',
    });
  }
  return found;
}

/** X.509 certificates. IAM keeps no date of their last use. */
export async function certificatesOf(iam: IAMClient, user: InventoriedUser, gaps: Gaps) {
  const certificates = paginateListSigningCertificates({ client: iam }, { UserName: user.name });
  const pages = await gaps.read('signing certificates', all(certificates));
  return (pages ?? [])
    .flatMap((page) => page.Certificates ?? [])
    .map((one) => uploaded('signing-certificate', one.CertificateId, one, user));
}

/** SSH keys for CodeCommit. Git over SSH leaves no date either. */
export async function sshKeysOf(iam: IAMClient, user: InventoriedUser, gaps: Gaps) {
  const keys = paginateListSSHPublicKeys({ client: iam }, { UserName: user.name });
  const pages = await gaps.read('SSH keys', all(keys));
  return (pages ?? [])
    .flatMap((page) => page.SSHPublicKeys ?? [])
    .map((one) => uploaded('ssh-key', one.SSHPublicKeyId, one, user));
}

/** A credential whose public part was brought to IAM. */
function uploaded(
  kind: 'signing-certificate' | 'ssh-key',
  id: string | undefined,
  { Status, UploadDate }: Pick<SigningCertificate | SSHPublicKeyMetadata, 'Status' | 'UploadDate'>,
  { arn, accountId }: InventoriedUser,
): ListedCredential {
  return {
    ...plain,
    credential: { kind, id: `${arn}/${id}` as Arn, accountId, principal: arn },
    active: Status === 'Active',
    createdAt: instantOf(UploadDate),
  };
}

/** The console password, for an account whose credential report cannot be had; it alone tells the last sign-in. */
export async function passwordOf(iam: IAMClient, user: InventoriedUser, gaps: Gaps) {
  const { name: UserName, arn, accountId } = user;
  const answer = await gaps.read(
    'console passwords',
    orNull<{ LoginProfile?: { CreateDate?: Date | undefined } | undefined }>(
      iam.send(new GetLoginProfileCommand({ UserName })),
    ),
  );
  if (answer?.LoginProfile === undefined) return [];
  const password: ListedCredential = {
    ...plain,
    credential: { kind: 'console-password', id: arn, accountId, principal: arn },
    createdAt: instantOf(answer.LoginProfile.CreateDate),
  };
  return [password];
}

const plain = {
  active: true,
  createdAt: null,
  lastUse: null,
  witness: 'list',
  expiresAt: null,
  byService: false,
  tags: [],
} as const;

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

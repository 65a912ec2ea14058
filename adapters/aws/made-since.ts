import {
  GetLoginProfileCommand,
  type IAMClient,
  ListServiceSpecificCredentialsCommand,
  paginateListAccessKeys,
  paginateListPolicies,
  paginateListRoles,
  paginateListSigningCertificates,
  paginateListSSHPublicKeys,
  paginateListUsers,
} from '@aws-sdk/client-iam';
import type { Arn, Region } from '../../core/model/brand.ts';
import type { Instant } from '../../core/model/instant.ts';
import { fail, ok } from '../../core/model/result.ts';
import type { Made, Witness } from '../../core/outcome/ports.ts';
import type { Target } from '../../core/plan/measures/target.ts';
import type { Clients } from './clients.ts';
import { executorError, orNull } from './errors.ts';
import { readRotated } from './rotation.ts';

/**
 * Reads the lists of IAM, page by page; whatever lets somebody in, of the target alone. `secretOf` has the secrets that owners
 * declared for their keys, which `rotating` reads: another role may do that.
 */
export function awsWitness(
  clients: Pick<Clients, 'iam'>,
  rotating: Pick<Clients, 'secrets'>,
  secretOf: (accessKeyId: string) => Arn | null,
): Witness {
  return {
    async rotationFor(accessKeyId, accountId) {
      const secret = secretOf(accessKeyId);
      if (secret === null) return ok(null);
      try {
        return ok(await readRotated(await rotating.secrets(accountId, secret.split(':')[3] as Region), secret));
      } catch (error) {
        // fails toward: the caller waits before it takes a key for a thief's
        return fail(executorError(error));
      }
    },
    async madeSince(target, since) {
      try {
        const iam = await clients.iam(target.accountId);
        const all = [...(await ofOwn(iam, target)), ...(await ofAccount(iam))];
        return ok(all.filter(({ at }) => at >= since));
      } catch (error) {
        // fails toward: the caller says that it could not be seen
        return fail(executorError(error));
      }
    },
  };
}

async function ofOwn(client: IAMClient, { kind, name: UserName }: Target): Promise<Made[]> {
  if (kind !== 'user') return [];
  const made: Made[] = [];
  for await (const { AccessKeyMetadata = [] } of paginateListAccessKeys({ client }, { UserName })) {
    made.push(...AccessKeyMetadata.flatMap((key) => entry('access-key', key.AccessKeyId, key.CreateDate, true)));
  }
  const profile = (await orNull(client.send(new GetLoginProfileCommand({ UserName }))))?.LoginProfile;
  made.push(...entry('console-password', profile?.UserName, profile?.CreateDate, true));
  const services = await client.send(new ListServiceSpecificCredentialsCommand({ UserName }));
  for (const { ServiceSpecificCredentialId, CreateDate } of services.ServiceSpecificCredentials ?? []) {
    made.push(...entry('service-specific credential', ServiceSpecificCredentialId, CreateDate, true));
  }
  for await (const { SSHPublicKeys = [] } of paginateListSSHPublicKeys({ client }, { UserName })) {
    made.push(...SSHPublicKeys.flatMap((key) => entry('SSH key', key.SSHPublicKeyId, key.UploadDate, true)));
  }
  for await (const { Certificates = [] } of paginateListSigningCertificates({ client }, { UserName })) {
    made.push(...Certificates.flatMap((one) => entry('signing certificate', one.CertificateId, one.UploadDate, true)));
  }
  return made;
}

async function ofAccount(client: IAMClient): Promise<Made[]> {
  const made: Made[] = [];
  const paging = { client, pageSize: 1_000 };
  for await (const { Users = [] } of paginateListUsers(paging, {})) {
    made.push(...Users.flatMap(({ UserName, CreateDate }) => entry('user', UserName, CreateDate, false)));
  }
  for await (const { Roles = [] } of paginateListRoles(paging, {})) {
    made.push(...Roles.flatMap(({ RoleName, CreateDate }) => entry('role', RoleName, CreateDate, false)));
  }
  for await (const { Policies = [] } of paginateListPolicies(paging, { Scope: 'Local' })) {
    made.push(...Policies.flatMap(({ PolicyName, CreateDate }) => entry('policy', PolicyName, CreateDate, false)));
  }
  return made;
}

function entry(kind: Made['kind'], name: string | undefined, at: Date | undefined, isOwn: boolean): Made[] {
  return name === undefined || at === undefined ? [] : [{ kind, name, at: at.getTime() satisfies Instant, isOwn }];
}

import { formatInstant } from '../../../core/model/instant.ts';
import type { AccessKey, AccountState, User } from '../state/account.ts';
import type { UploadedKey } from '../state/inventory.ts';

const columns = [
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active',
  'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service',
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service',
  'cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated',
].join(',');

const noCertificates = ['false', 'N/A', 'false', 'N/A'];

/** The CSV that IAM itself writes, with its spellings of nothing: `N/A`, `no_information`, `not_supported`. */
export function credentialReport(accountId: string, state: AccountState): string {
  return [columns, rootRow(accountId), ...[...state.users.values()].map((user) => userRow(user, state))].join('\n');
}

function rootRow(accountId: string): string {
  const account = ['<root_account>', `arn:aws:iam::${accountId}:root`, timeOf(0), 'not_supported', 'no_information'];
  return [
    ...account,
    'not_supported',
    'not_supported',
    'true',
    ...keyCells(undefined),
    ...keyCells(undefined),
    ...noCertificates,
  ].join(',');
}

function userRow(user: User, { inventory }: AccountState): string {
  const [first, second] = user.keys;
  return [
    user.name,
    user.arn,
    timeOf(user.createdAt),
    ...passwordCells(user),
    'false',
    ...keyCells(first),
    ...keyCells(second),
    ...certificateCells(inventory.certificates.get(user.name) ?? []),
  ].join(',');
}

function certificateCells([first, second]: readonly UploadedKey[]): string[] {
  return [first, second].flatMap((one) =>
    one === undefined ? ['false', 'N/A'] : [String(one.status === 'Active'), timeOf(one.uploadedAt)],
  );
}

function passwordCells({ loginProfile, passwordLastUsedAt }: User): string[] {
  if (loginProfile === null) return ['false', 'N/A', 'N/A', 'N/A'];
  const lastUsed = passwordLastUsedAt === null ? 'no_information' : timeOf(passwordLastUsedAt);
  return ['true', lastUsed, timeOf(loginProfile.createdAt), 'N/A'];
}

function keyCells(key: AccessKey | undefined): string[] {
  if (key === undefined) return ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
  const used = key.lastUsed;
  const lastUse = used === null ? ['N/A', 'N/A', 'N/A'] : [timeOf(used.at), used.region, used.service];
  return [String(key.status === 'Active'), timeOf(key.createdAt), ...lastUse];
}

/** The report writes `+00:00`, not `Z`, and whole seconds. */
function timeOf(at: number): string {
  return formatInstant(Math.floor(at / 1000) * 1000).replace('Z', '+00:00');
}

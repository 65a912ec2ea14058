import { formatInstant, type Instant } from '../../core/model/instant.ts';
import type { Actor } from '../actors/actor.ts';
import type { User } from '../record/identity.ts';

const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
];

/** IAM's credential report of one account, as IAM writes it on the first day. */
export function credentialReport(accountId: string, actors: readonly Actor[], madeAt: Instant): string {
  const born = stamp(madeAt - 900 * 86_400_000);
  const root = row({
    user: '<root_account>',
    arn: `arn:aws:iam::${accountId}:root`,
    user_creation_time: born,
    password_enabled: 'not_supported',
    password_last_used: 'no_information',
    password_last_changed: 'not_supported',
    password_next_rotation: 'not_supported',
    mfa_active: 'true',
  });
  const users = actors.filter(({ entry }) => entry.createdAt < madeAt).flatMap((actor) => userRow(actor));
  return `${[columns.join(','), root, ...users].join('\n')}\n`;
}

function userRow(actor: Actor): string[] {
  const { access, entry, region } = actor;
  if (access.kind !== 'key' && access.kind !== 'console' && access.kind !== 'bearer') return [];
  const common = identityColumns(access.user, entry.createdAt);
  const used = entry.lastUsedAt === null ? 'N/A' : stamp(entry.lastUsedAt);
  if (access.kind === 'console') {
    const mfa = String(access.mfa);
    return [
      row({
        ...common,
        password_enabled: 'true',
        password_last_used: used === 'N/A' ? 'no_information' : used,
        password_last_changed: stamp(entry.createdAt),
        mfa_active: mfa,
      }),
    ];
  }
  if (access.kind === 'bearer') return [row(common)];
  const service = actor.workload[0]?.[0].split(':')[0] ?? 'sts';
  return [
    row({
      ...common,
      access_key_1_active: 'true',
      access_key_1_last_rotated: stamp(entry.createdAt),
      access_key_1_last_used_date: used,
      access_key_1_last_used_region: used === 'N/A' ? 'N/A' : region,
      access_key_1_last_used_service: used === 'N/A' ? 'N/A' : service,
    }),
  ];
}

function identityColumns(user: User, createdAt: Instant) {
  return {
    user: user.name,
    arn: user.arn,
    user_creation_time: stamp(createdAt),
    password_enabled: 'false',
    mfa_active: 'false',
  };
}

function row(values: Readonly<Record<string, string>>): string {
  return columns.map((column) => values[column] ?? (column.endsWith('_active') ? 'false' : 'N/A')).join(',');
}

/** `2026-09-07T00:00:00+00:00` */
function stamp(at: Instant): string {
  return `${formatInstant(at).slice(0, 19)}+00:00`;
}

import { envNames } from '../contract/env.ts';
import { memberRoles, ownRoleName } from '../contract/permissions.ts';
import { listOf, parseDocument } from '../core/context/policy-document.ts';
import type { RoleDetail } from '../core/intake/account-details.ts';
import { isFields } from '../core/intake/fields.ts';

/** The ARNs of our roles in an account: what they do is no evidence against anybody. */
export function ownRolesOf(accountId: string | null): ReadonlySet<string> {
  return new Set(Object.values(memberRoles).map((role) => `arn:aws:iam::${accountId ?? ''}:role/${role}`));
}

/** Where a deployment stands. */
export interface Home {
  readonly administrator: string;
  readonly partition: string;
  readonly region: string;
}

/**
 * Whether a role that an account lists is one that this deployment made: by its whole ARN, and by whom it trusts. Anybody may
 * take such a name where it is free, or change whom ours trusts; then it is theirs, and judged as any other.
 */
export function isMadeByUs({ Arn, AssumeRolePolicyDocument }: RoleDetail, account: string, home: Home): boolean {
  const { administrator, partition, region } = home;
  const roleOf = (name: string) => `arn:${partition}:iam::${account}:role/${name}`;
  const functionOf = (part: string) => `AWS arn:${partition}:iam::${administrator}:role/${ownRoleName(part, region)}`;
  const takers = new Map<string, string>([
    [roleOf(memberRoles.contain), functionOf('respond')],
    [roleOf(memberRoles.scope), functionOf('respond')],
    [roleOf(memberRoles.rotate), functionOf('respond')],
    [roleOf(memberRoles.alive), functionOf('heartbeat')],
    [roleOf(memberRoles.inspect), functionOf('sweep')],
    [roleOf(memberRoles.forward), 'Service events.amazonaws.com'],
    ...(account === administrator
      ? takersAtHome.map(([part, service]) => [roleOf(ownRoleName(part, region)), `Service ${service}`] as const)
      : []),
  ]);
  const taker = takers.get(Arn);
  const trusted = trustedBy(AssumeRolePolicyDocument);
  if (taker === undefined || trusted === null || !trusted.includes(taker)) return false;
  // Who may read with it besides was named when we were deployed, and is of the administrator account.
  const isInspector = (one: string) =>
    Arn === roleOf(memberRoles.inspect) &&
    ['role', 'user'].some((kind) => one.startsWith(`AWS arn:${partition}:iam::${administrator}:${kind}/`));
  return trusted.every((one) => one === taker || isInspector(one));
}

/** Roles of the administrator's stack, each by its own part of the name, and the service that takes it. */
const takersAtHome: readonly (readonly [part: string, service: string])[] = [
  ...Object.keys(envNames).map((name) => [name, 'lambda.amazonaws.com'] as const),
  ...['sweep', 'backfill'].flatMap((name) => [
    [`${name}-steps`, 'states.amazonaws.com'] as const,
    [`${name}-schedule`, 'scheduler.amazonaws.com'] as const,
  ]),
];

/** Everybody who is named in what allows: `AWS arn:…`, `Service …`. Null where it cannot be read, or speaks of all but some. */
function trustedBy(document: unknown): readonly string[] | null {
  const parsed = parseDocument(document);
  if (!isFields(parsed)) return null;
  const trusted: string[] = [];
  for (const statement of listOf(parsed.Statement)) {
    if (!isFields(statement)) return null;
    if (statement.Effect === 'Deny') continue;
    if (!isFields(statement.Principal)) return null;
    for (const [kind, named] of Object.entries(statement.Principal)) {
      trusted.push(...listOf(named).map((one) => `${kind} ${String(one)}`));
    }
  }
  return trusted;
}

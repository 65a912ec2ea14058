import type { Grants } from '../../core/context/grants/grants.ts';
import { declaredGrants } from '../../core/context/grants/known-policies.ts';
import { type DeclaredContext, nothingDeclared } from '../../core/context/recorded-context.ts';
import type { LastAccessed } from '../../core/intake/account/account-inventory.ts';
import type { AccessKeyId, AccountId, Arn } from '../../core/model/brand.ts';
import type { Credential } from '../../core/model/credential.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import type { Observed, Standing } from '../../core/signals/standing/standing.ts';

/** 2026-06-01T00:00:00Z: every standing case is judged then. */
export const now: Instant = 1_780_272_000_000;
export const daysAgo = (days: number): Instant => now - days * day;

const accountId = '111122223333' as AccountId;
const user = 'arn:aws:iam::111122223333:user/backup' as Arn;

export const accessKey: Credential = {
  kind: 'access-key',
  id: 'AKIAIOSFODNN7EXAMPLE' as AccessKeyId,
  accountId,
  principal: user,
};
export const role: Credential = roleAt('arn:aws:iam::111122223333:role/deploy');
const secretArn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf' as Arn;
export const secret: Credential = { kind: 'secret', id: secretArn, accountId, principal: secretArn };
export const root: Credential = {
  kind: 'root',
  id: 'arn:aws:iam::111122223333:root' as Arn,
  accountId,
  principal: 'arn:aws:iam::111122223333:root' as Arn,
};

function roleAt(arn: string): Credential {
  return { kind: 'role', id: arn as Arn, accountId, principal: arn as Arn, person: null };
}

/** A young key, owned and in use, of which nothing odd can be said; a case changes what it is about. */
export function standing(changes: Partial<Standing> = {}): Standing {
  return {
    credential: accessKey,
    owner: { kind: 'team', name: 'storage' },
    ownerSource: 'tag',
    formerOwner: null,
    status: 'active',
    createdAt: daysAgo(20),
    lastUse: { kind: 'used', at: daysAgo(1), witness: 'credential-report' },
    expiresAt: null,
    keeper: 'customer',
    grants: null,
    accessed: null,
    principalCreatedAt: null,
    openDoors: [],
    declared: null,
    observed: null,
    temporary: [],
    lease: null,
    lineage: [],
    ...changes,
  };
}

export function declared(changes: Partial<DeclaredContext> = {}): DeclaredContext {
  return {
    ...nothingDeclared,
    owner: { kind: 'team', name: 'storage' },
    ...changes,
    expected: {
      ...nothingDeclared.expected,
      ...changes.expected,
    },
  };
}

export function observed(changes: Partial<Observed> = {}): Observed {
  return { lastUsedAt: daysAgo(1), longestGapDays: null, usedActions: [], observedDays: 60, ...changes };
}

/** Grants of actions or well-known policies on every resource. */
export function granted(...names: readonly string[]): Grants | null {
  return declaredGrants(declared({ granted: names }));
}

/** What the owner expects, and perhaps more about the credential. */
export function expects(
  expected: Partial<DeclaredContext['expected']>,
  changes: Partial<Omit<DeclaredContext, 'expected'>> = {},
): DeclaredContext {
  return declared({ ...changes, expected: { ...declared().expected, ...expected } });
}

type Asked = readonly [daysAgo: number, actions?: Readonly<Record<string, number | null>>] | null;

/** Services as IAM's last-accessed dates show them; null was never used. */
export function accessed(services: Readonly<Record<string, Asked>>): LastAccessed {
  const at = (days: number | null) => (days === null ? null : daysAgo(days));
  return {
    services: new Map(
      Object.entries(services).map(([name, asked]) => {
        const actions = Object.entries(asked?.[1] ?? {}).map(([action, days]): [string, number | null] => [
          action,
          at(days),
        ]);
        return [name, { at: at(asked?.[0] ?? null), actions: new Map(actions) }];
      }),
    ),
  };
}

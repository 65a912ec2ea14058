import type { AccessKeyId, AccountId, Arn } from '../../../core/model/brand.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { type Facts, noNetworks, unseenFacts } from '../../../core/plan/facts.ts';
import type { KeyStatus } from '../../../core/plan/measures/measure.ts';

export const now = Date.UTC(2026, 10, 24, 12);
export const account = '111111111111' as AccountId;
export const office = '192.0.2.0/24';

/** A decision about bot's access key, unless told otherwise. */
export function decision(given: Partial<Decision> = {}): Decision {
  return {
    id: 'd_1f2e',
    at: now,
    accountId: account,
    credential: 'AKIAIOSFODNN7EXAMPLE',
    session: null,
    kind: 'access-key',
    principal: `arn:aws:iam::${account}:user/bot`,
    owner: 'team-data',
    action: 'pin',
    score: 90,
    verdict: 'compromised',
    families: ['anomalous'],
    signals: [],
    reason: 'The key was used from a network it has never been seen in.',
    eventId: null,
    mode: 'enforce',
    reversible: true,
    expiresAt: null,
    heldBack: null,
    purpose: null,
    rotation: null,
    ...given,
  };
}

/** A decision about the role Worker. */
export function roleDecision(given: Partial<Decision> = {}): Decision {
  const role = `arn:aws:iam::${account}:role/Worker`;
  return decision({ credential: role, kind: 'role', principal: role, session: 'ASIAIOSFODNN7EXAMPLE', ...given });
}

/** A user's key switched off. */
export function keyStatus(key: string, name = 'bot', accountId: string = account): KeyStatus {
  const arn = `arn:aws:iam::${accountId}:user/${name}` as Arn;
  const target = { kind: 'user', accountId: accountId as AccountId, arn, name, uniqueId: null } as const;
  const described = { sentence: 'The key is switched off.', doesNotStop: [], expiresAt: null };
  return { kind: 'key-status', target, accessKeyId: key as AccessKeyId, ...described };
}

/** Established in the office, nothing else known. */
export function facts(given: Partial<Facts> = {}): Facts {
  return {
    now,
    uniqueId: null,
    inlineCharacters: 0,
    established: { ...noNetworks, cidrs: [office] },
    session: null,
    lastUsedAt: null,
    ...unseenFacts,
    ...given,
  };
}

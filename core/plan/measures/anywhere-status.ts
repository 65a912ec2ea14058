import type { AccountId, Arn, Region } from '../../model/brand.ts';
import { fail, ok, type Result } from '../../model/result.ts';
import type { Decision } from '../decision.ts';
import type { Described } from './measure.ts';
import { remains } from './remains.ts';

/** A door of IAM Roles Anywhere shut: a profile or trust anchor switched off, or a list of revoked certificates switched on. */
export interface AnywhereStatus extends Described {
  readonly kind: 'roles-anywhere-status';
  readonly target: AnywhereTarget;
}

export interface AnywhereTarget {
  readonly kind: 'profile' | 'trust-anchor' | 'crl';
  readonly accountId: AccountId;
  readonly arn: Arn;
  /** Its UUID. */
  readonly name: string;
  readonly region: Region;
  /** Its own ARN tells it from every other. */
  readonly uniqueId: null;
}

const anywhere = /^arn:[\w-]+:rolesanywhere:([\w-]+):(\d{12}):(profile|trust-anchor|crl)\/([0-9a-f-]{36})$/;

export function anywhereOff(decision: Decision): Result<AnywhereStatus, string> {
  const [, region, accountId, kind, name] = anywhere.exec(decision.credential) ?? [];
  if (region === undefined || name === undefined || accountId !== decision.accountId) {
    return fail(
      `“${decision.credential}” is not a profile, trust anchor or revocation list of account ${decision.accountId}`,
    );
  }
  const target: AnywhereTarget = {
    kind: kind as AnywhereTarget['kind'],
    accountId: decision.accountId,
    arn: decision.credential as Arn,
    name,
    region: region as Region,
    uniqueId: null,
  };
  const sentence = `${sentences[target.kind]} (${name} in ${region}).`;
  return ok({
    kind: 'roles-anywhere-status',
    target,
    sentence,
    doesNotStop: remains['roles-anywhere-status'],
    expiresAt: decision.expiresAt,
  });
}

const sentences = {
  profile: 'The Roles Anywhere profile is switched off: no certificate gets a session through it, honest ones included',
  'trust-anchor':
    'The Roles Anywhere trust anchor is switched off: no certificate of that authority gets a session, honest ones included',
  crl: 'The list of revoked certificates is switched on: the certificates on it get no session',
} as const;

/** What the place holds once the door is shut. */
export function anywhereGoal({ target }: AnywhereStatus): 'Enabled' | 'Disabled' {
  return target.kind === 'crl' ? 'Enabled' : 'Disabled';
}

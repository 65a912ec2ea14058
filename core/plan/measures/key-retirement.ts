import { type AccessKeyId, maskKey } from '../../model/brand.ts';
import type { Instant } from '../../model/instant.ts';
import type { Decision } from '../decision.ts';
import type { Facts } from '../facts.ts';
import type { KeyRetirement } from './measure.ts';
import { remains } from './remains.ts';
import { targetOf } from './target.ts';

/** What is left to do once a secret was rotated for an access key: to switch the old key off. Null for all others. */
export function keyRetirementOf(decision: Decision, facts: Facts, since: Instant): KeyRetirement | null {
  if (decision.action !== 'rotate' || decision.kind !== 'access-key') return null;
  const target = targetOf(decision, facts);
  if (!target.ok || target.value.kind !== 'user') return null;
  const accessKeyId = decision.credential as AccessKeyId;
  return {
    kind: 'retire-key',
    target: target.value,
    accessKeyId,
    since,
    sentence: `Access key ${maskKey(accessKeyId)} of user ${target.value.name}, which the rotation replaced, is switched off once nothing uses it.`,
    doesNotStop: remains['retire-key'],
    expiresAt: null,
  };
}

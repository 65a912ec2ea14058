import { isToken } from '../../core/model/credential.ts';
import { day } from '../../core/model/instant.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { protectionOfDecision } from '../../core/plan/exemption.ts';
import type { Settings } from '../settings.ts';

/** A decision is the answer to its hour: after a week somebody has to look anew. */
const approvableFor = 7 * day;

/**
 * The decision that a person's approval makes of one that was held back: a token's end, in observe mode too, since that
 * holds back the automaton alone. Throws where there is nothing to approve of. Approved twice, it acts once: the same id is
 * the same row.
 */
export function approved(
  { decision }: Announcement,
  { policy, exemptions }: Pick<Settings, 'policy' | 'exemptions'>,
  now: number,
): Decision {
  if (!isToken(decision.kind)) throw new Error('only the revocation of a token waits for approval');
  if (now - decision.at > approvableFor) throw new Error('the decision is older than a week: look anew');
  if (exemptions === null) throw new Error('the policy, the exemptions or the context cannot be read');
  const protection = protectionOfDecision(decision, policy, exemptions, now);
  if (protection !== null) throw new Error(`not to be touched: ${protection}`);
  return { ...decision, action: 'disable', mode: 'enforce', reversible: false, heldBack: null };
}

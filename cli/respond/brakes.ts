import { otherAdministrators } from '../../adapters/aws/administrators.ts';
import { keyLastUsed } from '../../adapters/aws/responder/last-use.ts';
import type { DeclaredContext } from '../../core/context/recorded-context.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import { productionIn } from '../../core/observe/at-work.ts';
import { boundIn } from '../../core/outcome/bound.ts';
import { approversNeeded } from '../../core/plan/approval.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { protectionOfDecision } from '../../core/plan/exemption.ts';
import type { Facts, InUse } from '../../core/plan/facts.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { withinLimits } from '../../core/plan/limits.ts';
import { targetOf } from '../../core/plan/measures/target.ts';
import { sparingFor } from '../../core/plan/sparing.ts';
import { waveOver, waveTime } from '../../core/plan/wave.ts';
import type { Exemption, Policy } from '../../core/policy/policy.ts';
import { UsageError } from '../exit.ts';
import type { OwnAws } from './aws.ts';
import type { Order } from './order.ts';
import { mayBeMachinery } from './own-roles.ts';
import type { ResponderState } from './state.ts';

/**
 * Stops an order that an exemption or the policy forbids: whoever wants it all the same changes those first, in the
 * open. `exemptions` null: they could not be read.
 */
export function mustBeUnprotected(
  decision: Decision,
  policy: Policy,
  exemptions: readonly Exemption[] | null,
  now: Instant,
): void {
  if (exemptions === null) {
    throw new UsageError(
      'The exemptions could not be read, so nothing is done.',
      'Fix exemptions.json, then repeat the command.',
    );
  }
  const meant = exemptions.filter(coversAnOrder);
  const protection = protectionOfDecision(
    decision,
    { ...policy, exemptions: policy.exemptions.filter(coversAnOrder) },
    meant,
    now,
  );
  if (protection === null) return;
  throw new UsageError(
    `${decision.credential} must not be contained: ${protection}.`,
    'To contain it anyway, first end the exemption or remove it from `protect`.',
  );
}

/** An exemption from being called stale says nothing about a theft. */
function coversAnOrder({ scope }: Exemption): boolean {
  return scope.split(',').some((one) => ['all', '*', 'anomalous'].includes(one.trim()));
}

/** What is known beside the order. */
export interface Circumstances {
  readonly policy: Policy;
  readonly declared: DeclaredContext | null;
  /** 0 to 1; null where no inventory tells. */
  readonly blastRadius: number | null;
  readonly aws: OwnAws;
  readonly state: Pick<ResponderState, 'spent' | 'carriedOut' | 'store'>;
  readonly now: Instant;
}

/** What holds the automaton back and a person may go over, a clause each. */
export async function brakesOn({ decision, facts }: Order, circumstances: Circumstances): Promise<string[]> {
  const { policy, blastRadius, state, now } = circumstances;
  const { action, accountId } = decision;
  const limit = withinLimits(action, accountId, true, now, policy, state.spent(now - day)).heldBack;
  const persons = approversNeeded(decision, { blastRadius }, policy);
  const agree = `the credential is powerful: the policy asks ${persons} people before more than a pin is applied`;
  return [
    limit,
    waveIn(decision, state, now),
    await sparingNow(decision, facts, circumstances),
    persons > 0 ? agree : null,
  ].filter((why) => why !== null);
}

/** An order rests on its reason, and one reason against one credential after the other is most likely a list: that may be wrong. */
function waveIn(decision: Decision, state: Circumstances['state'], now: Instant): string | null {
  if (!isDisruptive(decision.action)) return null;
  const lately = state.carriedOut(now - waveTime).filter(({ reason }) => wordOf(reason) === wordOf(decision.reason));
  return waveOver(
    'the same reason',
    new Set([decision.credential, ...lately.map(({ credential }) => credential)]).size,
  );
}

/** `Ordered by arn:…: Found on a host. Over: a limit.` → `Found on a host.`, whoever gave the order and went over what. */
function wordOf(reason: string): string {
  return reason.replace(/^Ordered by \S+: /, '').replace(/ Over: .*$/s, '');
}

async function sparingNow(decision: Decision, facts: Facts, given: Circumstances): Promise<string | null> {
  try {
    const [lastAdministrator, inUse] = [await isLast(decision, facts, given), await inUseOf(decision, given)];
    return sparingFor(decision, { ...facts, lastAdministrator, inUse }, given.policy);
  } catch (error) {
    // fails toward: asking whoever sits here, who may not be allowed to read it
    const name = error instanceof Error ? error.name : 'unknown error';
    return `whom this would lock out could not be read (${name})`;
  }
}

async function isLast(decision: Decision, facts: Facts, { aws, state }: Circumstances): Promise<boolean> {
  const target = targetOf(decision, facts);
  if (!target.ok) return false;
  const others = await otherAdministrators(aws.iam, target.value, mayBeMachinery);
  const bound = boundIn(await state.store.open(), decision.accountId, decision.id);
  return others?.every((name) => bound.has(name)) === true;
}

/** IAM says when a key was last used, not from where: production that a thief uses counts as well, and a person decides. */
async function inUseOf({ kind, credential }: Decision, { declared, aws }: Circumstances): Promise<InUse | null> {
  const by = productionIn(declared);
  if (by === null || kind !== 'access-key') return null;
  const at = await keyLastUsed(aws.iam, credential);
  return at === null ? null : { at, by };
}

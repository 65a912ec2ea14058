import { type Containment, isSettled, outcomeIdOf } from '../../core/outcome/containment.ts';
import type { ContainmentStore, RespondPorts } from '../../core/outcome/ports.ts';
import { type Kept, type Release, restore } from '../../core/outcome/release.ts';
import { planActions } from '../../core/plan/action-plan.ts';
import { type Decision, pinIdOf } from '../../core/plan/decision.ts';
import { inlineSize } from '../../core/plan/documents/deny-document.ts';
import type { Facts } from '../../core/plan/facts.ts';
import { rankOf } from '../../core/plan/ladder.ts';
import { type Response, respond } from '../../core/respond.ts';

/** The pin that stands in for more, under an id of its own beside it. */
export function pinFor(decision: Decision, heldBack: string | null = null): Decision {
  return { ...decision, id: pinIdOf(decision.id), action: 'pin', heldBack };
}

/**
 * Puts on a pin while people are asked about more; null where there is none to put on, or where it would take the room that
 * what they are asked about needs. `ports` have the brakes of a pin. Asked again, it is the same pin.
 */
export async function pinMeanwhile(
  decision: Decision,
  pin: Decision,
  facts: Facts,
  ports: RespondPorts,
): Promise<Response | null> {
  const isThere = (await ports.store.ofOutcome(outcomeIdOf(pin.id))).length > 0;
  // What is on record counts, and takes up no more room than it has.
  if (isThere) return respond(pin, { ...facts, inlineCharacters: 0 }, ports);
  return leavesRoom(decision, pin, facts) ? respond(pin, facts, ports) : null;
}

function leavesRoom(decision: Decision, pin: Decision, facts: Facts): boolean {
  const [only] = planActions(pin, facts).measures;
  if (only?.kind !== 'pin') return false;
  const besides = { ...facts, inlineCharacters: facts.inlineCharacters + inlineSize(only.document) };
  const planned = (given: Facts) => {
    const { measures } = planActions(decision, given);
    // In less room a deny is written more coarsely, or not at all; a quarantine lets go of the least grave first, beside a pin that stays.
    return JSON.stringify(decision.action === 'quarantine' ? measures.map(({ kind }) => kind) : measures);
  };
  return planned(besides) === planned(facts);
}

/** The rows of the pin that stands in for more, as far as they are in force. */
export async function pinInForce({ id }: Decision, store: ContainmentStore): Promise<Containment[]> {
  const rows = await store.ofOutcome(outcomeIdOf(pinIdOf(id)));
  return rows.filter((row) => row.desired === 'contained' && isSettled(row));
}

/**
 * Takes the pin off once more than that is in force: it would bind what nobody was asked about. It stays beside a
 * quarantine, which leaves the credential valid and is let go again where honest work suffers.
 */
export async function supersede({ id, action }: Decision, ports: RespondPorts): Promise<Release[]> {
  if (rankOf(action) <= rankOf('quarantine')) return [];
  const outcomeId = outcomeIdOf(pinIdOf(id));
  const rows = await ports.store.ofOutcome(outcomeId);
  return rows.some(({ desired }) => desired === 'contained') ? restore(outcomeId, 'approval', ports) : [];
}

/** Undoes an outcome, and the pin that stands in for it. */
export async function takeBack(id: string, by: string, ports: RespondPorts, kept?: Kept): Promise<Release[]> {
  return [...(await restore(id, by, ports, kept)), ...(await restore(pinIdOf(id), by, ports))];
}

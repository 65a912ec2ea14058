import type { AccessKeyId } from '../model/brand.ts';
import { maskKey } from '../model/brand.ts';
import { hour, type Instant, minute, second } from '../model/instant.ts';
import { laterCutoff } from '../plan/documents/revoke-policy.ts';
import type { KeyStatus, Measure } from '../plan/measures/measure.ts';
import { placeOf } from '../plan/measures/measure.ts';
import { remains } from '../plan/measures/remains.ts';
import type { Target } from '../plan/measures/target.ts';
import { amend } from './amend.ts';
import { type Containment, goalOf, isSettled, newContainment, partOf, restamped } from './containment.ts';
import { ensure } from './ensure.ts';
import type { ActionResult } from './notice.ts';
import { isPassing, patiently } from './patience.ts';
import type { Clock, Made, RespondPorts, Witness } from './ports.ts';
import { recordOutcome } from './release.ts';
import { type Sorted, sortKeys } from './successor.ts';

/** Counted from the containment: IAM needs seconds to spread a change, and a thief uses them. */
export const looks: readonly number[] = [5 * second, minute];

/** From then on it is not looked at any more: what comes to light later is found by judging uses. */
const tooLate = 6 * hour;
/** The most tries to see what was made: half a minute, where AWS is busy. */
const mostTries = 6;
/** What was made this long before the use that gave it away is named as well. */
const prelude = hour;

/** What came of looking again. */
export interface SecondLook {
  readonly outcomeId: string;
  readonly decisionId: string;
  /** What was made in the account meanwhile, a sentence each; or why that could not be seen. */
  readonly found: readonly string[];
  /** What of it was contained at once, since it belongs to the same user. */
  readonly actions: readonly ActionResult[];
}

/** Outcomes that it is time to look at again. */
export function looksDue(open: readonly Containment[], now: Instant): string[] {
  return open.flatMap((row) => {
    const wait = looks[row.looked ?? 0];
    const since = row.answer?.at ?? now;
    const isDue = wait !== undefined && now >= since + wait && now < since + tooLate;
    return row.position === 0 && row.desired === 'contained' && isSettled(row) && isDue ? [row.outcomeId] : [];
  });
}

/**
 * Sees that the measures are still in force, reads what the principal left behind since the bad use, switches off keys that it
 * made for its own user (not the successor that a rotation made), and moves the cut-off of sessions to now. Null where
 * nothing of the outcome is wanted any more. May be done again at any time.
 */
export async function lookAgain(
  outcomeId: string,
  ports: RespondPorts & { readonly witness: Witness },
): Promise<SecondLook | null> {
  const found = await ports.store.ofOutcome(outcomeId);
  const first = found.find(({ position }) => position === 0);
  if (first === undefined || found.some(({ desired }) => desired === 'released')) return null;
  const look = (first.looked ?? 0) + 1;
  const now = ports.clock.now();
  // A thief who could still change identities while IAM spread the measures may have undone them.
  await driveAll(found, ports);
  const rows = await ports.store.ofOutcome(outcomeId);
  const { target } = first.measure;
  const made = isPrincipal(target) ? await madeBy(target, first, ports) : [];
  const keys = await freshKeys(rows, made, ports);
  const actions = await containNew(rows, keys.foreign, ports);
  if (look === looks.length && !keys.mayClear) actions.push(...(await restamp(rows, ports)));
  const known = rows.map(({ measure }) => placeOf(measure));
  const said = made.flatMap((one) =>
    typeof one === 'string' ? [one] : known.includes(one.name) ? [] : [sentenceOf(one, keys)],
  );
  await ports.ledger.append({
    key: `looked ${outcomeId} ${look}${keys.mayClear ? ' open' : ''}`,
    at: now,
    kind: 'looked',
    by: ports.worker,
    credential: first.credential,
    about: outcomeId,
    sentence:
      said.length === 0 ? 'Looked again: nothing new was created in the account.' : `Looked again: ${said.join(' ')}`,
  });
  // While a rotation under way may still explain a key, this look is not over.
  if (!keys.mayClear)
    await amend(first.id, ports.store, (row) => ((row.looked ?? 0) >= look ? null : { ...row, looked: look }));
  return { outcomeId, decisionId: first.decisionId, found: said, actions };
}

function isPrincipal(target: Measure['target']): target is Target {
  return target.kind === 'user' || target.kind === 'role';
}

/** fails toward: saying what could not be seen */
async function madeBy(
  target: Target,
  first: Containment,
  { witness, clock }: { readonly witness: Witness; readonly clock: Clock },
): Promise<(Made | string)[]> {
  const since = (first.since ?? first.history[0]?.at ?? 0) - prelude;
  const isBusy = (seen: Awaited<ReturnType<Witness['madeSince']>>) => !seen.ok && isPassing(seen.error);
  const seen = await patiently(() => witness.madeSince(target, since), isBusy, mostTries, clock);
  return seen.ok
    ? [...seen.value]
    : [`What was created in the account meanwhile is not known: ${seen.error.sentence}.`];
}

/** Keys that the user of a switched-off key was given since the bad use: the thief's way back in, or a rotation's successor. */
async function freshKeys(
  rows: readonly Containment[],
  made: readonly (Made | string)[],
  { witness, clock }: RespondPorts & { readonly witness: Witness },
): Promise<Sorted> {
  const [first] = rows;
  const off = rows.find(({ measure }) => measure.kind === 'key-status');
  const since = first?.since ?? first?.history[0]?.at ?? 0;
  const known = new Set(rows.map(({ measure }) => placeOf(measure)));
  const fresh = made.flatMap((one) =>
    typeof one !== 'string' && one.kind === 'access-key' && one.at >= since && !known.has(one.name) ? [one] : [],
  );
  if (off === undefined || fresh.length === 0) return { foreign: [], successor: null, unclear: [], mayClear: false };
  const rotated = await witness.rotationFor(off.credential, off.measure.target.accountId);
  return sortKeys(fresh, isSettled(off), rotated, clock.now());
}

async function containNew(
  rows: readonly Containment[],
  foreign: readonly Made[],
  ports: RespondPorts,
): Promise<ActionResult[]> {
  const [first] = rows;
  const target = first?.measure.target;
  if (first === undefined || target === undefined || foreign.length === 0 || !isPrincipal(target)) return [];
  const since = first.since ?? first.history[0]?.at ?? 0;
  const fresh = foreign.map((one) => keyOff(one, target));
  const now = ports.clock.now();
  const { decisionId: id, credential, principal = target.arn } = first;
  const decision = { id, credential, principal, at: since };
  const wanted = fresh.map((measure, i) =>
    newContainment(decision, rows.length + i, measure, ports.worker, now, partOf(measure)),
  );
  const armed = await ports.store.arm(wanted, now);
  if (armed.kind === 'held' || armed.kind === 'withdrawn') return [];
  return driveAll(wanted, ports);
}

function keyOff({ name }: Made, target: Target): KeyStatus {
  const accessKeyId = name as AccessKeyId;
  const sentence = `Access key ${maskKey(accessKeyId)}, which was created for ${target.name} since, is switched off.`;
  return { kind: 'key-status', target, accessKeyId, sentence, doesNotStop: remains['key-status'], expiresAt: null };
}

/** A later cut-off takes in sessions that were opened while the first one spread. */
async function restamp(rows: readonly Containment[], ports: RespondPorts): Promise<ActionResult[]> {
  const stamped: Containment[] = [];
  for (const { id } of rows) {
    const now = ports.clock.now();
    const row = await amend(id, ports.store, (current) => {
      const measure = stampedAt(current.measure, now);
      if (measure === null || current.desired === 'released' || !isSettled(current)) return null;
      return goalOf(measure) === goalOf(current.measure) ? null : restamped(current, measure, ports.worker, now);
    });
    if (row !== null) stamped.push(row);
  }
  return driveAll(stamped, ports);
}

/** Null for a measure without a cut-off. */
function stampedAt(measure: Measure, now: Instant): Measure | null {
  if (measure.kind !== 'revoke-sessions') return null;
  const document = laterCutoff(measure.document, now);
  return document === null ? null : { ...measure, document };
}

async function driveAll(rows: readonly Containment[], ports: RespondPorts): Promise<ActionResult[]> {
  const actions: ActionResult[] = [];
  for (const { id, measure } of rows) {
    const outcome = await ensure(id, ports);
    const row = await ports.store.read(id);
    if (row !== null) await recordOutcome(row, outcome, ports);
    actions.push({ containmentId: id, sentence: measure.sentence, outcome });
  }
  return actions;
}

function sentenceOf(one: Made, { successor, unclear }: Sorted): string {
  const { kind, name, isOwn } = one;
  const whose = isOwn ? 'Its user' : 'The account';
  const what = `${whose} has the new ${kind} ${kind === 'access-key' ? maskKey(name) : name}`;
  if (one === successor)
    return `${what}, which the rotation of its secret created: it stays on. Check that the secret holds it.`;
  if (unclear.includes(one)) return `${what} since its secret was rotated: check which of them the secret holds.`;
  return `${what}: check whether the thief created it.`;
}

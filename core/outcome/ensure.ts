import { day, type Instant, minute, second } from '../model/instant.ts';
import { ok } from '../model/result.ts';
import { amend } from './amend.ts';
import { type Containment, isInForce, namesOf, released } from './containment.ts';
import { isHandedOver, isUntouched } from './heir.ts';
import { type Move, nextMove, type Wrote } from './next-move.ts';
import type { Outcome } from './outcome.ts';
import type { EnsurePorts, ExecutorError } from './ports.ts';

/** Longer than any function may run, clock skew included: a worker that was stopped has stopped writing. */
export const claimFor = 5 * minute;

/**
 * AWS refuses a request that was signed more than five minutes ago, and shows what it took within the next few: a write
 * whose worker crashed, or whose answer was lost, is seen within this time or never. With room for clocks that are wrong by
 * ten minutes either way, since another look costs next to nothing.
 */
export const lateness = 30 * minute;

/** Tries before a containment counts as irrevocable; the pauses between them double from one second. */
const mostTries = 6;
/** A write not seen after this many pauses (15 s) is written again: someone may have undone it. */
const mostWaits = 4;

/**
 * Brings AWS to what the row desires, and is the only code that does. Safe to call at any time, by anyone, again:
 * desires are read afresh before and after every write, so whatever changes meanwhile wins. `onWritten` hears of each
 * write that AWS took: what is left is to see it there.
 */
export async function ensure(id: string, ports: EnsurePorts, onWritten = () => {}): Promise<Outcome> {
  const row = await claim(id, ports);
  if (row === null) return { kind: 'failed', lasting: 'transient', error: 'another worker is changing it' };
  return drive(row, ports, onWritten);
}

/** What this run knows beyond the row. */
interface Run {
  wrote: Wrote | null;
  waits: number;
  failures: number;
  /** Until then a write of this run without an answer may arrive. */
  doubtUntil: Instant | null;
  /** When AWS was last asked what it holds: conclusions rest on that, however much later they are drawn. */
  readAt: Instant;
  readonly onWritten: () => void;
}

async function drive(claimed: Containment, ports: EnsurePorts, onWritten: () => void): Promise<Outcome> {
  const readAt = ports.clock.now();
  const run: Run = { wrote: null, waits: 0, failures: 0, doubtUntil: null, readAt, onWritten };
  for (let row = claimed; ; row = (await ports.store.read(row.id)) ?? row) {
    run.readAt = ports.clock.now();
    const state = await ports.executor.read(row.measure);
    const move: Move | ExecutorError = state.ok ? nextMove(row, state.value, run.wrote) : state.error;
    const outcome = 'lasting' in move ? await stumble(move, row, run, ports) : await perform(move, row, run, ports);
    if (outcome !== null && (await conclude(row, outcome, run, ports))) return outcome;
  }
}

/** Null while there is more to do. */
async function perform(move: Move, row: Containment, run: Run, ports: EnsurePorts): Promise<Outcome | null> {
  switch (move.kind) {
    case 'answer':
      return move.outcome;
    case 'record-before':
      return begin(row, move.before, run, ports);
    case 'wait':
      return waitToSee(row, run, move.inTheEnd, ports);
    case 'write': {
      // Correcting a write of our own must not be stopped by a claim that ran out.
      if (run.wrote === null && !holdsClaim(row, ports)) return claimLost;
      if (move.towards === 'released' && (await isHandedOver(row, ports.store))) return handedOver;
      const written = await ports.executor.write(row.measure, move.value);
      run.wrote = { towards: move.towards, answered: written.ok };
      if (written.ok) {
        run.onWritten();
        return null;
      }
      run.doubtUntil = ports.clock.now() + lateness;
      return stumble(written.error, row, run, ports);
    }
  }
}

/** The last moment at which nothing has been done yet. */
async function begin(
  row: Containment,
  before: Containment['before'],
  run: Run,
  ports: EnsurePorts,
): Promise<Outcome | null> {
  if (row.before === null && row.desired === 'contained') {
    const hold = await holdOver(row, ports);
    const objection = hold === null && ports.objection !== undefined ? await ports.objection(row) : ok(hold);
    if (!objection.ok) return notAsked(await stumble(objection.error, row, run, ports));
    if (objection.value !== null) {
      await withdraw(row, objection.value, ports);
      return null;
    }
  }
  return (await recordBefore(row, before, ports)) ? null : claimLost;
}

/** That the objection could not be asked for is no refusal of AWS's: it is tried again with the next upkeep, not in a day. */
function notAsked(outcome: Outcome | null): Outcome | null {
  return outcome?.kind === 'irrevocable' ? { kind: 'failed', lasting: 'transient', error: outcome.error } : outcome;
}

/**
 * Holds were heeded when the row was stored, and a later hold takes back the rows that it finds. What both may miss: a hold on its user,
 * role or key by another name, and one that was set while the row was stored.
 */
async function holdOver(row: Containment, { store, clock }: EnsurePorts): Promise<string | null> {
  for (const name of namesOf(row)) {
    const hold = await store.holdOn(name);
    if (isInForce(hold, clock.now())) return `held by ${hold.by}: ${hold.reason}`;
  }
  return null;
}

/** As if somebody had taken it back: a worker that comes later begins nothing, and one that has just begun undoes it. */
async function withdraw({ id }: Containment, why: string, { store, clock }: EnsurePorts): Promise<void> {
  await amend(id, store, (row) => (row.desired === 'contained' ? released(row, `a brake: ${why}`, clock.now()) : null));
}

async function waitToSee(
  row: Containment,
  run: Run,
  inTheEnd: Outcome | null,
  ports: EnsurePorts,
): Promise<Outcome | null> {
  if (run.waits < mostWaits) {
    await ports.clock.sleep(second * 2 ** run.waits);
    run.waits += 1;
    return null;
  }
  if (inTheEnd !== null) return inTheEnd;
  run.waits = 0;
  run.wrote = run.wrote && { ...run.wrote, answered: false };
  return stumble(
    { lasting: 'transient', sentence: 'AWS accepted the change but does not show it yet' },
    row,
    run,
    ports,
  );
}

/** Pauses before the next try; an outcome where there is none left. */
async function stumble(error: ExecutorError, row: Containment, run: Run, ports: EnsurePorts): Promise<Outcome | null> {
  if (error.lasting === 'terminal') return { kind: 'failed', lasting: 'terminal', error: error.sentence };
  run.failures += 1;
  // After a long refusal one more is enough: the rows behind this one must not wait for it.
  if (run.failures >= (isRefusedByNow(row) ? 1 : mostTries)) {
    const now = ports.clock.now();
    return { kind: 'irrevocable', error: error.sentence, retryAt: now + pauseAfter(row, now) };
  }
  await ports.clock.sleep(second * 2 ** (run.failures - 1));
  return null;
}

/**
 * As long again as AWS has refused it by now, at most a day: AWS may just have been busy, or somebody mends a role and waits for it, but what
 * nobody mends must not be tried every minute.
 */
function pauseAfter(row: Containment, now: Instant): number {
  const since = isRefusedByNow(row) ? (row.history.at(-1)?.at ?? now) : now;
  return Math.min(Math.max(now - since, minute), day);
}

function isRefusedByNow({ answer, desired }: Containment): boolean {
  return answer?.to === desired && answer.outcome.kind === 'irrevocable';
}

const handedOver: Outcome = {
  kind: 'skipped',
  reason: 'another containment needs it as well, and will restore what was there before',
};

const claimLost: Outcome = { kind: 'failed', lasting: 'transient', error: 'the claim ran out before the first write' };

function holdsClaim(row: Containment, { clock, worker }: EnsurePorts): boolean {
  return row.claim?.holder === worker && clock.now() < row.claim.until;
}

/** Takes the claim; null where another worker holds it or there is no such row. */
function claim(id: string, { store, clock, worker }: EnsurePorts): Promise<Containment | null> {
  return amend(id, store, (row) => {
    const now = clock.now();
    if (row.claim !== null && row.claim.until > now) return null;
    // A worker that did not give its claim back was stopped, perhaps with a write under way.
    const doubtUntil = row.claim === null ? row.doubtUntil : row.claim.until + lateness;
    return { ...row, doubtUntil, claim: { holder: worker, until: now + claimFor } };
  });
}

/** Written once; again only where AWS was found as desired and nothing has been written yet. */
async function recordBefore(row: Containment, before: Containment['before'], ports: EnsurePorts): Promise<boolean> {
  const amended = await amend(row.id, ports.store, (current) =>
    isUntouched(current) && holdsClaim(current, ports) ? { ...current, before } : null,
  );
  return amended !== null;
}

/**
 * Puts the outcome on record and gives the claim back; false where the desire has changed, so that work goes on.
 * A worker that has lost the claim to another leaves the record to it.
 */
async function conclude(row: Containment, outcome: Outcome, run: Run, ports: EnsurePorts): Promise<boolean> {
  let moved = false;
  await amend(row.id, ports.store, (current) => {
    moved = current.desired !== row.desired;
    const foreign = current.claim !== null && current.claim.holder !== ports.worker;
    return moved || foreign ? null : answered(current, outcome, run, ports);
  });
  return !moved;
}

function answered(row: Containment, outcome: Outcome, run: Run, { clock, worker }: EnsurePorts): Containment {
  const at = clock.now();
  const repeated = row.answer?.to === row.desired && row.answer.outcome.kind === outcome.kind;
  const doubtUntil = Math.max(row.doubtUntil ?? 0, run.doubtUntil ?? 0);
  const entry = { at, by: worker, what: `${row.desired}: ${outcome.kind}` };
  return {
    ...row,
    answer: { to: row.desired, at, outcome },
    claim: null,
    // Only a look at AWS after that time ends the doubt.
    doubtUntil: doubtUntil > run.readAt ? doubtUntil : null,
    history: repeated ? row.history : [...row.history, entry],
  };
}

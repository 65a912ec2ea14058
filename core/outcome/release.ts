import { type Instant, minute } from '../model/instant.ts';
import { isShared, switchesOff } from '../plan/measures/measure.ts';
import { amend } from './amend.ts';
import {
  type Containment,
  goalOf,
  type Hold,
  isClosed,
  isExpired,
  isSettled,
  isWaiting,
  namesOf,
  released,
  tellingOf,
} from './containment.ts';
import { ensure } from './ensure.ts';
import { isSamePlace } from './heir.ts';
import { describeOutcome, type Outcome } from './outcome.ts';
import type { RespondPorts } from './ports.ts';

/** What became of one containment. */
export interface Release {
  readonly containmentId: string;
  readonly outcome: Outcome;
}

/** Which rows stay when the others are taken back: keys that evidence speaks against, unless they are asked for. */
export type Kept = (row: Containment) => Promise<boolean>;

const nothingKept: Kept = async () => false;

/** Undoes exactly what was recorded under an outcome id, or under the id of one containment; empty where there is none. */
export async function restore(id: string, by: string, ports: RespondPorts, kept = nothingKept): Promise<Release[]> {
  const one = await ports.store.read(id);
  return releaseBut(kept, one === null ? await ports.store.ofOutcome(id) : [one], by, ports);
}

/** From now on nothing is done to the credential, or to any of the user or role that is named, and what is in force is taken back. */
export async function holdCredential(hold: Hold, ports: RespondPorts, kept = nothingKept): Promise<Release[]> {
  const now = ports.clock.now();
  await ports.store.hold(hold);
  await ports.ledger.append({
    key: `held ${hold.credential} ${now}`,
    at: now,
    kind: 'held',
    by: hold.by,
    credential: hold.credential,
    about: hold.credential,
    sentence: `Held by ${hold.by}: ${hold.reason}`,
  });
  const own = await ports.store.heldBy(hold.credential);
  const others = (await ports.store.open()).filter(
    (row) => !own.some(({ id }) => id === row.id) && namesOf(row).includes(hold.credential),
  );
  return releaseBut(kept, [...own, ...others], hold.by, ports);
}

async function releaseBut(
  kept: Kept,
  rows: readonly Containment[],
  by: string,
  ports: RespondPorts,
): Promise<Release[]> {
  const stays = new Set<string>();
  for (const row of rows) if (await kept(row)) stays.add(row.id);
  const releases = await releaseAll(
    rows.filter(({ id }) => !stays.has(id)),
    by,
    ports,
  );
  return [...releases, ...[...stays].map((containmentId) => ({ containmentId, outcome: staysOff }))];
}

const staysOff: Outcome = {
  kind: 'skipped',
  reason: 'there is evidence that the key was stolen, so it stays off unless somebody asks for it to be switched on',
};

/** Whether taking the row back would switch on a key that was switched off on evidence. A decision that cannot be read may have had some. */
export function enablesStolenKey(
  { measure, desired, before }: Containment,
  decision: { readonly verdict: string; readonly signals: readonly unknown[] } | null,
): boolean {
  const wasOn = before !== null && before.value !== goalOf(measure);
  if (!switchesOff(measure.kind) || desired !== 'contained' || !wasOn) return false;
  return decision === null || (decision.verdict === 'compromised' && decision.signals.length > 0);
}

/** The sweep's part: lifts what has expired, goes on with what is stuck, and sees that what is in force still is. */
export async function upkeep(ports: RespondPorts): Promise<Release[]> {
  const now = ports.clock.now();
  const releases: Release[] = [];
  const open = await ports.store.open();
  for (const row of open.toSorted((a, b) => a.position - b.position)) {
    if (isExpired(row, now) && mayLapse(row, open)) releases.push(...(await releaseAll([row], 'expiry', ports)));
    else if (isDue(row, now)) releases.push(await drive(row, ports));
  }
  return releases;
}

/**
 * A deny that outlives what it is against is lifted, but not while the key of the same outcome could still open new
 * sessions: switching it off may have failed.
 */
function mayLapse({ outcomeId, measure }: Containment, open: readonly Containment[]): boolean {
  const end = measure.expiresAt ?? 0;
  return !open.some(
    (other) =>
      other.outcomeId === outcomeId &&
      other.measure.kind === 'key-status' &&
      (other.measure.expiresAt ?? Number.POSITIVE_INFINITY) > end &&
      other.desired === 'contained' &&
      !isSettled(other),
  );
}

/** How often AWS is asked whether what is in force still is, and what a replaced key waits for. */
const checkedEvery = 55 * minute;

function isDue(row: Containment, now: Instant): boolean {
  if (isClosed(row)) return false;
  const { answer, desired } = row;
  if (answer === null) return true;
  if (isAtRest(row, now)) return now >= answer.at + checkedEvery;
  const { outcome, to } = answer;
  return outcome.kind !== 'irrevocable' || to !== desired || outcome.retryAt <= now;
}

/** As desired or waiting, told, and without a doubt that another look could end by now. */
function isAtRest(row: Containment, now: Instant): boolean {
  if (!isSettled(row) && !isWaiting(row)) return false;
  return row.told === tellingOf(row) && (row.doubtUntil === null || row.doubtUntil > now);
}

/** All are marked before the first is acted on: a crash in between loses no wish. */
async function releaseAll(rows: readonly Containment[], by: string, ports: RespondPorts): Promise<Release[]> {
  const now = ports.clock.now();
  for (const { id } of rows) {
    await amend(id, ports.store, (row) => (row.desired === 'released' ? null : released(row, by, now)));
  }
  const releases: Release[] = [];
  for (const row of rows) releases.push(await drive(row, ports));
  await upholdOthers(rows, ports);
  return releases;
}

/** Two decisions can want the same key off, or the same user sealed: taking one back must not undo the other. */
async function upholdOthers(rows: readonly Containment[], ports: RespondPorts): Promise<void> {
  const released = new Set(rows.map(({ id }) => id));
  const shared = rows.filter(({ measure }) => isShared(measure.kind));
  if (shared.length === 0) return;
  for (const row of await ports.store.open()) {
    if (released.has(row.id) || row.desired === 'released') continue;
    if (shared.some((one) => isSamePlace(one, row))) await drive(row, ports);
  }
}

async function drive({ id }: Containment, ports: RespondPorts): Promise<Release> {
  const outcome = await ensure(id, ports);
  const row = await ports.store.read(id);
  if (row !== null) await recordOutcome(row, outcome, ports);
  return { containmentId: id, outcome };
}

/**
 * Told once per wish and outcome, however often it is found to be so. The row stays open until it is marked as told, so
 * that a crash in between silences nothing.
 */
export async function recordOutcome(row: Containment, outcome: Outcome, ports: RespondPorts): Promise<void> {
  const telling = `${row.desired} ${outcome.kind}`;
  await ports.ledger.append({
    key: `${row.id} ${telling}`,
    at: ports.clock.now(),
    kind: row.desired,
    by: row.desiredBy,
    credential: row.credential,
    about: row.id,
    sentence: `${row.desired === 'contained' ? row.measure.sentence : `Undone: ${row.measure.sentence}`} (${describeOutcome(outcome)})`,
  });
  await amend(row.id, ports.store, (current) =>
    current.told === telling || tellingOf(current) !== telling ? null : { ...current, told: telling },
  );
}

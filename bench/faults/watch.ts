import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../core/model/instant.ts';
import { hour } from '../../core/model/instant.ts';
import { verifyChain } from '../../core/outcome/audit-entry.ts';
import { type Containment, goalOf, isSettled, outcomeIdOf } from '../../core/outcome/containment.ts';
import type { ContainmentStore } from '../../core/outcome/ports.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { type Measure, placeOf } from '../../core/plan/measures/measure.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { ArrivedCall } from '../../simulator/aws/journal.ts';
import type { AccountState, Entity } from '../../simulator/aws/state/account.ts';
import { account } from '../../test/core/plan/decisions.ts';
import type { Shared } from './ports.ts';
import { writes } from './weather.ts';
import { snapshotOf, type World } from './world.ts';

/** What must hold in every run, whatever goes wrong. */
export const invariants = {
  once: 'no place is changed more often than somebody wished, and no rotation is asked for twice',
  'intent first': 'nothing is written to AWS whose row is not stored, with the state before',
  'no row lost': 'what was written into a row is not written over by somebody who had not read it',
  'undo complete': 'what is taken back is as it was, and nothing else was ever touched',
  'brakes last': 'what a brake stood against is begun by nobody who asked, and in force for nobody in the end',
  'hold wins': 'a credential that is held is not contained, and stays free',
  limits: 'no more disruptive decisions in an hour than the policy allows',
  liveness: 'once faults stop, everything wished for is so within three sweeps',
  'no silence': 'every decision is carried out and its owner told',
  ledger: 'the ledger tells every outcome and its chain verifies',
} as const;

export type Invariant = keyof typeof invariants;

export interface Violation {
  readonly invariant: Invariant;
  readonly what: string;
}

/** Sees every write arrive and every place change, and holds them against the invariants. */
export class Watch {
  readonly violations: Violation[] = [];
  readonly timeline: string[] = [];
  /** Places that a person changed by hand: there, Rescind is only asked not to overwrite them. */
  readonly drifted = new Set<string>();
  /** Rows that a brake stood against when nothing of them was on AWS yet, and who was told so. */
  readonly #objected = new Map<string, Set<string>>();
  /** Credentials held, as the store has them. */
  readonly held = new Set<string>();
  /** Outcomes that somebody took back, and was told so. */
  readonly restored = new Set<string>();
  readonly decided: Decision[] = [];
  /** Those of them that the judge's side made, within the limits. */
  readonly judged: Decision[] = [];
  readonly responded = new Map<string, Decision>();
  readonly notices = new Set<string>();
  lateWrites = 0;
  readonly #world: World;
  readonly #shared: Shared;
  readonly #first: AccountState;
  readonly #values = new Map<string, string | null>();
  readonly #changes = new Map<string, number>();
  readonly #histories = new Map<string, readonly string[]>();
  readonly #touched = new Map<string, Measure>();

  constructor(world: World, shared: Shared) {
    this.#world = world;
    this.#shared = shared;
    this.#first = snapshotOf(world);
  }

  report(invariant: Invariant, what: string): void {
    if (this.violations.some((known) => known.invariant === invariant)) return;
    this.violations.push({ invariant, what });
    this.timeline.push(`!! ${invariant}: ${what}`);
  }

  note(line: string): void {
    this.timeline.push(line);
    if (this.timeline.length > 400) this.timeline.splice(0, 100);
  }

  objectedTo(id: string, worker: string): void {
    this.#objected.set(id, (this.#objected.get(id) ?? new Set()).add(worker));
  }

  /** To be asked by AWS about each call that arrives. */
  async arrives({ operation, parameters }: ArrivedCall): Promise<void> {
    if (!writes.test(operation)) return;
    const rows = await this.#rows();
    this.#checkMemory(rows);
    const about = rows.filter(({ measure }) => isAbout(measure, operation, parameters));
    if (about.length === 0) this.report('intent first', `${operation} ${JSON.stringify(parameters)} has no row`);
    else if (about.every(({ before }) => before === null)) {
      this.report('intent first', `${operation} before the state before was stored`);
    }
    for (const { measure } of about) this.#touched.set(placeOf(measure), measure);
  }

  /** The store as the processes have it, each of their writes held against what it takes the place of. */
  over(store: ContainmentStore): ContainmentStore {
    return {
      ...store,
      replace: async (row) => {
        const stored = await this.#shared.store.read(row.id);
        const isReplaced = await store.replace(row);
        if (isReplaced && stored?.version !== row.version - 1) {
          this.report('no row lost', `${row.id} was read at ${row.version - 1} and written over at ${stored?.version}`);
        }
        const isBegun = isReplaced && stored?.before === null && row.before !== null;
        if (isBegun && this.#objected.get(row.id)?.has(row.claim?.holder ?? '')) {
          this.report('brakes last', `${row.id} was begun by who knew of a brake`);
        }
        return isReplaced;
      },
    };
  }

  /** After each step: what has changed at the places that were ever written to, and by whom. */
  step(name: string, now: Instant): void {
    const { latest } = this.#world.aws.account(account).state;
    for (const [place, measure] of this.#touched) {
      const value = valueAt(latest, measure);
      const before = this.#values.has(place) ? (this.#values.get(place) ?? null) : valueAt(this.#first, measure);
      this.#values.set(place, value);
      if (value === before) continue;
      this.note(`${now} ${name}: ${place} ${short(before)} → ${short(value)}`);
      if (name === 'a person') this.drifted.add(place);
      else if (value === goalOf(measure)) this.#changes.set(place, (this.#changes.get(place) ?? 0) + 1);
    }
  }

  /** Once everything has had its time. */
  async atTheEnd(policy: Policy): Promise<void> {
    const rows = await this.#rows();
    this.#checkMemory(rows);
    this.#checkOnce(rows);
    for (const row of rows) this.#checkLive(row, rows);
    for (const row of rows) this.#checkWish(row);
    this.#checkPlaces(rows);
    this.#checkLimits(policy);
    await this.#checkLedger(rows);
    for (const [id, { action }] of this.responded) {
      if (![...this.notices].some((notice) => notice.startsWith(`${outcomeIdOf(id)} `))) {
        this.report('no silence', `nobody was told of ${id}, ${action}`);
      }
    }
    for (const { id } of [...this.decided, ...this.judged]) {
      if (!this.responded.has(id)) this.report('no silence', `${id} was decided and never carried out`);
    }
  }

  /** The history of a row only grows: an entry that is missing was written over. */
  #checkMemory(rows: readonly Containment[]): void {
    for (const { id, history } of rows) {
      const known = this.#histories.get(id) ?? [];
      const told = history.map(({ at, what }) => `${at} ${what}`);
      const lost = known.find((entry) => !told.includes(entry));
      if (lost !== undefined) this.report('no row lost', `${id} has forgotten “${lost}”`);
      this.#histories.set(id, told);
    }
  }

  #checkOnce(rows: readonly Containment[]): void {
    const { latest } = this.#world.aws.account(account).state;
    for (const [place, times] of this.#changes) {
      const of = rows.filter(({ measure }) => placeOf(measure) === place);
      // A cut-off that was moved is a wish of its own.
      const wished = of.reduce((sum, { outdated = [] }) => sum + 1 + outdated.length, 0);
      const allowed = wished === 1 ? 1 + this.lateWrites : 3 * wished + this.lateWrites;
      if (times > allowed && !this.drifted.has(place)) {
        this.report('once', `${place} was contained ${times} times for ${wished} wishes`);
      }
    }
    const asked = rows.filter(({ measure }) => measure.kind === 'rotate-secret').length;
    const made = latest.secrets.get(this.#world.secret)?.versions.size ?? 1;
    if (made - 1 > asked) this.report('once', `${made - 1} rotations for ${asked} decisions`);
  }

  #checkLive(row: Containment, rows: readonly Containment[]): void {
    const outcome = row.answer?.to === row.desired ? row.answer.outcome : null;
    const isHopeless = outcome?.kind === 'failed' && outcome.lasting === 'terminal' && this.#mayFail(row, rows);
    if (isSettled(row) || outcome?.kind === 'skipped' || isHopeless) return;
    this.report('liveness', `${row.id} wants ${row.desired}, answered ${JSON.stringify(row.answer)}`);
  }

  /** For good: only where another hand was at the same place, or where AWS cannot do it: a user has room for so many denies. */
  #mayFail({ measure, answer }: Containment, rows: readonly Containment[]): boolean {
    const place = placeOf(measure);
    if (answer?.outcome.kind === 'failed' && answer.outcome.error.startsWith('LimitExceeded')) return true;
    if (this.drifted.has(place) || rows.filter((one) => placeOf(one.measure) === place).length > 1) return true;
    return measure.kind === 'rotate-secret' && !this.#first.secrets.get(measure.target.arn)?.rotationEnabled;
  }

  #checkWish(row: Containment): void {
    if (row.desired === 'released') return;
    if (this.#objected.has(row.id)) this.report('brakes last', `${row.id} is wanted though a brake stood against it`);
    if (this.held.has(row.credential)) this.report('hold wins', `${row.id} is wanted though ${row.credential} is held`);
    if (this.restored.has(row.outcomeId)) this.report('undo complete', `${row.id} was taken back and is wanted again`);
  }

  /** Every place as its rows want it, and all the rest of the account as it was. */
  #checkPlaces(rows: readonly Containment[]): void {
    const last = snapshotOf(this.#world);
    const due = structuredClone(this.#first);
    for (const [place, of] of Map.groupBy(rows, ({ measure }) => placeOf(measure))) {
      const measure = of[0]?.measure;
      if (measure === undefined) continue;
      const [first, now] = [valueAt(this.#first, measure), valueAt(last, measure)];
      const wanted = of.some((row) => row.desired === 'contained' && isSettled(row));
      const isFree = of.every(({ desired }) => desired === 'released');
      if (!this.drifted.has(place) && measure.kind !== 'rotate-secret') {
        if (wanted && now !== goalOf(measure)) this.report('liveness', `${place} is not contained: ${short(now)}`);
        if (isFree && now !== first) this.report('undo complete', `${place} is ${short(now)}, was ${short(first)}`);
      }
      setValue(due, last, measure);
    }
    for (const { id, user } of this.#world.keys) {
      const [key, found] = [due, last].map((state) => state.users.get(user)?.keys.find((one) => one.id === id));
      if (this.drifted.has(id) && key !== undefined && found !== undefined) key.status = found.status;
    }
    if (!isDeepStrictEqual(due, last)) this.report('undo complete', 'something else was changed');
  }

  #checkLimits({ limits }: Policy): void {
    const disruptive = this.judged.filter(({ action }) => action === 'disable');
    for (const { at } of disruptive) {
      const within = disruptive.filter((other) => other.at > at - hour && other.at <= at).length;
      if (within > limits.disruptivePerAccountPerHour) this.report('limits', `${within} keys switched off in an hour`);
    }
  }

  async #checkLedger(rows: readonly Containment[]): Promise<void> {
    const entries = await this.#shared.ledger.entries();
    const chain = verifyChain(entries, (text) => createHash('sha256').update(text).digest('hex'));
    if (!chain.ok) this.report('ledger', `the chain breaks at ${chain.error}`);
    const keys = new Set(entries.map(({ key }) => key));
    for (const row of rows) {
      if (row.answer === null || keys.has(`${row.id} ${row.desired} ${row.answer.outcome.kind}`)) continue;
      this.report('ledger', `nothing tells that ${row.id} is ${row.desired}: ${row.answer.outcome.kind}`);
    }
  }

  async #rows(): Promise<Containment[]> {
    const ids = [...this.responded.keys()].map(outcomeIdOf);
    return (await Promise.all(ids.map((id) => this.#shared.store.ofOutcome(id)))).flat();
  }
}

function isAbout(measure: Measure, operation: string, parameters: ArrivedCall['parameters']): boolean {
  switch (measure.kind) {
    case 'key-status':
    case 'retire-key':
      return operation === 'UpdateAccessKey' && parameters.AccessKeyId === measure.accessKeyId;
    case 'rotate-secret':
      return operation === 'RotateSecret' && parameters.SecretId === measure.target.arn;
    case 'revoke-token':
      return false;
    case 'seal':
      return (
        parameters.PolicyArn === measure.policyArn &&
        (parameters.UserName ?? parameters.RoleName) === measure.target.name
      );
    default:
      return (
        'policyName' in measure &&
        parameters.PolicyName === measure.policyName &&
        (parameters.UserName ?? parameters.RoleName) === measure.target.name
      );
  }
}

function entityIn(state: AccountState, measure: Measure): Entity | undefined {
  const { kind, name } = measure.target;
  return kind === 'user' ? state.users.get(name) : state.roles.get(name);
}

function valueAt(state: AccountState, measure: Measure): string | null {
  switch (measure.kind) {
    case 'key-status':
    case 'retire-key':
      return state.users.get(measure.target.name)?.keys.find(({ id }) => id === measure.accessKeyId)?.status ?? null;
    case 'rotate-secret': {
      const versions = [...(state.secrets.get(measure.target.arn)?.versions ?? [])];
      return versions.find(([, { stages }]) => stages.includes('AWSCURRENT'))?.[0] ?? null;
    }
    case 'revoke-token':
      return null;
    case 'seal':
      return entityIn(state, measure)?.attached.includes(measure.policyArn) ? measure.policyArn : null;
    default:
      return 'policyName' in measure ? (entityIn(state, measure)?.inline.get(measure.policyName) ?? null) : null;
  }
}

/** Takes over what `from` has at that one place. */
function setValue(to: AccountState, from: AccountState, measure: Measure): void {
  const [target, source] = [entityIn(to, measure), entityIn(from, measure)];
  if (measure.kind === 'rotate-secret') {
    const secret = from.secrets.get(measure.target.arn);
    if (secret !== undefined) to.secrets.set(measure.target.arn, structuredClone(secret));
  } else if (measure.kind === 'key-status' || measure.kind === 'retire-key') {
    const key = to.users.get(measure.target.name)?.keys.find(({ id }) => id === measure.accessKeyId);
    const value = valueAt(from, measure);
    if (key !== undefined && value !== null) key.status = value === 'Active' ? 'Active' : 'Inactive';
  } else if (measure.kind === 'seal') {
    if (target !== undefined) target.attached = [...(source?.attached ?? [])];
  } else if ('policyName' in measure) {
    const text = source?.inline.get(measure.policyName);
    if (text === undefined) target?.inline.delete(measure.policyName);
    else target?.inline.set(measure.policyName, text);
  }
}

function short(value: string | null): string {
  return value === null ? 'nothing' : value.startsWith('{') ? 'a policy' : value;
}

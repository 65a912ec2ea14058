import { addressOf, type CredentialUse, type Target } from '../intake/credential-use.ts';
import { dayOf, hour, type Instant } from '../model/instant.ts';
import type { Baseline } from './baseline.ts';
import { clientOf } from './client.ts';
import { expiredAt } from './declared.ts';
import { type DigestKey, type DigestPart, digest, digestKeyOf } from './digest.ts';
import { isHabit } from './familiarity.ts';
import { isByStrangersEndpoint } from './place.ts';
import type { DeclaredContext, Network } from './recorded-context.ts';
import { isElsewhere, type SessionRecord } from './session-record.ts';
import { blockOf, hoursOf, lineOf } from './sighting.ts';

/**
 * What one credential did on the running day. Habits are made of whole days, so while a day lasts, what gave no reason to
 * doubt gives none when it comes again.
 */
export interface Memo {
  /** Days since 1970. */
  day: number;
  /** Hours since 1970, and the uses within it. */
  hour: number;
  uses: number;
  /** A bit for each three-hour block of the day in which a use gave no reason. */
  blocks: number;
  /** Whether the last judgement was worth telling: then nothing is taken for granted. */
  doubted: boolean;
  /** Of what is remembered of the day. Made of its first record's id, which AWS draws at random and shows to no caller. */
  key: DigestKey;
  /** Sorts of use, and lines, that gave no reason. */
  readonly silent: Set<number>;
  /** How often any other sort came, by its hour and session. */
  readonly times: Map<number, number>;
}

export function emptyMemo(): Memo {
  return { day: -1, hour: -1, uses: 0, blocks: 0, doubted: false, key: [0, 0], silent: new Set(), times: new Map() };
}

/** All of a use that is judged and can differ within a day, but for its hour and its session; as digests. */
export interface Sorts {
  readonly sort: number;
  /** The line is news by itself, whatever is done over it. */
  readonly line: number;
}

/** Turns the memo to the day of the use. */
export function sortsOf(
  memo: Memo,
  use: CredentialUse,
  network: Network | null,
  session: SessionRecord | null,
  declared: DeclaredContext | null,
): Sorts {
  turnTo(memo, use);
  const moved = hasMoved(use, network, session);
  if (moved || isNarrow(declared)) return digested(memo.key, use, network, session, declared, moved);
  const peer = session?.parent?.peer;
  const before = latest.get(use.target);
  if (before !== undefined && before.key === memo.key && before.network === network && before.peer === peer) {
    if (isAlike(before.use, use)) return before.sorts;
  }
  const sorts = digested(memo.key, use, network, session, declared, moved);
  if (latest.size >= mostLatest) latest.clear();
  latest.set(use.target, { key: memo.key, use, network, peer, sorts });
  return sorts;
}

/** Its owner named more of its uses than the rest of them are told apart by. */
function isNarrow(declared: DeclaredContext | null): boolean {
  if (declared === null) return false;
  const { networks, parents, userAgents, expiresAt } = declared.expected;
  return networks !== null || parents !== null || userAgents !== null || expiresAt !== null;
}

// Records that were read together share what they are aimed at, and half of all come to what came a moment ago. Kept few, so
// that they die young.
const latest = new Map<
  Target,
  {
    readonly key: DigestKey;
    readonly use: CredentialUse;
    readonly network: Network | null;
    readonly peer: string | undefined;
    readonly sorts: Sorts;
  }
>();
const mostLatest = 1_024;

/** Of two uses with the same target, in all that `partsOf` and `lineOf` look at beside it. */
function isAlike(a: CredentialUse, b: CredentialUse): boolean {
  return (
    a.action === b.action &&
    a.region === b.region &&
    a.userAgent === b.userAgent &&
    a.denied === b.denied &&
    a.mfa === b.mfa &&
    a.console === b.console &&
    a.bearerToken === b.bearerToken &&
    a.sourceIdentity === b.sourceIdentity &&
    a.federatedSubject === b.federatedSubject &&
    a.issuedTo?.id === b.issuedTo?.id &&
    a.vpcEndpointAccountId === b.vpcEndpointAccountId &&
    addressOf(a) === addressOf(b)
  );
}

function digested(
  key: DigestKey,
  use: CredentialUse,
  network: Network | null,
  session: SessionRecord | null,
  declared: DeclaredContext | null,
  moved: boolean,
): Sorts {
  return {
    sort: digest(key, partsOf(use, network, session, declared, moved)),
    line: digest(key, [network?.id, lineOf(use, network)]),
  };
}

function partsOf(
  use: CredentialUse,
  network: Network | null,
  session: SessionRecord | null,
  declared: DeclaredContext | null,
  moved: boolean,
): DigestPart[] {
  const { action, region, issuedTo, sourceIdentity, federatedSubject, userAgent } = use;
  const { principalName, policyArn, accessKeyId, sharedWith, resource } = use.target;
  return [
    action,
    flagsOf([
      use.denied,
      use.mfa,
      use.console,
      use.bearerToken,
      expiredAt(declared, use.at),
      use.target.mild ?? null,
      isByStrangersEndpoint(use),
    ]),
    region,
    network?.id,
    moved ? use.session : null,
    // The address and the endpoint count where the owner named some.
    moved || declared?.expected.networks != null ? addressOf(use) : null,
    declared?.expected.networks != null ? use.vpcEndpointId : null,
    session?.parent?.peer,
    sourceIdentity,
    federatedSubject,
    issuedTo?.id,
    // Who acts behind it in every detail, where the owner said who may.
    declared?.expected.parents == null ? null : JSON.stringify(session?.parent ?? null),
    // An upgrade is no other program, but where the owner said which programs, the whole of its name counts.
    declared?.expected.userAgents == null ? clientOf(userAgent) : userAgent,
    resource,
    principalName,
    policyArn,
    accessKeyId,
    ...sharedWith,
  ];
}

function flagsOf(flags: readonly (boolean | null)[]): number {
  return flags.reduce<number>((sum, flag) => 3 * sum + (flag === null ? 0 : flag ? 1 : 2), 0);
}

/** A session that was elsewhere before is judged by itself. */
function hasMoved(use: CredentialUse, network: Network | null, session: SessionRecord | null): boolean {
  if (network === null || session === null) return false;
  return session.places.some((place) => isElsewhere(place, use, network));
}

/** `elsewhere`: by a line, or at an hour, that is a habit but was not there yet today: it has to be learned. */
export type Repetition = 'none' | 'same' | 'elsewhere';

/**
 * Whether a use is of a sort that gave no reason today: of ten, most are. Every doubling of an hour's uses is judged again,
 * since then a number has changed; so is the second refusal of a sort, since only by then the first has been counted; and so
 * is every deletion, since they are counted, too.
 */
export function repetitionOf(
  memo: Memo,
  use: CredentialUse,
  network: Network | null,
  { sort, line }: Sorts,
  own: Baseline,
): Repetition {
  memo.uses++;
  const isMore = memo.uses >= fewUses && isPowerOfTwo(memo.uses);
  if (!use.readOnly && use.action.includes(':Delete')) return 'none';
  if (!memo.doubted && memo.silent.has(sort)) {
    const byLine = memo.silent.has(line);
    const atBlock = (memo.blocks & bitOf(use.at)) !== 0;
    if (byLine && atBlock) return isMore ? 'none' : 'same';
    if (isMore || !(byLine || isHabit(own, 'address', lineOf(use, network), use.at))) return 'none';
    return atBlock || isHabit(own, 'hours', hoursOf(use.at), use.at) ? 'elsewhere' : 'none';
  }
  const key = digest(memo.key, [memo.hour, use.session, line, sort]);
  const times = (memo.times.get(key) ?? 0) + 1;
  memo.times.set(key, times);
  return isMore || (use.denied && times === 2) || isPowerOfFour(times) ? 'none' : 'same';
}

/** Remembers a line and an hour that gave no reason. */
export function noteElsewhere(memo: Memo, at: Instant, { line }: Sorts): void {
  memo.silent.add(line);
  memo.blocks |= bitOf(at);
}

/** Remembers what came of a judgement. */
export function noteJudged(
  memo: Memo,
  at: Instant,
  { sort, line }: Sorts,
  gaveReason: boolean,
  doubted: boolean,
): void {
  memo.doubted = doubted;
  if (gaveReason) {
    memo.silent.delete(sort);
  } else {
    memo.silent.add(sort).add(line);
    memo.blocks |= bitOf(at);
  }
}

/** Uses that any hour may have. */
const fewUses = 8;

function isPowerOfTwo(n: number): boolean {
  return (n & (n - 1)) === 0;
}

function isPowerOfFour(n: number): boolean {
  return isPowerOfTwo(n) && (n & 0x55555555) !== 0;
}

function bitOf(at: Instant): number {
  return 1 << blockOf(at);
}

function turnTo(memo: Memo, { at, id }: CredentialUse): void {
  const now = Math.floor(at / hour);
  if (memo.hour === now) return;
  memo.hour = now;
  memo.uses = 0;
  const day = dayOf(at);
  if (memo.day === day) return;
  memo.day = day;
  memo.key = digestKeyOf(id);
  memo.blocks = 0;
  memo.silent.clear();
  memo.times.clear();
}

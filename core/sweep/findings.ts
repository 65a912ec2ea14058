import type { Gap } from '../intake/account/account-inventory.ts';
import { subjectOf } from '../model/credential.ts';
import type { Instant } from '../model/instant.ts';
import type { Decision } from '../plan/decision.ts';
import { rankOf } from '../plan/ladder.ts';
import type { Retirement, Stage, Step } from '../plan/retirement.ts';
import type { LastUse, Standing } from '../signals/standing/standing.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { JudgedAccount } from './sweep.ts';

/** `changed`: the credential was told about before, and there is a new reason, or the next step is due. */
export type News = 'new' | 'changed' | 'known';

export interface ResolvedFinding {
  readonly credential: string;
  readonly decisionId: string;
  /** Epoch milliseconds. */
  readonly firstSeen: number;
  /** The credential that is in its place now; null where there is none. */
  readonly successor: string | null;
}

/**
 * Something that was pinned or switched off here, and that nothing speaks against any more: it was used, or owned up to. Or
 * what was kept to what it uses, and was refused something since that it had not been refused before.
 */
export interface Cry {
  readonly credential: string;
  readonly outcomeId: string;
  /** Epoch milliseconds; null where it is not a use that speaks for it. */
  readonly usedAt: number | null;
  /** What was refused since, in IAM's spelling; none where it is not that. */
  readonly refused: readonly string[];
}

/** What an account shows: who is to be told, what was seen whole, and what could not be seen. */
export interface Shown extends Pick<JudgedAccount, 'seen' | 'unasked'> {
  readonly judged: readonly {
    readonly decision: Decision;
    readonly assessment: Assessment;
    readonly step?: Step | null;
  }[];
  readonly gaps: readonly Gap[];
  readonly standings: readonly Standing[];
}

/** One credential that was told about, as sweeps remember it. */
export interface KnownFinding {
  readonly credential: string;
  /** What speaks against it, each reason as signal and what it is about. */
  readonly reasons: readonly string[];
  readonly decisionId: string;
  readonly action: Decision['action'];
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  /** When it was over without anybody's doing here; null while it stands. */
  readonly resolvedAt: Instant | null;
  /** How far taking it away has gone; null where nothing speaks for that. */
  readonly retirement: Retirement | null;
  /** The step that was decided on and is not carried out yet. */
  readonly due: Stage | null;
  /** What is in force because of it; null where nothing is. */
  readonly outcomeId: string | null;
  /** As it was when something was last done about it: what is off shows no use any more. */
  readonly lastUse: LastUse | null;
  readonly history: readonly FindingEntry[];
}

/** `S32 unused: first seen`, `pinned: o_12ab`, `S33 never-used: resolved by itself`. */
export interface FindingEntry {
  readonly at: Instant;
  readonly what: string;
}

export interface Compared {
  /** In the order of `swept.judged`; a finding that is known keeps the id that it was told under. */
  readonly decisions: readonly Decision[];
  readonly news: Readonly<Record<string, News>>;
  readonly resolved: readonly ResolvedFinding[];
  readonly cries: readonly Cry[];
  /** By subject: all that is to be remembered, what could not be looked at this time as it was. */
  readonly findings: ReadonlyMap<string, KnownFinding>;
}

/** Holds what an account shows against what it showed before: nobody is told the same thing twice. */
export function compare(known: ReadonlyMap<string, KnownFinding>, swept: Shown, now: Instant): Compared {
  const { decisions, news, findings } = found(known, swept, now);
  const over = [...known].filter(([subject, { resolvedAt }]) => {
    return resolvedAt === null && !findings.has(subject) && isOver(subject, swept);
  });
  // What is in force is not over: somebody has to take it back first.
  const done = over.filter(([, { outcomeId }]) => outcomeId === null);
  const successors = successorsIn(swept.standings);
  const ended = done.map(([subject, finding]) => {
    return [subject, overNow(finding, successors.get(finding.credential), now)] as const;
  });
  const resolved = done.map(([, { credential, decisionId, firstSeen }]) => {
    return { credential, decisionId, firstSeen, successor: successors.get(credential) ?? null };
  });
  const cries = criesOf(known, new Set(over.map(([subject]) => subject)), swept);
  return { decisions, news, resolved, cries, findings: new Map([...known, ...findings, ...ended]) };
}

/** What is found this time, each beside what was known of it. */
function found(known: ReadonlyMap<string, KnownFinding>, { judged, standings }: Shown, now: Instant) {
  const decisions: Decision[] = [];
  const news: Record<string, News> = {};
  const findings = new Map<string, KnownFinding>();
  const uses = usesIn(standings);
  for (const { decision, assessment, step = null } of judged) {
    const { subject } = assessment;
    const before = known.get(subject) ?? null;
    const standing = before === null || before.resolvedAt !== null ? null : before;
    const reasons = reasonsOf(assessment);
    const what = newsOf(standing, reasons, decision, step);
    const isSame = what === 'known' && standing?.action === decision.action;
    const id = isSame ? standing.decisionId : decision.id;
    decisions.push({ ...decision, id });
    news[id] = what;
    findings.set(subject, {
      credential: decision.credential,
      // A reason that faded may come back without being news.
      reasons: [...new Set([...(standing?.reasons ?? []), ...reasons])].toSorted(),
      decisionId: id,
      action: decision.action,
      firstSeen: standing?.firstSeen ?? now,
      lastSeen: now,
      resolvedAt: null,
      ...wayOf(standing, decision, step, now),
      lastUse: uses.get(subject) ?? null,
      history: [...(before?.history ?? []), ...entriesOf(standing, reasons, step, now)].slice(-longestHistory),
    });
  }
  return { decisions, news, findings };
}

/** By the id of the credential in whose place another came: that one's. */
function successorsIn(standings: readonly Standing[]): ReadonlyMap<string, string> {
  return new Map(
    standings.flatMap(({ credential, lineage }) => lineage.map((elder) => [elder, credential.id as string])),
  );
}

function overNow(finding: KnownFinding, successor: string | undefined, now: Instant): KnownFinding {
  const what = successor === undefined ? 'resolved by itself' : `resolved: replaced by ${successor}`;
  const history = [...finding.history, { at: now, what }];
  return { ...finding, resolvedAt: now, retirement: null, due: null, history };
}

/** Who may miss what is in force: nothing is found any more that it would be for, or what it kept away was asked for. */
function criesOf(known: ReadonlyMap<string, KnownFinding>, over: ReadonlySet<string>, { judged, standings }: Shown) {
  const stepless = new Set(judged.flatMap(({ assessment, step }) => (step == null ? [assessment.subject] : [])));
  const uses = usesIn(standings);
  const refusedSince = refusals(standings);
  return [...known].flatMap(([subject, finding]): Cry[] => {
    const { outcomeId, retirement } = finding;
    if (outcomeId === null) return [];
    const cry = cryOf(finding, uses.get(subject) ?? null);
    // Kept to what it uses, it holds too much no more: that is what the boundary was for.
    if (retirement?.stage === 'bounded') {
      const refused = refusedSince(subject, retirement.since);
      return refused.length > 0 ? [{ ...cry, refused }] : [];
    }
    return over.has(subject) || stepless.has(subject) ? [{ ...cry, refused: [] }] : [];
  });
}

function usesIn(standings: readonly Standing[]): ReadonlyMap<string, LastUse> {
  return new Map(standings.map(({ credential, lastUse }) => [subjectOf(credential), lastUse]));
}

/** What was refused to a credential, for the first time on record, after an instant. */
function refusals(standings: readonly Standing[]): (subject: string, since: Instant) => readonly string[] {
  const known = new Map(standings.map(({ credential, observed }) => [subjectOf(credential), observed?.refused ?? []]));
  return (subject, since) =>
    (known.get(subject) ?? []).filter(({ firstAt }) => firstAt > since).map(({ action }) => action);
}

function cryOf({ credential, outcomeId, retirement }: KnownFinding, lastUse: LastUse | null): Omit<Cry, 'refused'> {
  const usedAt = lastUse?.kind === 'used' && lastUse.at > (retirement?.since ?? 0) ? lastUse.at : null;
  return { credential, outcomeId: outcomeId ?? '', usedAt };
}

/** Entries beyond these tell nobody more. */
const longestHistory = 50;

/** The finding once a step was carried out: from now on the days of that stage count. */
export function carriedOut(finding: KnownFinding, outcomeId: string, now: Instant): KnownFinding {
  if (finding.due === null) return finding;
  const history = [...finding.history, { at: now, what: `${finding.due}: ${outcomeId}` }];
  return {
    ...finding,
    retirement: { ...finding.retirement, stage: finding.due, since: now },
    due: null,
    outcomeId,
    history,
  };
}

/** The finding after somebody took its containment back: they answered for it, and the warning starts anew. */
export function takenBack(finding: KnownFinding, by: string, now: Instant): KnownFinding {
  const history = [...finding.history, { at: now, what: `undone by ${by}` }];
  const retirement = { ...finding.retirement, stage: 'warned', since: now } as const;
  return { ...finding, retirement, due: null, outcomeId: null, history };
}

type Way = Pick<KnownFinding, 'retirement' | 'due' | 'outcomeId'>;

/** A word is carried out by saying it; a measure waits for whoever applies it. */
function wayOf(before: KnownFinding | null, { action, mode }: Decision, step: Step | null, now: Instant): Way {
  const { retirement = null, outcomeId = null } = before ?? {};
  const way = { retirement, due: null, outcomeId };
  if (step === null) return way;
  const { cause, stage } = step;
  if (step.due && step.rung === 'notify') return { ...way, retirement: { stage, since: now, cause, mode } };
  if (!step.due) {
    return step.anew && retirement !== null ? { ...way, retirement: { ...retirement, since: now, cause } } : way;
  }
  return { ...way, due: action === step.rung ? step.stage : null };
}

function newsOf(
  before: KnownFinding | null,
  reasons: readonly string[],
  { action }: Decision,
  step: Step | null,
): News {
  if (before === null) return 'new';
  if (!reasons.every((reason) => before.reasons.includes(reason))) return 'changed';
  // Decided before and not carried out, it is the same decision, under the same id: acting on it twice acts once.
  const isStep = step?.due === true && !(before.due === step.stage && before.action === action);
  return isStep || rankOf(action) > rankOf(before.action) ? 'changed' : 'known';
}

/** Not found is only over where one could look: the credential itself was seen whole, or everything was and it is gone. */
function isOver(subject: string, { seen, unasked, gaps }: Shown): boolean {
  return !unasked.has(subject) && (seen.has(subject) || gaps.length === 0);
}

function reasonsOf({ signals }: Assessment): readonly string[] {
  return signals.map(({ id, key }) => `${id} ${key}`).toSorted();
}

function entriesOf(
  before: KnownFinding | null,
  reasons: readonly string[],
  step: Step | null,
  now: Instant,
): readonly FindingEntry[] {
  const fresh = reasons.filter((reason) => before === null || !before.reasons.includes(reason));
  const isNews = step?.due === true && !(before?.due === step.stage);
  return [
    ...fresh.map((reason) => ({ at: now, what: `${reason}: first seen` })),
    ...(isNews ? [{ at: now, what: step.rung === 'notify' ? step.stage : `${step.stage}: decided` }] : []),
  ];
}

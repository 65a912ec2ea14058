import type { Gap } from './intake/account-inventory.ts';
import type { Instant } from './model/instant.ts';
import type { Decision } from './plan/decision.ts';
import type { JudgedAccount } from './sweep.ts';
import type { Assessment } from './verdict/assessment.ts';

/** `changed`: the credential was told about before, and there is a new reason. */
export type News = 'new' | 'changed' | 'known';

export interface ResolvedFinding {
  readonly credential: string;
  readonly decisionId: string;
  /** Epoch milliseconds. */
  readonly firstSeen: number;
}

/** What an account shows: who is to be told, what was seen whole, and what could not be seen. */
export interface Shown extends Pick<JudgedAccount, 'seen'> {
  readonly judged: readonly Pick<JudgedAccount['judged'][number], 'decision' | 'assessment'>[];
  readonly gaps: readonly Gap[];
}

/** One credential that was told about, as sweeps remember it. */
export interface KnownFinding {
  readonly credential: string;
  /** What speaks against it, each reason as signal and what it is about. */
  readonly reasons: readonly string[];
  readonly decisionId: string;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  /** When it was over without anybody's doing here; null while it stands. */
  readonly resolvedAt: Instant | null;
}

export interface Compared {
  /** In the order of `swept.judged`; a finding that is known keeps the id that it was told under. */
  readonly decisions: readonly Decision[];
  readonly news: Readonly<Record<string, News>>;
  readonly resolved: readonly ResolvedFinding[];
  /** By subject: all that is to be remembered anew. */
  readonly findings: ReadonlyMap<string, KnownFinding>;
}

/** Holds what an account shows against what it showed before: nobody is told the same thing twice. */
export function compare(known: ReadonlyMap<string, KnownFinding>, swept: Shown, now: Instant): Compared {
  const decisions: Decision[] = [];
  const news: Record<string, News> = {};
  const findings = new Map<string, KnownFinding>();
  for (const { decision, assessment } of swept.judged) {
    const { subject } = assessment;
    const before = known.get(subject);
    const reasons = reasonsOf(assessment);
    const what = newsOf(before, reasons);
    const id = what === 'known' && before !== undefined ? before.decisionId : decision.id;
    decisions.push({ ...decision, id });
    news[id] = what;
    const firstSeen = what === 'new' || before === undefined ? now : before.firstSeen;
    findings.set(subject, {
      credential: decision.credential,
      // A reason that faded may come back without being news.
      reasons: what === 'known' && before !== undefined ? before.reasons : reasons,
      decisionId: id,
      firstSeen,
      lastSeen: now,
      resolvedAt: null,
    });
  }
  const over = [...known].filter(([subject, finding]) => {
    return finding.resolvedAt === null && !findings.has(subject) && isOver(subject, swept);
  });
  for (const [subject, finding] of over) findings.set(subject, { ...finding, resolvedAt: now });
  const resolved = over.map(([, { credential, decisionId, firstSeen }]) => ({ credential, decisionId, firstSeen }));
  return { decisions, news, resolved, findings };
}

function newsOf(before: KnownFinding | undefined, reasons: readonly string[]): News {
  if (before === undefined || before.resolvedAt !== null) return 'new';
  return reasons.every((reason) => before.reasons.includes(reason)) ? 'known' : 'changed';
}

/** Not found is only over where one could look: the credential itself was seen whole, or everything was and it is gone. */
function isOver(subject: string, { seen, gaps }: Shown): boolean {
  return seen.has(subject) || gaps.length === 0;
}

function reasonsOf({ signals }: Assessment): readonly string[] {
  return signals.map(({ id, key }) => `${id} ${key}`).toSorted();
}

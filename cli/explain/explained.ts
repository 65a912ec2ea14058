import { sqliteContainmentStore } from '../../adapters/sqlite/containment-store.ts';
import { sqliteLedger } from '../../adapters/sqlite/ledger.ts';
import { type Containment, decisionIdOf, outcomeIdOf } from '../../core/outcome/containment.ts';
import type { Ledger } from '../../core/outcome/ports.ts';
import { plannedKey } from '../../core/respond.ts';
import { UsageError } from '../exit.ts';
import { readDecided } from '../export/decided.ts';
import { numberedLines } from '../export/lines.ts';
import type { AssessmentLine } from '../replay/assessment-line.ts';
import type { DecisionLine } from '../replay/decision-line.ts';
import { openDecisions } from '../replay/decisions-kept.ts';

/** A decision with all that is on record to explain it. */
export interface Explained {
  readonly decision: Pick<
    DecisionLine,
    'id' | 'at' | 'score' | 'verdict' | 'owner' | 'reason' | 'mode' | 'heldBack' | 'action' | 'signals'
  > & { readonly credential: string; readonly principal: string; readonly eventID: string | null };
  /** Null where only a decisions file tells, and for a person's order. */
  readonly assessment: Pick<AssessmentLine, 'shares' | 'grounds'> | null;
  /** What was done about it; null where nobody wrote that down, as in a decisions file. */
  readonly done: readonly Containment[] | null;
  /** What was planned, in sentences, whether or not anything could be done; null where nobody planned. */
  readonly planned: string | null;
}

/** Every plan is in the ledger, after its reason. */
export async function plannedIn(
  { id, reason }: Pick<DecisionLine, 'id' | 'reason'>,
  ledger: Pick<Ledger, 'entry'>,
): Promise<string | null> {
  const { sentence = null } = (await ledger.entry(plannedKey(id))) ?? {};
  return sentence === null ? null : sentence.slice(sentence.startsWith(reason) ? reason.length + 1 : 0);
}

/** `name`: a credential, or the id of a decision or its outcome. */
export async function explainedInState(name: string, path: string): Promise<Explained[]> {
  const kept = openDecisions(path);
  const store = sqliteContainmentStore(kept.database);
  const found = kept.find(decisionIdOf(name));
  const ledger = sqliteLedger(kept.database);
  return Promise.all(
    found.map(async (one) => ({
      ...one,
      done: await store.ofOutcome(outcomeIdOf(one.decision.id)),
      planned: await plannedIn(one.decision, ledger),
    })),
  );
}

export interface InFile {
  readonly found: readonly Explained[];
  /** Lines that are no decisions: number and a clause. */
  readonly unread: readonly { readonly line: number; readonly what: string }[];
}

/** The same from a decisions file. Refuses a file in which no line is a decision: nothing found there would say nothing. */
export async function explainedInFile(name: string, path: string): Promise<InFile> {
  const found: Explained[] = [];
  const unread: { line: number; what: string }[] = [];
  let decisions = 0;
  for await (const { number, text } of numberedLines(path)) {
    const read = readDecided(text);
    if (!read.ok) {
      unread.push({ line: number, what: read.error });
      if (decisions === 0 && looksLikeRecords(text)) refuse(path, 'it holds CloudTrail records, not decisions');
      continue;
    }
    decisions++;
    const { id, credential } = read.value;
    if (id === decisionIdOf(name) || credential === name)
      found.push({ decision: read.value, assessment: null, done: null, planned: null });
  }
  const [first] = unread;
  if (decisions === 0 && first !== undefined) refuse(path, `line ${first.line} ${first.what}`);
  return { found, unread };
}

function looksLikeRecords(text: string): boolean {
  return /"(?:Records|eventVersion)"\s*:/.test(text);
}

function refuse(path: string, why: string): never {
  throw new UsageError(
    `${path} is not a decisions file: ${why}.`,
    'Create one from CloudTrail records: rescind replay PATH --decisions FILE',
  );
}

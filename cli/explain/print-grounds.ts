import type { Rung } from '../../core/plan/ladder.ts';
import type { Grounds, Share } from '../../core/plan/weighed.ts';
import { allSignals } from '../../core/signals/registry.ts';
import { ageWords, upperShareOf } from '../../core/verdict/experience.ts';
import { pointsPerBit } from '../../core/verdict/score.ts';
import { classWords, oneIn } from '../../core/verdict/trust.ts';
import type { AssessmentLine } from '../replay/assessment-line.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { bold, count, dim } from '../terminal/words.ts';
import type { Explained } from './explained.ts';

export function printExpected(terminal: Terminal, { assessment }: Explained): void {
  const expected = assessment?.grounds?.expected ?? [];
  if (expected.length === 0) return;
  terminal.print(bold('What was expected'));
  for (const sentence of expected) terminal.print('  ', sentence);
  terminal.print('');
}

/** A decision says no signal's name. */
type Shown = Omit<Share, 'name'>;

export function printShares(terminal: Terminal, explained: Explained): void {
  const shares = sharesOf(explained);
  terminal.print(bold('Evidence, and what it added to the score'));
  for (const share of shares) {
    printShare(terminal, share);
    const { bits, id } = share;
    const clauses = [...(isOfTheft(id) ? [oddsOf(bits)] : []), honestReason(id)];
    terminal.print(dim(`${' '.repeat(25)}${clauses.join('; ')}`));
  }
  const silent = silentBeside(explained, shares);
  for (const { group, id, evidence } of silent.slice(0, mostSilent)) {
    const speaker = shares.find((share) => share.group === group)?.id ?? 'another';
    terminal.print(dim(`   0 points  ${group.padEnd(10)} ${id}  `), evidence, dim(` (${speaker} counts for ${group})`));
  }
  if (silent.length > mostSilent) terminal.print(dim(`   and ${silent.length - mostSilent} more that add nothing`));
  terminal.print('');
}

export function printShare(terminal: Terminal, { group, bits, id, evidence }: Shown): void {
  const points = String(Math.round(bits * pointsPerBit)).padStart(4);
  terminal.print(`${points} points  ${group.padEnd(10)} `, dim(`${id}  `), evidence);
}

const mostSilent = 5;

/** A decisions file tells signals, not shares: the strongest of each group comes closest. */
function sharesOf({ decision, assessment }: Explained): readonly Shown[] {
  if (assessment !== null) return assessment.shares;
  const groups = new Map<string, Shown>();
  for (const signal of decision.signals) {
    if ((groups.get(signal.group)?.bits ?? 0) < signal.bits) groups.set(signal.group, signal);
  }
  return [...groups.values()].sort((a, b) => b.bits - a.bits);
}

/** Signals with something to say that share their cause with a stronger one. */
function silentBeside({ decision }: Explained, shares: readonly Shown[]): readonly Shown[] {
  const counted = new Set(shares.map(({ id, evidence }) => `${id} ${evidence}`));
  return decision.signals.filter(({ id, bits, evidence }) => bits >= 1 && !counted.has(`${id} ${evidence}`));
}

/** How old a key is, or how much it may do, says nothing of whose hands it is in. */
function isOfTheft(id: string): boolean {
  return allSignals.find((signal) => signal.id === id)?.family === 'anomalous';
}

function oddsOf(bits: number): string {
  const odds = 2 ** bits;
  if (odds < 1.5) return 'hardly tells thief from owner';
  const times = odds < 1000 ? Math.round(odds).toString() : `${Number(odds.toPrecision(1)).toLocaleString('en-US')}`;
  return `by the model, ${times} times likelier for a thief than for its owner`;
}

function honestReason(id: string): string {
  const [honest] = allSignals.find((signal) => signal.id === id)?.falsePositives ?? [];
  return honest === undefined ? 'no honest explanation is known' : `honest when: ${honest}`;
}

/** Bits are a model's word; how rare they are is counted. */
export function printRarity(terminal: Terminal, { assessment }: Explained): void {
  const ordinary = assessment?.grounds?.ordinary ?? null;
  if (ordinary === null) return;
  terminal.print(bold('How unusual that is'));
  const age = ordinary.age === undefined ? '' : ` with ${ageWords(ordinary.age)} on record`;
  const days = `${count(ordinary.days, 'settled day')} of ${classWords(ordinary.class)}${age}`;
  const reached = ordinary.reached === 0 ? 'none' : String(ordinary.reached);
  terminal.print(
    '  ',
    ordinary.days < fewestDays
      ? `It can only be compared with ${days}, from this account before this week: too few to say.`
      : `Of ${days}, all in this account and before this week, ${reached} reached as much: at most ${oneIn(upperShareOf(ordinary))} is like this, with 95 % confidence.`,
  );
  terminal.print('');
}

/** Fewer say no more than that nothing like it is common. */
const fewestDays = 30;

export function printCounterfactuals(terminal: Terminal, explained: Explained): void {
  const { decision, assessment } = explained;
  const sentences = assessment === null ? elsewhere(decision) : judgedIn(decision, assessment);
  if (sentences.length === 0) return;
  terminal.print(bold('What would have changed it'));
  for (const sentence of sentences) terminal.print('  ', sentence);
  terminal.print('');
}

/** The judge's own word, or none: a score alone does not tell which witnesses or facts would have been left. */
function judgedIn(decision: Explained['decision'], { grounds }: Pick<AssessmentLine, 'grounds'>): string[] {
  return grounds === undefined ? [] : judgedAnew(decision, grounds);
}

/** Of how a credential stands no state keeps more than its shares. */
function elsewhere({ credential, eventID }: Explained['decision']): string[] {
  if (eventID === null) return [];
  return [
    'That is not on record here. A replay of the same records saves it in a state file:',
    'rescind replay PATH --state FILE',
    `rescind explain ${credential} --state FILE`,
  ];
}

function judgedAnew(
  { action, heldBack }: Explained['decision'],
  { earned, without, together, lacking }: Grounds,
): string[] {
  const same =
    heldBack === null ? 'the same answer' : `the evidence would still have called for ${answerWords[earned ?? action]}`;
  const told = [...without.slice(0, 4), ...(together == null ? [] : [together])];
  const removed = told.map(({ group, score, action: other }) => {
    return `Without the evidence of ${group}: score ${score}, ${other === earned ? same : outcomeOf(other)}.`;
  });
  // What a brake held back, more evidence would not have brought.
  if (heldBack !== null)
    return [...removed, `The evidence called for ${answerWords[earned ?? action]}, which a brake held back.`];
  return lacking.length === 0 ? removed : [...removed, `A stronger answer lacked ${lacking.join('; ')}.`];
}

function outcomeOf(answer: Rung | null): string {
  if (answer === null) return 'nobody would have been notified';
  return answer === 'notify'
    ? 'the owner would only have been notified'
    : `the answer would have been ${answerWords[answer]}`;
}

const answerWords: Readonly<Record<Rung, string>> = {
  notify: 'a notice to its owner',
  rotate: 'a rotation',
  pin: 'a pin',
  quarantine: 'a quarantine',
  'revoke-sessions': 'revoking its sessions',
  disable: 'disabling it',
};

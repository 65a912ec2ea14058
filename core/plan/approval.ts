import { isToken } from '../model/credential.ts';
import { matchesGlob } from '../model/glob.ts';
import { hour, type Instant } from '../model/instant.ts';
import type { Person, Policy } from '../policy/policy.ts';
import { allSignals } from '../signals/registry.ts';
import type { Decision } from './decision.ts';
import { isDisruptive, rankOf } from './ladder.ts';

/**
 * What a person can say to a decision: let it be done or not; it was me after all, or not; take it back; the credential is
 * still wanted; put a new one in its place.
 */
export const choices = ['approve', 'refuse', 'mine', 'stranger', 'undo', 'extend', 'rotate'] as const;
export type Choice = (typeof choices)[number];

export interface Said {
  readonly choice: Choice;
  /** The person's name in the policy. */
  readonly by: string;
  readonly at: Instant;
  /** Of the click or command: delivered again, it is the same word. */
  readonly ref: string;
}

/** Everything that people have said to one decision. One choice settles it, once. */
export interface Answers {
  readonly decisionId: string;
  /** Since when people are asked to approve it; null where nobody is. */
  readonly askedAt: Instant | null;
  /** The policy that it was asked under. */
  readonly policyVersion: string;
  readonly said: readonly Said[];
  /** What was settled last. */
  readonly settled: Settled | null;
  /** Whether it is to be done, as it was settled last; what was said besides leaves that alone. */
  readonly decided: Settled | null;
}

/** Whose doing it was, and that a new credential is wanted, say nothing of whether this is to be done. */
const besides: ReadonlySet<Choice> = new Set(['stranger', 'rotate']);

export interface Settled {
  readonly choice: Choice;
  readonly by: readonly string[];
  readonly at: Instant;
  readonly ref: string;
}

/** What is at stake, 0 to 1; null where it is not known. What depends on it is no question to people: see sparing.ts. */
export interface Stakes {
  readonly blastRadius: number | null;
}

/** What came of an answer. */
export type Answered =
  /** Nothing changes; why, in a sentence for whoever answered. */
  | { readonly kind: 'declined'; readonly why: string }
  /** Noted; so many more people have to say the same. */
  | { readonly kind: 'noted'; readonly answers: Answers; readonly missing: number }
  | { readonly kind: 'settled'; readonly answers: Answers; readonly settled: Settled };

export function noAnswers(decisionId: string): Answers {
  return { decisionId, askedAt: null, policyVersion: '', said: [], settled: null, decided: null };
}

/** How many people have to agree before the decision is carried out; 0 where nobody is asked. A pin is never asked for. */
export function approversNeeded(decision: Decision, stakes: Stakes, policy: Policy): number {
  if (awaitsWord(decision)) return isGrave(stakes, policy) ? Math.max(1, policy.approvals.persons) : 1;
  if (!isDisruptive(decision.action) || rankOf(decision.action) <= rankOf('pin')) return 0;
  if (policy.approvals.hardEvidence === 'act' && isHard(decision, policy)) return 0;
  return isGrave(stakes, policy) ? policy.approvals.persons : 0;
}

/**
 * Whether a token's end is due that a machine may not decide on: its owner did not say so, a limit stands against it, or
 * the policy observes, which holds back the automaton alone. A token does not come back, so a person says the word.
 */
export function awaitsWord({ kind, action, mode, heldBack }: Decision): boolean {
  if (!isToken(kind)) return false;
  return action === 'notify' ? heldBack !== null : action === 'disable' && mode === 'observe';
}

/** What people's word makes of a decision that waited for it; any other is carried out as it is. */
export function approved(decision: Decision): Decision {
  if (!awaitsWord(decision)) return decision;
  return { ...decision, action: 'disable', mode: 'enforce', reversible: false, heldBack: null };
}

/** What is not known is taken for harmless: without an inventory, nobody could be contained without two people. */
function isGrave({ blastRadius }: Stakes, { approvals }: Policy): boolean {
  return (blastRadius ?? 0) >= approvals.blastRadius;
}

/** Whether one of its reasons may disable by itself. */
export function isHard({ signals }: Pick<Decision, 'signals'>, policy: Policy): boolean {
  return signals.some(({ id, bits }) => {
    const authority = policy.signals[id]?.authority ?? allSignals.find((one) => one.id === id)?.authority;
    return bits >= 1 && authority === 'hard';
  });
}

/**
 * Undoing needs one person, and two where the evidence is hard or the credential powerful: a thief who holds the owner's
 * sign-in holds their Slack, too.
 */
export function neededFor(choice: Choice, decision: Decision, stakes: Stakes, policy: Policy): number {
  switch (choice) {
    case 'approve':
      return Math.max(1, approversNeeded(decision, stakes, policy));
    case 'refuse':
    case 'stranger':
    case 'extend':
    case 'rotate':
      return 1;
    case 'mine':
    case 'undo':
      return isHard(decision, policy) || isGrave(stakes, policy) ? 2 : 1;
  }
}

export interface Asked {
  readonly decision: Decision;
  readonly stakes: Stakes;
  readonly policy: Policy;
  readonly now: Instant;
  readonly ref: string;
}

/** Takes one person's word. Whoever is turned away hears why. */
export function answer(answers: Answers, choice: Choice, person: Person, asked: Asked): Answered {
  const { decision, stakes, policy, now, ref } = asked;
  const { settled: before } = answers;
  const known = answers.said.some((one) => one.ref === ref);
  // Delivered again, an old word does not speak against what was settled since.
  if (before !== null && (known || before.ref === ref)) return { kind: 'settled', answers, settled: before };
  const why = known ? null : whyNot(answers, choice, person, asked);
  if (why !== null) return { kind: 'declined', why };
  const said = known ? answers.said : [...answers.said, { choice, by: person.name, at: now, ref }];
  const agreeing = said.filter((one) => direction(one.choice) === direction(choice));
  const by = [...new Set(agreeing.map((one) => one.by))];
  const needed = neededFor(choice, decision, stakes, policy);
  const approves = (name: string) => policy.people.some((one) => one.name === name && one.approver);
  if (by.length < needed || (needed > 1 && !by.some(approves))) {
    return { kind: 'noted', answers: { ...answers, said }, missing: Math.max(1, needed - by.length) };
  }
  // Whoever said that it was them teaches, also where another person had to agree.
  const settled = {
    choice: agreeing.some((one) => one.choice === 'mine') ? 'mine' : choice,
    by,
    at: now,
    ref,
  } as const;
  return { kind: 'settled', answers: settledAs({ ...answers, said }, settled), settled };
}

export function settledAs(answers: Answers, settled: Settled): Answers {
  return { ...answers, settled, decided: besides.has(settled.choice) ? answers.decided : settled };
}

function direction(choice: Choice): string {
  return choice === 'mine' ? 'undo' : choice;
}

function whyNot(answers: Answers, choice: Choice, person: Person, { decision, policy, now }: Asked): string | null {
  const decides = choice === 'approve' || choice === 'refuse';
  const { settled, decided } = answers;
  if (decides && decided !== null) return tooLate(decided);
  if (!decides && settled !== null && !mayFollow(settled.choice, choice)) return tooLate(settled);
  if (person.aws.some((pattern) => speaksAs(pattern, decision.principal))) {
    return 'Nobody may answer for a credential that they are using themselves. Ask somebody else.';
  }
  if (!mayAnswer(person, choice, decision.owner)) {
    if (decides) return `${person.name} is not an approver in the policy.`;
    if (choice === 'mine' || choice === 'stranger')
      return `Only ${decision.owner ?? 'an owner on record'} can say that.`;
    return `${person.name} is neither its owner nor an approver.`;
  }
  if (decides) return whyNotNow(answers, policy, now) ?? saidBefore(answers, choice, person);
  return saidBefore(answers, choice, person);
}

/** Whether it is theirs to say: of decisions an approver's, of whose doing it was the owner's, of the rest either's. */
export function mayAnswer(person: Person, choice: Choice, owner: string | null): boolean {
  switch (choice) {
    case 'approve':
    case 'refuse':
      return person.approver;
    case 'mine':
    case 'stranger':
      return isOwner(person, { owner });
    case 'undo':
    case 'extend':
    case 'rotate':
      return person.approver || isOwner(person, { owner });
  }
}

/** What stands may be taken back later, and a new credential is wanted whosever doing it was; nothing else is open twice. */
function mayFollow(settled: Choice, choice: Choice): boolean {
  switch (settled) {
    case 'approve':
    case 'rotate':
      return choice !== settled;
    case 'stranger':
    case 'extend':
    // A pin that stood in for what was refused goes on, and can be taken off.
    case 'refuse':
      return direction(choice) === 'undo' || choice === 'rotate';
    case 'mine':
    case 'undo':
      return false;
  }
}

function whyNotNow({ askedAt, policyVersion }: Answers, policy: Policy, now: Instant): string | null {
  if (askedAt === null) return 'No approval is being asked for.';
  if (isOver(askedAt, policy, now)) return 'The question has expired. Nothing was done.';
  if (policyVersion !== policy.version) return 'The policy has changed since this was asked. Check again.';
  return null;
}

export function isOver(askedAt: Instant, { approvals }: Policy, now: Instant): boolean {
  return now >= expiryOf(askedAt, approvals.hours);
}

export function expiryOf(askedAt: Instant, hours: number): Instant {
  return askedAt + hours * hour;
}

function saidBefore({ said }: Answers, choice: Choice, { name }: Person): string | null {
  const before = said.some((one) => one.by === name && direction(one.choice) === direction(choice));
  return before ? 'You have already answered so; another person has to agree.' : null;
}

export function isOwner({ owns }: Person, { owner }: Pick<Decision, 'owner'>): boolean {
  return owner !== null && owns.some((one) => one.toLowerCase() === owner.toLowerCase());
}

/** Also the sessions of a role: `arn:…:assumed-role/Admin/ada` speaks as `arn:…:role/Admin`. */
export function speaksAs(pattern: string, principal: string): boolean {
  if (matchesGlob(pattern, principal)) return true;
  const [, role] = /:assumed-role\/([^/]+)\//.exec(pattern) ?? [];
  return role !== undefined && principal.includes(':role/') && principal.endsWith(`/${role}`);
}

/** What becomes of a question that nobody answers. */
export const unanswered = 'Without an answer, nothing more is done.';

/** `Approved by ada and ben.` */
export function settledSentence({ choice, by }: Pick<Settled, 'choice' | 'by'>): string {
  const deed = {
    approve: 'Approved',
    refuse: 'Refused',
    mine: 'Confirmed as their own doing',
    stranger: 'Reported as a stranger’s doing',
    undo: 'Undone',
    extend: 'Confirmed as still wanted',
    rotate: 'Sent for rotation',
  }[choice];
  return `${deed} by ${by.join(' and ')}.`;
}

/** To whoever answers what others have settled. */
export function tooLate(settled: Pick<Settled, 'choice' | 'by'>): string {
  return `Your answer comes too late. ${settledSentence(settled)}`;
}

/** What the owner or an approver can say to a notice. `canRotate`: its owner declared the secret whose rotation replaces it. */
export function choicesFor(decision: Decision, acted: boolean, isAsked: boolean, canRotate = false): Choice[] {
  if (isAsked) return ['approve', 'refuse'];
  const { families, signals, reversible, mode, action } = decision;
  const can = (choice: Choice, when: boolean): Choice[] => (when ? [choice] : []);
  const isDoubted = families.includes('anomalous') && signals.length > 0;
  return [
    ...can('mine', isDoubted),
    ...can('stranger', isDoubted),
    ...can('undo', acted && reversible && mode === 'enforce'),
    ...can('extend', families.includes('stale') && signals.length > 0),
    ...can('rotate', canRotate && action !== 'rotate'),
  ];
}

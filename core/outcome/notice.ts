import { maskKey } from '../model/brand.ts';
import { formatInstant } from '../model/instant.ts';
import type { ActionPlan } from '../plan/action-plan.ts';
import { type Decision, heldBackWords } from '../plan/decision.ts';
import type { InUse } from '../plan/facts.ts';
import { outcomeIdOf } from './containment.ts';
import { describeOutcome, gravest, type Outcome } from './outcome.ts';

/** A message to a person that no channel has shaped yet: printers escape its text for their medium. */
export interface Notice {
  /** The same notice sent twice is delivered once. */
  readonly id: string;
  /** The owner's name; null where nobody is known, so that the fallback is told. */
  readonly to: string | null;
  /** The credential, an access key id masked. */
  readonly about: string;
  readonly headline: string;
  /** One sentence. */
  readonly why: string;
  readonly whatWasDone: readonly string[];
  readonly whatToDo: readonly string[];
  readonly doesNotStop: readonly string[];
}

/** What became of one measure of the plan. */
export interface ActionResult {
  readonly containmentId: string;
  readonly sentence: string;
  readonly outcome: Outcome;
}

/** Tells the owner, once what could be done is done. `inUse` is production that depends on it and was lately at work. */
export function noticeOf(
  decision: Decision,
  plan: ActionPlan,
  results: readonly ActionResult[],
  inUse: InUse | null = null,
): Notice {
  const about = decision.kind === 'access-key' ? maskKey(decision.credential) : decision.credential;
  const acted = results.some(({ outcome }) => outcome.kind === 'done' || outcome.kind === 'already-so');
  const outcomeId = outcomeIdOf(decision.id);
  return {
    id: `${outcomeId} ${decision.mode} ${gravest(results.map(({ outcome }) => outcome)).kind}`,
    to: decision.owner,
    about,
    headline: `${about} in account ${decision.accountId}: ${headlineOf(decision, plan, acted)}`,
    why: decision.reason,
    whatWasDone: [
      ...[heldBackWords(decision)].filter((words) => words !== null),
      ...whatWasDone(decision, plan, results),
    ],
    whatToDo: [...dependants(inUse), ...byHand(results), ...whatToDo(decision, acted, outcomeId)],
    doesNotStop: acted ? [...new Set(plan.measures.flatMap((measure) => measure.doesNotStop))] : [],
  };
}

/** Actions that may wait for approval, in words. */
const deeds: Readonly<Partial<Record<Decision['action'], string>>> = {
  quarantine: 'the quarantine',
  'revoke-sessions': 'ending its sessions',
  disable: 'disabling',
};

/** Joins the notice of what waits for people with that of the pin that stands in until they have answered. */
export function pinnedMeanwhile(decision: Decision, waiting: Notice, pin: Notice, persons: number): Notice {
  const who = persons === 1 ? 'one person' : persons === 2 ? 'two people' : `${persons} people`;
  return {
    ...waiting,
    id: `${waiting.id} pinned`,
    headline: `${waiting.about} in account ${decision.accountId}: ${decision.verdict}, pinned meanwhile`,
    whatWasDone: [
      `Pinned meanwhile; ${deeds[decision.action] ?? decision.action} waits for ${who}.`,
      ...pin.whatWasDone,
      ...waiting.whatWasDone,
    ],
    whatToDo: [
      ...waiting.whatToDo,
      `If you refuse, the pin stays on. To undo the pin: rescind restore ${outcomeIdOf(decision.id)}`,
    ],
    doesNotStop: pin.doesNotStop,
  };
}

/** Tells that people refused more than the pin, and that the pin stays on; null where there is none. */
export function pinStays(
  decision: Decision,
  by: readonly string[],
  pinned: readonly {
    readonly id: string;
    readonly measure: { readonly sentence: string; readonly doesNotStop: readonly string[] };
  }[],
) {
  if (pinned.length === 0) return null;
  const about = decision.kind === 'access-key' ? maskKey(decision.credential) : decision.credential;
  const outcomeId = outcomeIdOf(decision.id);
  const outcome: Outcome = { kind: 'already-so' };
  const actions = pinned.map(({ id, measure }) => ({ containmentId: id, sentence: measure.sentence, outcome }));
  const notice: Notice = {
    id: `${outcomeId} refused`,
    to: decision.owner,
    about,
    headline: `${about} in account ${decision.accountId}: only the pin is done`,
    why: `${deeds[decision.action] ?? decision.action} was refused by ${by.join(' and ')}; the pin stays on.`.replace(
      /^./,
      (first) => first.toUpperCase(),
    ),
    whatWasDone: actions.map(({ sentence }) => sentence),
    whatToDo: [`To undo the pin as well: rescind restore ${outcomeId}`],
    doesNotStop: [...new Set(pinned.flatMap(({ measure }) => measure.doesNotStop))],
  };
  return { outcomeId, outcome, actions, notice };
}

/** Tells what the second look found, as news of the same outcome. */
export function lookTold(
  decision: Decision,
  {
    outcomeId,
    found,
    actions,
  }: { readonly outcomeId: string; readonly found: readonly string[]; readonly actions: readonly ActionResult[] },
) {
  const about = decision.kind === 'access-key' ? maskKey(decision.credential) : decision.credential;
  const done = actions.map(({ sentence, outcome }) => `${sentence} (${describeOutcome(outcome)})`);
  const notice: Notice = {
    id: `${outcomeId} looked ${found.join(' ')}`,
    to: decision.owner,
    about,
    headline: `${about} in account ${decision.accountId}: it may have left something behind`,
    why: decision.reason,
    whatWasDone: [...found, ...done],
    whatToDo: [
      'Check what was created, and remove what is not yours.',
      `For the full list: rescind explain ${decision.id}`,
    ],
    doesNotStop: [],
  };
  return { outcomeId, outcome: gravest(actions.map(({ outcome }) => outcome)), actions, notice };
}

/** Tells that honest work suffered, and what was taken back because of it: somebody has to look at once. */
export function harmTold(
  decision: Decision,
  outcomeId: string,
  sentence: string,
  undone: readonly { readonly containmentId: string; readonly outcome: Outcome; readonly sentence: string }[],
) {
  const about = decision.kind === 'access-key' ? maskKey(decision.credential) : decision.credential;
  const actions = undone.map((one) => ({ ...one, sentence: `Undone: ${one.sentence}` }));
  const notice: Notice = {
    id: `${outcomeId} harmed`,
    to: decision.owner,
    about,
    headline: `${about} in account ${decision.accountId}: honest work was refused, so the containment was undone`,
    why: sentence,
    whatWasDone: actions.map(({ sentence, outcome }) => `${sentence} (${describeOutcome(outcome)})`),
    whatToDo: [
      `Check now whether it was honest: rescind explain ${decision.id}`,
      'If it was not, contain it again: rescind contain.',
    ],
    doesNotStop: [],
  };
  return { outcomeId, outcome: gravest(actions.map(({ outcome }) => outcome)), actions, notice };
}

/** AWS goes on refusing until somebody looks into it. */
function byHand(results: readonly ActionResult[]): string[] {
  if (gravest(results.map(({ outcome }) => outcome)).kind !== 'irrevocable') return [];
  return ['Contain it by hand now: it is not contained as it should be, and Rescind retries less and less often.'];
}

/** Those who decide have to know whom it may hit. */
function dependants(inUse: InUse | null): string[] {
  if (inUse === null) return [];
  return [`Production depends on it: ${inUse.by}, in use at ${formatInstant(inUse.at)}. Check whether it still is.`];
}

function headlineOf(decision: Decision, plan: ActionPlan, acted: boolean): string {
  if (plan.measures.length === 0) return `${decision.verdict}, nothing was changed`;
  if (decision.mode === 'observe') return `${decision.verdict}, in observe mode nothing was changed`;
  const deed = decision.action === 'rotate' ? 'rotated' : 'contained';
  return acted ? `${decision.verdict}, ${deed}` : `${decision.verdict}, not ${deed}`;
}

function whatWasDone(decision: Decision, plan: ActionPlan, results: readonly ActionResult[]): string[] {
  if (plan.measures.length === 0) return [...plan.sentences];
  if (decision.mode === 'observe') return plan.sentences.map((sentence) => `In enforce mode: ${sentence}`);
  const refused = plan.sentences.filter((sentence) => !plan.measures.some((measure) => measure.sentence === sentence));
  return [...resultsIn(results), ...refused];
}

/** If all were left undone for one reason, the reason is said once. */
function resultsIn(results: readonly ActionResult[]): string[] {
  const reasons = new Set(results.map(({ outcome }) => (outcome.kind === 'skipped' ? outcome.reason : null)));
  const [reason = null] = reasons;
  if (results.length < 2 || reasons.size > 1 || reason === null) {
    return results.map(({ sentence, outcome }) => `${sentence} (${describeOutcome(outcome)})`);
  }
  return [...results.map(({ sentence }) => `${sentence} (not done)`), `Why not: ${reason}.`];
}

function whatToDo(decision: Decision, acted: boolean, outcomeId: string): string[] {
  if (decision.action === 'rotate') return rotateByHand(acted);
  if (!acted) return [`Look into it: rescind explain ${decision.id}`];
  return [
    'If this was not you, replace the credential and look for what was done with it.',
    `If it was, undo the containment: rescind restore ${outcomeId}`,
  ];
}

function rotateByHand(acted: boolean): string[] {
  if (!acted) return ['Put a new credential in place, check that it is used, then switch this one off.'];
  return [
    'Check that everything that reads the secret works with the new version, then switch the old credential off.',
    'A rotation cannot be undone: if something stopped working, make it read the secret again.',
  ];
}

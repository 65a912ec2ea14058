import { executorError } from '../../adapters/aws/errors.ts';
import { isToken } from '../../core/model/credential.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import { announcementOf } from '../../core/observe/note-keys.ts';
import type { Containment } from '../../core/outcome/containment.ts';
import type { ExecutorError } from '../../core/outcome/ports.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import { type Decision, originOf } from '../../core/plan/decision.ts';
import { type Facts, unseenFacts } from '../../core/plan/facts.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { targetOf } from '../../core/plan/measures/target.ts';
import { sparingFor } from '../../core/plan/sparing.ts';
import type { Settings } from '../settings.ts';
import { consentTo } from './asking.ts';
import { standingAgainst } from './brakes.ts';
import { administratorsBeside, inUseNow } from './facts.ts';
import type { Errand } from './means.ts';
import type { Work } from './work.ts';

type Answer = Result<string | null, ExecutorError>;

/** Asks all brakes anew, with the settings as they are in the bucket now: once for each outcome of this errand. */
export function objecting(errand: Errand, work: Work): (row: Containment) => Promise<Answer> {
  const asked = new Map<string, Answer>();
  return async (row) => {
    const about = `${row.outcomeId} ${'accessKeyId' in row.measure ? row.measure.accessKeyId : ''}`;
    const answer = asked.get(about) ?? (await attempt(() => objectionTo(row, errand, work)));
    // What could not be asked is asked again at the next try.
    if (answer.ok) asked.set(about, answer);
    return answer;
  };
}

/** fails toward: nothing is begun, and another try */
async function attempt(ask: () => Promise<string | null>): Promise<Answer> {
  try {
    return ok(await ask());
  } catch (error) {
    const { sentence } = executorError(error);
    return fail({ lasting: 'transient', sentence: `The brakes cannot be checked: ${sentence}` });
  }
}

async function objectionTo(row: Containment, errand: Errand, work: Work): Promise<string | null> {
  const announced = await announcementOf(originOf(row.decisionId), work.memory);
  if (announced === null) return 'its decision is no longer on record';
  const { decision } = announced;
  const settings = await work.settings(0);
  if (settings.exemptions === null) throw new Error('the policy, the exemptions or the context cannot be read');
  // Whoever pressed the button for it has decided; all else of it is no more than a pin.
  const isOrdered = row.decisionId.endsWith('-rotate');
  const byWord = isOrdered || (isToken(decision.kind) && (await isAgreed(decision, settings, work)));
  const isMild = row.measure.kind === 'pin' || row.measure.kind === 'retire-key';
  const action = isOrdered ? 'rotate' : isMild ? 'pin' : decision.action;
  const brakes = { decision: { ...decision, action }, settings, notes: work.notes, homes: work.homes, byWord };
  const standing = await standingAgainst([row], brakes, work.clock.now());
  if ('why' in standing) return standing.why;
  return isMild || byWord ? null : sparing(announced, settings, errand, work);
}

async function isAgreed(decision: Decision, settings: Settings, { notes, clock }: Work): Promise<boolean> {
  return (await consentTo(decision, settings, notes, clock.now())).kind === 'given';
}

/** What would turn it into a pin by now. */
async function sparing(
  { decision, known }: Announcement,
  settings: Settings,
  errand: Errand,
  work: Work,
): Promise<string | null> {
  if (!isDisruptive(decision.action)) return null;
  const inUse = await inUseNow(decision, known.inUse ?? null, settings, work);
  const facts: Facts = { ...unseenFacts, ...known, now: work.clock.now(), uniqueId: null, inlineCharacters: 0, inUse };
  const target = targetOf(decision, facts);
  const others = target.ok ? await administratorsBeside(decision, target.value, errand, work) : null;
  return sparingFor(decision, { ...facts, lastAdministrator: others?.length === 0 }, settings.policy);
}

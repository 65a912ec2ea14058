import { givesService, namesAction } from '../../context/declared/declared.ts';
import { tracesOf } from '../../context/traces.ts';
import { isGrave } from '../grave-actions.ts';
import { firstness, type Observation } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { stepsWindow } from '../what/steps.ts';
import { isForOwnersWord } from '../who/owners-word.ts';
import { habitWords } from '../words.ts';
import { hasReadAnew } from './data-sprawl.ts';

export const agentAstray: UseSignal = {
  judges: 'use',
  hears: ['action'],
  id: 'S44',
  name: 'agent-astray',
  family: 'anomalous',
  group: 'intent',
  authority: 'pin',
  basis: 'habit',
  isDeed: true,
  sentence: 'An AI agent tries what none of its tasks ever needed: grave calls, or calls that are refused.',
  attack: ['T1078.004'],
  falsePositives: ['An agent is given a new tool.', 'A release is deployed before its permission.'],
  judge(observation) {
    const { use, context } = observation;
    const isWrong = isGrave(use) || guarded.has(use.service);
    if (!(isWrong || use.denied) || !isBesideItsTasks(observation)) return null;
    const refused = refusingServices.count(context.recent, use.at, stepsWindow);
    // A release that comes before its permission is refused one new call, and reads nothing new before it.
    const isAlone = !isWrong && refused < leastRefused && !hasReadAnew(observation);
    // A service that its owner gave it is for its tools, and not for ways in.
    const isGiven = givesService(context.declared, use) && isForOwnersWord(observation);
    return {
      bits: isServiceNew(observation) ? 8 : 6,
      key: use.action,
      evidence: `An agent called ${use.action}${use.denied ? ' (refused)' : ''}; ${habitWords(observation, 'service')}`,
      ...((isAlone || isGiven) && { authority: 'corroborate' }),
    };
  },
};

/** A first grave call, or first call of a new service, once its habits are known. Not one that its owner named: that is part of its tasks. */
function isBesideItsTasks(observation: Observation): boolean {
  const { use, context, nature, activeDays, policy } = observation;
  if (nature !== 'agent' || activeDays < policy.thresholds.learningDays) return false;
  if (firstness(observation, 'action', use.action) < 1 || namesAction(context.declared, use)) return false;
  return isGrave(use) || isServiceNew(observation);
}

function isServiceNew(observation: Observation): boolean {
  const { use, context } = observation;
  const isNew = use.service !== 'sts' && firstness(observation, 'service', use.service) === 1;
  return isNew && !givesService(context.declared, use);
}

/** Services that none of its tasks ever needed and that refused it a call. */
const refusingServices = tracesOf('refusing');
const leastRefused = 2;

/** Notes such a refusal, so that the next one is seen beside it. */
export function noteRefused(observation: Observation): void {
  const { use, context } = observation;
  if (use.denied && isBesideItsTasks(observation)) refusingServices.note(context.recent, use.service, use.at);
}

/** Services about identity and organisation: no agent's task leads there by chance. */
const guarded = new Set(['iam', 'organizations', 'sso', 'identitystore', 'cloudtrail', 'guardduty']);

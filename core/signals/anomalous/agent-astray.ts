import { isGrave } from '../grave-actions.ts';
import { firstness } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { habitWords } from '../words.ts';

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
  sentence: 'An AI agent tries what none of its tasks ever needed: grave calls, or calls that it is refused.',
  attack: ['T1078.004'],
  falsePositives: ['An agent is given a new tool.'],
  judge(observation) {
    const { use, nature, activeDays } = observation;
    if (nature !== 'agent' || activeDays < observation.policy.thresholds.learningDays) return null;
    const serviceIsNew = firstness(observation, 'service', use.service) === 1 && use.service !== 'sts';
    const actionIsNew = firstness(observation, 'action', use.action) === 1;
    if (!actionIsNew || !(isGrave(use) || (serviceIsNew && (use.denied || guarded.has(use.service))))) {
      return null;
    }
    return {
      bits: serviceIsNew ? 8 : 6,
      key: use.action,
      evidence: `An agent called ${use.action}${use.denied ? ' and was refused' : ''}; ${habitWords(observation, 'service')}`,
    };
  },
};

/** Services about identity and organisation: no agent's task leads there by chance. */
const guarded = new Set(['iam', 'organizations', 'sso', 'identitystore', 'cloudtrail', 'guardduty']);

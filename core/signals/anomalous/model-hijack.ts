import { firstness, surpriseOf } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { dayWords } from '../words.ts';

export const modelHijack: UseSignal = {
  judges: 'use',
  id: 'S22',
  name: 'model-hijack',
  family: 'anomalous',
  group: 'action',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential probes or runs paid models, which it did not do before.',
  attack: ['T1496.004'],
  falsePositives: ['A team starts to use Bedrock.', 'An agent is given a new model service.'],
  judge(observation) {
    const { use } = observation;
    if (!isModelCall(use.service)) return null;
    const first = firstness(observation, 'service', use.service);
    if (first === 0) return null;
    const telling = tellingCalls.test(use.action) || use.bearerToken;
    const bits = (telling ? 5 : 3) * first + Math.min(2, surpriseOf(observation, 'service', use.service) / 4);
    return {
      bits,
      key: use.action,
      evidence: `${use.action}${use.bearerToken ? ' with an API key' : ''}${use.denied ? ', refused' : ''}; no ${use.service} in ${dayWords(observation.habitDays)} on record`,
    };
  },
};

/** Running a model, buying access to one, or asking whether anybody would log it. */
const tellingCalls =
  /:(?:Invoke|Converse|PutUseCaseForModelAccess|CreateFoundationModelAgreement|PutFoundationModelEntitlement|GetModelInvocationLoggingConfiguration|DeleteModelInvocationLoggingConfiguration|GetFoundationModelAvailability)/;

function isModelCall(service: string): boolean {
  return service.startsWith('bedrock');
}

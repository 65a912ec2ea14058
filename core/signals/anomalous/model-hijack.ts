import { allowsService } from '../../context/declared/declared.ts';
import { modelRunBy } from '../../context/sighting.ts';
import type { CredentialUse } from '../../intake/credential-use.ts';
import { firstness, type Observation, surpriseOf } from '../observation.ts';
import type { Finding, UseSignal } from '../signal.ts';
import { wasTaken } from '../what/steps.ts';
import { isAtNewPlace } from '../who/place.ts';
import { neverBefore, newsWords, seenBefore } from '../words.ts';

export const modelHijack: UseSignal = {
  judges: 'use',
  hears: ['service', 'resource'],
  id: 'S22',
  name: 'model-hijack',
  family: 'anomalous',
  group: 'action',
  authority: 'corroborate',
  basis: 'habit',
  isDeed: true,
  sentence: 'The credential probes or runs paid models for the first time, or runs a model that it never ran before.',
  attack: ['T1496.004'],
  falsePositives: ['A team starts to use Bedrock.', 'An agent is switched to a new model.'],
  judge(observation) {
    const { use, context, story } = observation;
    if (!isModelCall(use.service)) return null;
    const first = firstness(observation, 'service', use.service);
    if (first === 0) return otherModel(observation);
    // Buying access to models that it was just refused, or that its owner’s declaration knows nothing of, is no experiment.
    const unwelcome = allowsService(context.declared, use) === false || wasTaken(story, 'refusal', use.at);
    const astray = buyingCalls.test(use.action) && unwelcome;
    const bits =
      (isTellingCall(use) ? 5 : 3) * first + Math.min(2, surpriseOf(observation, 'service', use.service) / 4);
    return {
      bits,
      key: use.action,
      evidence: `${use.action}${use.bearerToken ? ' with an API key' : ''}${use.denied ? ', refused' : ''}; ${seenBefore(observation, 'service', use.service) ?? neverBefore(observation, `no use of ${use.service}`)}`,
      authority: astray ? 'pin' : 'corroborate',
    };
  },
};

/** A key for models alone can do nothing else: that it runs another model is all there is to see of a theft. At home models are exchanged. */
function otherModel(observation: Observation): Finding | null {
  const model = modelRunBy(observation.use);
  if (model === null || !isAtNewPlace(observation)) return null;
  const bits = Math.min(mostOfModel, 0.7 * surpriseOf(observation, 'resource', model));
  return bits <= 0
    ? null
    : { bits, key: model, evidence: newsWords(observation, 'resource', model, `run of ${model}`) };
}

/** A witness beside another, and not told of by itself. */
const mostOfModel = 4;

/** Running a model, buying access to one, or asking whether anybody would log it. */
const tellingCalls =
  /:(?:Invoke|Converse|PutUseCaseForModelAccess|CreateFoundationModelAgreement|PutFoundationModelEntitlement|GetModelInvocationLoggingConfiguration|DeleteModelInvocationLoggingConfiguration|GetFoundationModelAvailability)/;

const buyingCalls = /:(?:PutUseCaseForModelAccess|CreateFoundationModelAgreement|PutFoundationModelEntitlement)/;

export function isFirstModelUse(observation: Observation): boolean {
  const { use } = observation;
  return isModelCall(use.service) && isTellingCall(use) && firstness(observation, 'service', use.service) > 0;
}

function isTellingCall({ action, bearerToken }: CredentialUse): boolean {
  return bearerToken || tellingCalls.test(action);
}

function isModelCall(service: string): boolean {
  return service.startsWith('bedrock');
}

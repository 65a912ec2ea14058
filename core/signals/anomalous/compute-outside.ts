import type { NetworkKind } from '../../context/recorded-context.ts';
import { type Observation, trustedDays } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { placeWords } from '../words.ts';

export const computeOutside: UseSignal = {
  judges: 'use',
  hears: ['network'],
  id: 'S07',
  name: 'compute-session-outside-aws',
  family: 'anomalous',
  group: 'origin',
  authority: 'hard',
  basis: 'fact',
  sentence: 'A session issued to a machine, function or task inside AWS is used from outside AWS.',
  attack: ['T1552.005'],
  falsePositives: [
    'The workload’s traffic leaves by a gateway of the company’s that nobody declared.',
    'The workload proves who it is to somebody outside, who asks AWS (sts:GetCallerIdentity) under the name of the workload’s own SDK.',
    'A notebook’s owner copies its session to a laptop to try something.',
  ],
  judge(observation) {
    const { network, context } = observation;
    const whose = insidersName(observation);
    if (whose === null || network === null) return null;
    if (network.aws || network.kind === 'private' || (network.kind === 'corp' && network.house !== true)) return null;
    if (trustedDays(observation, 'network', network.id) > 0) return null;
    const before = context.session?.places.find((place) => place.network.id !== network.id);
    const was = before === undefined ? '' : `, first seen at ${placeWords(before.network)}`;
    return {
      bits: 16,
      key: network.id,
      evidence: `The session of ${whose}${was}, is used from ${placeWords(network)}`,
    };
  },
};

/** Whose session it is, where AWS's own word says that it belongs inside AWS; null where it does not. */
function insidersName(observation: Observation): string | null {
  const { use, context } = observation;
  if (use.issuedTo?.kind === 'task' && !hasRunInside(observation)) return null;
  if (use.issuedTo !== null) return `${use.issuedTo.kind} ${use.issuedTo.id}`;
  const maker = context.session?.parent?.peer;
  return maker !== undefined && insideAlone.has(maker) ? `a machine of ${maker}` : null;
}

/** ECS runs tasks on the customer's own servers, too. Those of one role run here or there. */
function hasRunInside(observation: Observation): boolean {
  const { session } = observation.context;
  if (session?.places.some(({ network }) => network.aws) === true) return true;
  return kindsInside.some((kind) => trustedDays(observation, 'networkKind', kind) > 0);
}

const kindsInside = ['cloud', 'endpoint'] as const satisfies NetworkKind[];

/**
 * Services whose sessions are made only for what runs on their own machines. Others hand them out to be used anywhere: to people, devices
 * and the customer's own servers, and to containers and pods that may run there.
 */
const insideAlone: ReadonlySet<string> = new Set(
  [
    'airflow',
    'airflow-env',
    'bedrock-agentcore',
    'braket',
    'build.apprunner',
    'codebuild',
    'databrew',
    'ec2',
    'emr-serverless',
    'glue',
    'kinesisanalytics',
    'lambda',
    'sagemaker',
    'tasks.apprunner',
  ].map((service) => `${service}.amazonaws.com`),
);

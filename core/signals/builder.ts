import { allowsAction } from '../context/declared.ts';
import { wasAtDesk } from './desk.ts';
import { type Tactic, tactics } from './grave-actions.ts';
import { isSettled, isUsual, type Observation } from './observation.ts';

/**
 * Builds infrastructure: by its program, or because it hands out rights to roles, by its owner's word or day by day. It is made to touch
 * every service there is, and could be given no right over machines that it cannot give itself.
 */
export function isBuilder(observation: Observation): boolean {
  return isBuildersTool(observation.client) || handsOutRights(observation);
}

/**
 * There to do its work, and neither to make and change what others work with, where any day brings another such call, nor in the hands of
 * somebody at a desk. By habits of its own.
 */
export function isWorkload(observation: Observation): boolean {
  const { nature, habits, day } = observation;
  if (nature !== 'machine' || !isSettled(observation) || wasAtDesk(habits, day)) return false;
  if (isEstablishedBuilder(observation) || isByPipeline(observation)) return false;
  return !makersCalls.some((action) => isUsual(observation, 'action', action));
}

/** Outside providers vouch for pipelines, whatever they call them, and a cluster's for what runs in it. */
export function isByPipeline({ use, context }: Observation): boolean {
  const federation = context.session?.parent?.federation;
  // Where a use tells no more than who vouches, the record of its session does.
  const subject = federation?.kind === 'oidc' ? federation.subject : use.federatedSubject;
  return subject !== null && !isOfCluster(subject);
}

export function isOfCluster(subject: string): boolean {
  return ofCluster.test(subject);
}

const ofCluster = /^system:serviceaccount:|^arn:[^:]*:iam::\d+:oidc-provider\/oidc[.-]eks\./;

const making: ReadonlySet<Tactic> = new Set<Tactic>([
  'persistence',
  'privilege-escalation',
  'defence-impairment',
  'impact',
  'lateral-movement',
]);
const makersCalls = [
  ...['codedeploy:CreateDeployment', 'ecr:PutImage', 'ecs:UpdateService'],
  ...[...tactics].flatMap(([action, tactic]) => (making.has(tactic) ? [action] : [])),
];

/** By its rights, by the stacks that it rolls out, or by the program that it has been driven with day by day: any call may name another. */
export function isEstablishedBuilder(observation: Observation): boolean {
  return isBuilder(observation) || rollingOut.some((action) => isUsual(observation, 'action', action));
}

const rollingOut = ['cloudformation:ExecuteChangeSet', 'cloudformation:CreateStack', 'cloudformation:UpdateStack'];

export function handsOutRights(observation: Observation): boolean {
  const { context, use, nature } = observation;
  if (nature !== 'machine') return false;
  return givingRights.some(
    (action) => isUsual(observation, 'action', action) || allowsAction(context.declared, { ...use, action }) === true,
  );
}

export function isBuildersTool(client: string): boolean {
  return builders.has(client);
}

const builders = new Set(['terraform', 'pulumi', 'aws-cdk', 'ansible']);

const givingRights = ['iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:CreatePolicyVersion'];

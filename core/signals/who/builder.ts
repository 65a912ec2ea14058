import { allowsAction } from '../../context/declared/declared.ts';
import { type Tactic, tactics } from '../grave-actions.ts';
import { isSettled, isUsual, type Observation } from '../observation.ts';
import { wasAtDesk } from './desk.ts';

/**
 * Builds infrastructure: by its program, or because it hands out rights to roles, day by day or by its owner's word. It is meant to touch
 * every service there is, and can give itself any right over machines.
 */
export function isBuilder(observation: Observation): boolean {
  return isBuildersTool(observation.client) || handsOutRights(observation);
}

/**
 * A machine with habits of its own that does one job. Not a builder or pipeline, which may need another such call any day, and not in the
 * hands of somebody at a desk.
 */
export function isWorkload(observation: Observation): boolean {
  const { nature, habits, day } = observation;
  if (nature !== 'machine' || !isSettled(observation) || wasAtDesk(habits, day)) return false;
  if (isEstablishedBuilder(observation) || isByPipeline(observation)) return false;
  return !makersCalls.some((action) => isUsual(observation, 'action', action));
}

/** Whether a provider outside AWS vouches for it: then it is a pipeline, except that a cluster's provider vouches for what runs in the cluster. */
export function isByPipeline({ use, context }: Observation): boolean {
  const federation = context.session?.parent?.federation;
  // The record of the session tells more than a use, which may only name the provider.
  const subject = federation?.kind === 'oidc' ? federation.subject : use.federatedSubject;
  return subject !== null && !ofCluster.test(subject);
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

/** A builder by its program, or because it hands out rights or rolls out stacks day by day. */
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

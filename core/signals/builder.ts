import { allowsAction } from '../context/declared.ts';
import { isUsual, type Observation } from './observation.ts';

/**
 * Builds infrastructure: by its program, or because it hands out rights to roles, by its owner's word or day by day. It is made to touch
 * every service there is, and could be given no right over machines that it cannot give itself.
 */
export function isBuilder(observation: Observation): boolean {
  return isBuildersTool(observation.client) || handsOutRights(observation);
}

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

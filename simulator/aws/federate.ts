import { parsePolicy } from './policy/document.ts';
import { evaluate } from './policy/evaluate.ts';
import { accountOf, stateSeen, type World } from './state/world.ts';

/** A wish for a role's session by somebody whom an identity provider or a certificate authority vouches for. */
export interface Federating {
  readonly accountId: string;
  readonly roleName: string;
  /** `Federated:arn:aws:iam::…:oidc-provider/…`, `Service:rolesanywhere.amazonaws.com`. */
  readonly by: string;
  readonly action: 'sts:AssumeRoleWithWebIdentity' | 'sts:AssumeRoleWithSAML' | 'sts:AssumeRole';
  /** What is vouched for, as condition keys: `token.actions.githubusercontent.com:sub`, `saml:sub` … */
  readonly claims: Readonly<Record<string, string>>;
}

/** The trust policy alone decides: the caller has no policies in AWS yet. */
export function mayFederate(world: World, { accountId, roleName, by, action, claims }: Federating): boolean {
  const role = stateSeen(world, accountOf(world, accountId)).roles.get(roleName);
  const trust = role === undefined ? null : parsePolicy(role.trust, 'trust');
  if (role === undefined || trust === null || !trust.ok) return false;
  const context = new Map(Object.entries(claims).map(([key, value]) => [key.toLowerCase(), value]));
  const { decision } = evaluate(
    { action, resource: role.arn, principal: { accountId, arn: '', sessionArn: null, outside: by }, context },
    {
      identity: [],
      limits: [],
      resource: { policy: { name: 'the trust policy', document: trust.value }, accountId, required: true },
    },
  );
  return decision === 'allowed';
}

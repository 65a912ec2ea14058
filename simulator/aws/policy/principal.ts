import type { Selection } from './document.ts';

/** Who asks, as a resource policy may name them. */
export interface PrincipalFacts {
  readonly accountId: string;
  /** The IAM user's or role's own ARN, with its path. */
  readonly arn: string;
  /** `arn:aws:sts::…:assumed-role/…`; null for a long-lived key. */
  readonly sessionArn: string | null;
  /** `Federated:arn:…`, `Service:…`: of one who comes from outside and asks for a role's session. */
  readonly outside?: string;
}

/** How exactly a Principal element names the caller: the less exact, the less it grants on its own. */
export type PrincipalMatch = 'session' | 'user' | 'role' | 'account' | 'anyone';

export function principalMatch(principals: Selection, facts: PrincipalFacts): PrincipalMatch | null {
  const matches = principals.patterns.map((pattern) => matchOne(pattern, facts));
  if (principals.not) return matches.every((match) => match === null) ? 'anyone' : null;
  return exactness.find((match) => matches.includes(match)) ?? null;
}

const exactness: readonly PrincipalMatch[] = ['session', 'user', 'role', 'anyone', 'account'];

function matchOne(pattern: string, { accountId, arn, sessionArn, outside }: PrincipalFacts): PrincipalMatch | null {
  // Somebody from outside is nobody in the account.
  if (outside !== undefined) return pattern === outside ? 'user' : null;
  switch (pattern) {
    case 'AWS:*':
      return 'anyone';
    case `AWS:${accountId}`:
    case `AWS:arn:aws:iam::${accountId}:root`:
      return 'account';
    case `AWS:${arn}`:
      return arn.includes(':role/') ? 'role' : 'user';
    default:
      return sessionArn !== null && pattern === `AWS:${sessionArn}` ? 'session' : null;
  }
}

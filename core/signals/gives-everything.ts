import { readPolicyDocument } from '../context/grants/policy-document.ts';
import type { CredentialUse } from '../intake/credential-use.ts';

/** Administrator rights, by AWS's own name for them or by a policy that says so itself: the shortest way up. */
export function givesEverything({ target }: Pick<CredentialUse, 'target'>): boolean {
  if (/\/AdministratorAccess$/.test(target.policyArn ?? '')) return true;
  if (target.document === undefined) return false;
  const read = readPolicyDocument(target.document, null);
  return (
    read.ok &&
    read.value.some(
      ({ effect, actions, except, resources, conditional }) =>
        effect === 'allow' && !except && !conditional && actions.some(isAnything) && resources.includes('*'),
    )
  );
}

function isAnything(action: string): boolean {
  return action === '*' || action === '*:*' || action === 'iam:*';
}

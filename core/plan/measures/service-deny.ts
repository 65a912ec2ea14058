import { fail, ok, type Result } from '../../model/result.ts';
import type { Decision } from '../decision.ts';
import { type DenyDocument, deny, documentOf, inlineSize } from '../documents/deny-document.ts';
import { inlineDeny } from './inline-deny.ts';
import type { InlineDeny } from './measure.ts';
import type { Target } from './target.ts';

/** The services that take a key of their own as a bearer token: each asks whether its holder may. */
const bearerActions: readonly string[] = [
  'aws-external-anthropic:CallWithBearerToken',
  'bedrock-mantle:CallWithBearerToken',
  'bedrock:CallWithBearerToken',
  'cloudwatch:CallWithBearerToken',
  'logs:CallWithBearerToken',
  'sagemaker:CallWithBearerToken',
];

/** Git over SSH: CodeCommit asks whether the key's user may. */
const gitActions: readonly string[] = ['codecommit:GitPull', 'codecommit:GitPush'];

/**
 * For a credential that was seen at work while nobody could see which one of its user's it is: the user is denied what
 * such a credential is good for, and keeps everything else.
 */
export function serviceDeny(
  decision: Decision,
  target: Target,
  kind: 'service-specific' | 'ssh-key',
  room: number,
): Result<InlineDeny, string> {
  const [actions, predicate] =
    kind === 'ssh-key'
      ? [gitActions, 'is denied pulling and pushing over Git']
      : [bearerActions, 'is denied every call with a bearer token, short-term Bedrock keys included'];
  return inlineDeny({ decision, target }, 'deny-service', serviceDocument(actions, room), predicate);
}

function serviceDocument(actions: readonly string[], room: number): Result<DenyDocument, string> {
  const document = documentOf(deny(actions));
  if (inlineSize(document) <= room) return ok(document);
  return fail(`the deny does not fit into the ${Math.max(0, room)} characters that IAM has left for this principal`);
}

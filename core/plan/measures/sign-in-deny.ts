import { fail, ok, type Result } from '../../model/result.ts';
import type { Decision } from '../decision.ts';
import { type DenyDocument, deny, documentOf, inlineSize } from '../documents/deny-document.ts';
import { inlineDeny } from './inline-deny.ts';
import type { InlineDeny } from './measure.ts';
import type { Target } from './target.ts';

/**
 * A console password switched off, as far as that can be undone: deleting it would destroy it. Whoever signs in gets a
 * temporary session, so every temporary session of the user is denied everything, those to come included; access keys
 * carry no `aws:TokenIssueTime` and go on. `room` is what IAM has left for the user's inline policies.
 */
export function signInDeny(decision: Decision, target: Target, room: number): Result<InlineDeny, string> {
  const predicate = 'can do nothing after signing in, nor in any other temporary session; access keys keep working';
  return inlineDeny({ decision, target }, 'deny-sign-in', signInDocument(room), predicate);
}

export function signInDocument(room: number): Result<DenyDocument, string> {
  const document = documentOf(deny('*', { Null: { 'aws:TokenIssueTime': 'false' } }));
  if (inlineSize(document) <= room) return ok(document);
  return fail(`the deny does not fit into the ${Math.max(0, room)} characters that IAM has left for this principal`);
}

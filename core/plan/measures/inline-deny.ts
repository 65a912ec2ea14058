import { ok, type Result } from '../../model/result.ts';
import type { Decision } from '../decision.ts';
import type { DenyDocument } from '../documents/deny-document.ts';
import { type InlineDeny, policyNameOf } from './measure.ts';
import { remains } from './remains.ts';
import type { Target } from './target.ts';

/** The policy of the case's own name with that document; fails where there is none to put. */
export function inlineDeny(
  { decision, target }: { readonly decision: Decision; readonly target: Target },
  kind: InlineDeny['kind'],
  document: Result<DenyDocument, string>,
  predicate: string,
): Result<InlineDeny, string> {
  if (!document.ok) return document;
  return ok({
    kind,
    target,
    policyName: policyNameOf(kind, decision.id),
    document: document.value,
    sentence: `${capital(`${target.kind} ${target.name}`)} ${predicate}.`,
    doesNotStop: remains[kind],
    expiresAt: decision.expiresAt,
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

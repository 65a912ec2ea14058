import { fail, ok, type Result } from '../model/result.ts';
import { type DenyDocument, denyAllBut, documentOf, inlineSize } from './deny-document.ts';

/** What every program does beside its work: it tells what it does, and asks who it is. */
const besideAnyPurpose: readonly string[] = [
  'cloudwatch:PutMetricData',
  'logs:CreateLog*',
  'logs:PutLogEvents',
  'sts:GetCallerIdentity',
  'xray:Put*',
];

/**
 * Denies everything outside a purpose, wherever it is called from: an agent is led astray at its own desk, so a pin to its
 * networks would not hold it. Calls that an AWS service makes on behalf of the workload go on.
 */
export function purposeDocument(purpose: readonly string[], room: number): Result<DenyDocument, string> {
  const kept = [...new Set([...purpose, ...besideAnyPurpose])].sort();
  const document = documentOf(denyAllBut(kept, { BoolIfExists: { 'aws:ViaAWSService': 'false' } }));
  if (inlineSize(document) <= room) return ok(document);
  return fail(`its purpose does not fit into the ${Math.max(0, room)} characters that IAM has left for this principal`);
}

import { fail, ok, type Result } from '../model/result.ts';
import { unseen } from '../verdict/purpose.ts';
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
  // Rather without what may be everyday than not at all.
  const documents = [purpose, purpose.filter((pattern) => !unseen.includes(pattern))].map(leaving);
  const document = documents.find((one) => inlineSize(one) <= room);
  if (document !== undefined) return ok(document);
  return fail(`its purpose does not fit into the ${Math.max(0, room)} characters that IAM has left for this principal`);
}

function leaving(purpose: readonly string[]): DenyDocument {
  const kept = [...new Set([...purpose, ...besideAnyPurpose])].sort();
  return documentOf(denyAllBut(kept, { BoolIfExists: { 'aws:ViaAWSService': 'false' } }));
}

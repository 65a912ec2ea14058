import { fail, ok, type Result } from '../../model/result.ts';
import { unseen } from '../../verdict/purpose.ts';
import { type DenyDocument, denyAllBut, documentOf, inlineSize } from './deny-document.ts';

/** What every program does beside its work: it tells what it does, and asks who it is. */
const besideAnyPurpose: readonly string[] = [
  'cloudwatch:PutMetricData',
  'logs:CreateLog*',
  'logs:PutLogEvents',
  'sts:GetCallerIdentity',
  'xray:Put*',
];

export interface PurposeDocument {
  readonly document: DenyDocument;
  /** The purpose, without what no trail shows. */
  readonly seen: readonly string[];
  /** Whether it leaves that as well. */
  readonly isWhole: boolean;
}

/**
 * Denies everything outside a purpose, wherever it is called from: an agent is led astray at its own desk, so a pin to its
 * networks would not hold it. Calls that an AWS service makes on behalf of the workload go on.
 */
export function purposeDocument(purpose: readonly string[], room: number): Result<PurposeDocument, string> {
  // Rather without what may be everyday than not at all.
  const seen = withoutUnseen(purpose);
  for (const left of [purpose, seen]) {
    const document = leaving(left);
    if (inlineSize(document) <= room) return ok({ document, seen, isWhole: left.length === purpose.length });
  }
  return fail(`its purpose does not fit into the ${Math.max(0, room)} characters that IAM has left for this principal`);
}

/** What a purpose by habit ends with; what is on record stays, by whichever name. */
function withoutUnseen(purpose: readonly string[]): readonly string[] {
  const begin = purpose.length - unseen.length;
  return unseen.every((pattern, i) => purpose[begin + i] === pattern) ? purpose.slice(0, begin) : purpose;
}

function leaving(purpose: readonly string[]): DenyDocument {
  const kept = [...new Set([...purpose, ...besideAnyPurpose])].sort();
  return documentOf(denyAllBut(kept, { BoolIfExists: { 'aws:ViaAWSService': 'false' } }));
}

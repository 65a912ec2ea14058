import { fail, ok, type Result } from '../../model/result.ts';
import type { EstablishedNetworks } from '../facts.ts';
import { widenings } from './cidr-set.ts';
import { type Condition, type DenyDocument, deny, documentOf, inlineSize } from './deny-document.ts';

/** Denies everything outside the established networks; `room` is how many characters the document may have. */
export function pinDocument(established: EstablishedNetworks, room: number): Result<DenyDocument, string> {
  return fitOutside(established, room, (outside) => documentOf(deny('*', outside)));
}

/**
 * Builds a document around the condition "outside the established networks": first with the CIDRs merged, then with
 * neighbours joined one by one until it fits. Fails with a sentence where no network is left to name or nothing fits.
 */
export function fitOutside(
  established: EstablishedNetworks,
  room: number,
  build: (outside: Condition) => DenyDocument,
): Result<DenyDocument, string> {
  for (const cidrs of widenings(established.cidrs)) {
    const outside = outsideOf(established, cidrs);
    if (outside === null) return fail('no established network is known that an IAM condition could name');
    const document = build(outside);
    if (inlineSize(document) <= room) return ok(document);
  }
  return fail(
    `the established networks do not fit into the ${Math.max(0, room)} characters that IAM has left for this principal`,
  );
}

/**
 * True for a call from anywhere else. A negated operator is true when its key is absent, and the clauses are ANDed, so
 * a call escapes by matching any one list; a clause without values is left out, which keeps that so. Calls that an AWS
 * service makes on behalf of the workload go on.
 */
function outsideOf(established: EstablishedNetworks, cidrs: readonly string[]): Condition | null {
  const { vpcs, vpcEndpoints } = established;
  if (cidrs.length + vpcs.length + vpcEndpoints.length === 0) return null;
  const endpointClauses = {
    ...(vpcs.length > 0 && { 'aws:SourceVpc': vpcs.toSorted() }),
    ...(vpcEndpoints.length > 0 && { 'aws:SourceVpce': vpcEndpoints.toSorted() }),
  };
  return {
    ...(cidrs.length > 0 && { NotIpAddressIfExists: { 'aws:SourceIp': cidrs } }),
    ...(Object.keys(endpointClauses).length > 0 && { StringNotEqualsIfExists: endpointClauses }),
    BoolIfExists: { 'aws:ViaAWSService': 'false' },
  };
}

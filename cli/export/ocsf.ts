import { parseInstant } from '../../core/model/instant.ts';
import type { Decided } from './decided.ts';
import { severityOf } from './severity.ts';
import { nameOf, partitionOf, remedyOf, techniquesOf, titleOf } from './words.ts';

/** The OCSF release whose class and attributes are written; it travels in every event. */
export const ocsfVersion = '1.3.0';

const detectionFinding = 2004;
const create = 1;
const severityIds = { informational: 1, low: 2, medium: 3, high: 4, critical: 5 } as const;

/**
 * A decision as an OCSF event of class Detection Finding (2004), with the cloud profile. Whatever has no attribute of
 * its own there is kept in `unmapped`.
 */
export function ocsfOf(decision: Decided): object {
  const { id, at, accountId, credential, kind, principal, owner, score, reason, signals, families, ...rest } = decision;
  const { eventID, ...unmapped } = rest;
  const time = parseInstant(at) ?? 0;
  const { label } = severityOf(decision);
  const partition = partitionOf(decision);
  return {
    activity_id: create,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: detectionFinding,
    class_name: 'Detection Finding',
    type_uid: detectionFinding * 100 + create,
    type_name: 'Detection Finding: Create',
    time,
    severity_id: severityIds[label],
    severity: capital(label),
    status_id: 1,
    status: 'New',
    message: reason,
    confidence_score: Math.round(score),
    metadata: {
      version: ocsfVersion,
      product: { name: 'Rescind', vendor_name: 'Rescind', feature: { name: 'decision' } },
      profiles: ['cloud'],
      uid: id,
    },
    cloud: { provider: 'AWS', account: { uid: accountId, type: 'AWS Account', type_id: 10 } },
    finding_info: {
      uid: id,
      title: titleOf(decision),
      desc: reason,
      created_time: time,
      types: families,
      analytic: { type: 'Rule', type_id: 1, name: signals[0]?.id ?? unmapped.verdict },
      related_analytics: signals.map((signal) => ({
        type: 'Rule',
        type_id: 1,
        name: signal.id,
        desc: signal.evidence,
      })),
      attacks: techniquesOf(decision).map(attackOf),
      ...(eventID === null ? {} : { related_events: [{ uid: eventID, type: 'CloudTrail' }] }),
    },
    resources: [
      { uid: credential, type: kind, name: nameOf(decision), cloud_partition: partition, ...ownedBy(owner) },
      ...(principal === credential ? [] : [{ uid: principal, type: 'principal', cloud_partition: partition }]),
    ],
    remediation: { desc: remedyOf(decision) },
    unmapped: { ...unmapped, signals },
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function attackOf(technique: string): object {
  const [parent = technique] = technique.split('.');
  return { technique: { uid: parent }, ...(parent === technique ? {} : { sub_technique: { uid: technique } }) };
}

function ownedBy(owner: string | null): object {
  return owner === null ? {} : { owner: { name: owner } };
}

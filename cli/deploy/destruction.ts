import type { ResourceFacts } from '../../adapters/aws/deployment/stack.ts';
import type { Containment } from '../../core/outcome/containment.ts';
import { callsOf } from '../respond/calls.ts';
import { count } from '../terminal/words.ts';

/** What the template retains, by type. */
export const kept: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'table',
  'AWS::Logs::LogGroup': 'log group',
  'AWS::S3::Bucket': 'bucket',
};

/** A deployment that is to go. */
export interface Standing {
  readonly resources: readonly ResourceFacts[];
  /** Where its watcher stands; null for none. */
  readonly watchRegion: string | null;
  /** The bucket of somebody else whose files it reads; null for none. */
  readonly trailBucket: string | null;
}

/** What goes, in which order, and what stays, by name. */
export function destructionOf({ resources, watchRegion, trailBucket }: Standing): string[] {
  const named = (wanted: string) => resources.flatMap(({ type, physicalId }) => (type === wanted ? [physicalId] : []));
  const sets = named('AWS::CloudFormation::StackSet');
  const staying = resources.flatMap(({ type, physicalId }) =>
    kept[type] === undefined ? [] : [`${kept[type]} ${physicalId}`],
  );
  return [
    ...(watchRegion === null ? [] : [`First the watcher in ${watchRegion}.`]),
    ...(sets.length === 0
      ? []
      : [
          `${watchRegion === null ? 'First' : 'Then'} the roles and rules in all member accounts (${count(sets.length, 'stack set')}).`,
        ]),
    `Then the stack Rescind: ${count(resources.length - staying.length, 'resource')}.`,
    ...named('AWS::CloudTrail::Trail').map(
      (trail) =>
        `With it the trail ${trail}, which deploy created: it then stops logging calls. If no other trail logs them, create one first.`,
    ),
    // IAM knows whom its roles let in by a number that is given once.
    ...(sets.length === 0
      ? []
      : [
          'If another account is the management account, also delete its stack RescindManagement: its roles would not trust a new deployment.',
        ]),
    ...(staying.length === 0 ? [] : [`These stay, with their contents: ${staying.join(', ')}. Delete them yourself.`]),
    ...(trailBucket === null
      ? []
      : [`Bucket ${trailBucket} is left as it is: it still notifies EventBridge of its files.`]),
    'The CDK’s own stack CDKToolkit stays, since others may deploy with it.',
  ];
}

/** The table of what was done; null where the stack has none. */
export function deedsIn(resources: readonly ResourceFacts[]): string | null {
  return resources.find(({ logicalId }) => /^FoundationDeeds[0-9A-F]{8}$/.test(logicalId))?.physicalId ?? null;
}

/** One containment in force: what it is, and the two ways to take it back. */
export interface ToRestore {
  readonly outcomeId: string;
  readonly credential: string;
  readonly what: string;
  /** While the deployment stands; it undoes exactly what was done. */
  readonly restore: string;
  /** By hand, with credentials of the account; null where nothing takes it back. */
  readonly byHand: string | null;
}

export function toRestore(open: readonly Containment[], region: string): ToRestore[] {
  return open.map(({ outcomeId, credential, measure }) => {
    return {
      outcomeId,
      credential,
      what: measure.sentence,
      restore: `rescind restore ${outcomeId} --deployment --region ${region}`,
      byHand: callsOf(measure).undo,
    };
  });
}

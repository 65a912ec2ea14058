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

/** What goes, in which order, and what stays, by name. */
export function destructionOf(resources: readonly ResourceFacts[], watchRegion: string | null): string[] {
  const sets = resources.filter(({ type }) => type === 'AWS::CloudFormation::StackSet');
  const staying = resources.flatMap(({ type, physicalId }) =>
    kept[type] === undefined ? [] : [`${kept[type]} ${physicalId}`],
  );
  return [
    ...(watchRegion === null ? [] : [`First what watches over it in ${watchRegion}.`]),
    ...(sets.length === 0
      ? []
      : [
          `${watchRegion === null ? 'First' : 'Then'} the roles and rules in all member accounts (${count(sets.length, 'stack set')}).`,
        ]),
    `Then the stack Rescind: ${count(resources.length - staying.length, 'resource')}.`,
    // IAM knows whom its roles let in by a number that is given once.
    ...(sets.length === 0
      ? []
      : [
          'Where another account is the management account, delete its stack RescindManagement, too: its roles would let in nobody of a new deployment.',
        ]),
    ...(staying.length === 0 ? [] : [`These stay, with what they hold: ${staying.join(', ')}. Delete them yourself.`]),
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

import { type Traces, tracesOf } from '../../context/traces.ts';
import type { CredentialUse } from '../../intake/credential-use.ts';
import { hour } from '../../model/instant.ts';
import { dataDeletions } from '../grave-actions.ts';
import { firstness, isUsual, type Observation, ordinaryInAccount } from '../observation.ts';
import type { Authority, Finding, UseSignal } from '../signal.ts';
import { stepsWindow } from '../what/steps.ts';
import { isAtHome } from '../who/at-home.ts';
import { isEstablishedBuilder } from '../who/builder.ts';
import { isForHire } from '../who/for-hire.ts';
import { isInOtherHandsWhileYoung } from '../who/other-hands.ts';
import { isByOwnersWord } from '../who/owners-word.ts';
import { networkSurprise } from '../who/place.ts';

export const dataDestruction: UseSignal = {
  judges: 'use',
  hears: ['action'],
  id: 'S45',
  name: 'data-destruction',
  family: 'anomalous',
  group: 'action',
  authority: 'pin',
  basis: 'habit',
  isDeed: true,
  sentence:
    'A credential that never deleted data deletes much of it, deletes repeatedly from a new place, or deletes after removing what could undo it.',
  attack: ['T1485', 'T1490'],
  falsePositives: [
    'A clean-up job runs for the first time.',
    'Somebody decommissions a database, and deletes its backups first.',
  ],
  judge(observation) {
    if (!isFirstDeletion(observation) || isHousekeeping(observation)) return null;
    const many = byNumber(observation);
    const ruin = withoutUndo(observation);
    if (many === null || ruin === null) return many ?? ruin;
    return { ...many, ...(ruin.bits > many.bits && { bits: ruin.bits, evidence: ruin.evidence }) };
  },
};

function byNumber(observation: Observation): Finding | null {
  const { use, context } = observation;
  const deletions = deletionsLike(use).count(context.recent, use.at, hour);
  const place = networkSurprise(observation);
  if (deletions < (place > 2 ? 2 : 5)) return null;
  return {
    bits: Math.min(12, 2.5 * Math.log2(deletions) + Math.min(3, place / 2)),
    key: use.action,
    evidence: `${deletions} calls that delete data within an hour (the last: ${use.action}) by a credential that never deleted any`,
    authority: authorityOf(observation),
    ...(isInOtherHandsWhileYoung(observation) && { basis: 'fact' }),
  };
}

/** Honest deletions leave a way back, or are a habit. Any other is told to the owner, wherever it is done. */
function withoutUndo(observation: Observation): Finding | null {
  const { use, network } = observation;
  const gone = undoGone(observation);
  if (gone.length === 0 || network === null) return null;
  // Copies alone are deleted when there are too many.
  const isPlan = gone.length >= 2 && ![use.action, ...gone].every((action) => copies.test(action));
  return {
    bits: isPlan && !ordinaryInAccount(observation, 'action', use.action) ? ruinBits : worthAWord,
    key: use.action,
    authority: isByOwnersWord(observation) ? 'notify' : 'corroborate',
    evidence: `${use.action}, within hours of ${gone.join(' and ')}, which removed ways to undo it in ${use.service}, by a credential that never did ${gone.length === 1 ? 'either' : 'any of them'}`,
  };
}

const worthAWord = 8;

/** More than number alone comes to: for the third call, after two that took the undo away. */
export const ruinBits = 13;

/** A link that deletes may be followed by many, from anywhere: that is only told of. */
function authorityOf(observation: Observation): Authority {
  if (observation.use.source.kind === 'link' || isByOwnersWord(observation)) return 'notify';
  return isAtHome(observation) ? 'corroborate' : 'pin';
}

const ownDeletions = tracesOf('deletion');
const deletionsByLink = tracesOf('deleted by link');

/** What others delete by the links that they were given is counted apart from what the holder does. */
function deletionsLike({ source }: CredentialUse): Traces {
  return source.kind === 'link' ? deletionsByLink : ownDeletions;
}

const deletions = new Set([
  ...dataDeletions,
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  'rds:DeleteDBInstanceAutomatedBackup',
  'rds:DeleteDBClusterAutomatedBackup',
]);

/** Notes each first deletion apart, so that they can be counted however they arrive. */
export function noteDeletion(observation: Observation): void {
  const { use, context, story } = observation;
  if (isFirstDeletion(observation)) deletionsLike(use).note(context.recent, use.id, use.at);
  if (isTakingUndoAway(observation)) undoTaken.note(story, use.action, use.at);
}

/** Calls that took away a way to undo deletions. */
const undoTaken = tracesOf('undo');

/** The other such calls in the same service, within hours. */
function undoGone({ use, story }: Observation): string[] {
  const isOfService = (action: string) => action.startsWith(`${use.service}:`);
  return undoTaken.within(story, use.at, stepsWindow).filter((action) => isOfService(action) && action !== use.action);
}

/** Not where it is part of the job: for builders, and for those who delete there day by day. A stack that is taken down names no place. */
function isTakingUndoAway(observation: Observation): boolean {
  const { use, network } = observation;
  if (use.target.unguarding !== true && !copies.test(use.action)) return false;
  if (use.errorCode !== null || network === null || isEstablishedBuilder(observation)) return false;
  if (firstness(observation, 'action', use.action) < 0.5 || ordinaryInAccount(observation, 'action', use.action))
    return false;
  return !dataDeletions.some(
    (action) => action.startsWith(`${use.service}:`) && isUsual(observation, 'action', action),
  );
}

/**
 * One copy that is past its time, or what the neighbours delete day by day, is thrown away, not destroyed, whoever does it:
 * destruction shows in numbers. Not from a place for hire, nor once other ways back are gone.
 */
export function isHousekeeping(observation: Observation): boolean {
  const { use, context } = observation;
  if (!deletions.has(use.action) || isForHire(observation)) return false;
  if (deletionsLike(use).count(context.recent, use.at, hour) >= mostKept) return false;
  if (undoGone(observation).length > 0) return false;
  return copies.test(use.action) || ordinaryInAccount(observation, 'action', use.action);
}

/** Deletions within an hour from which they are no housekeeping any more. */
const mostKept = 3;

const copies = /:Delete(?:DB)?(?:Cluster|Instance)?(?:Snapshot|AutomatedBackup)$|:DeleteBackup$/;

export function isFirstDeletion(observation: Observation): boolean {
  const { action, target } = observation.use;
  return (deletions.has(action) || target.emptying === true) && firstness(observation, 'action', action) > 0;
}

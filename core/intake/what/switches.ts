import { type Fields, fieldsOf, isFields, listOf, wordsOf } from '../fields.ts';
import type { Request } from '../trail-record.ts';

/** Whether each part of a detector that a call switches goes on or off: features, or the data sources of older requests. */
export function switchesOf({ features, dataSources }: Request): readonly boolean[] {
  return [...listOf(features).flatMap(switchesOfFeature), ...switchesOfSource(dataSources)];
}

/** Where all is sent anew, some on and some off, it may have been so before. */
export function onlySwitchesOff(request: Request): boolean {
  const switches = switchesOf(request);
  return switches.length > 0 && !switches.includes(true);
}

function switchesOfFeature({ status, autoEnable, additionalConfiguration }: Fields): readonly boolean[] {
  const own = [status, autoEnable].flatMap((word) => (typeof word === 'string' ? [!off.has(word)] : []));
  return [...own, ...listOf(additionalConfiguration).flatMap(switchesOfFeature)];
}

const off: ReadonlySet<string> = new Set(['DISABLED', 'NONE']);

/** `{ s3Logs: { enable: false }, kubernetes: { auditLogs: { enable: false } } }`. AWS has no deeper ones. */
function switchesOfSource(source: unknown, depth = 4): readonly boolean[] {
  if (typeof source === 'boolean') return [source];
  if (!isFields(source) || depth === 0) return [];
  return Object.values(source).flatMap((part) => switchesOfSource(part, depth - 1));
}

/** Members who join from now on are not watched. */
export function leavesNewcomersUnseen(request: Request): boolean {
  if (switchesOf(request).includes(true)) return false;
  const { autoEnableOrganizationMembers, autoEnable } = request;
  return (
    autoEnableOrganizationMembers === 'NONE' || (autoEnableOrganizationMembers === undefined && autoEnable === false)
  );
}

/** A recorder that is to keep less than all that it can. */
export function recordsLess(request: Request): boolean {
  const { allSupported, resourceTypes } = recorded(request);
  return (
    left(request).length > 0 || allSupported === false || (allSupported !== true && wordsOf(resourceTypes).length > 0)
  );
}

/**
 * A recorder that is to keep next to nothing, or no longer the services that watch. Honest people leave out what changes all day, for its
 * price, and identities, where another Region records them; but what watches changes once a year.
 */
export function recordsNobody(request: Request): boolean {
  if (left(request).length > 0) return left(request).some((type) => watchers.test(type));
  return recordsLess(request) && wordsOf(recorded(request).resourceTypes).length < fewTypes;
}

const watchers = /^AWS::(?:CloudTrail|Config|GuardDuty|SecurityHub|AccessAnalyzer|Organizations)::/;
const fewTypes = 3;

function left(request: Request): readonly string[] {
  return wordsOf(fieldsOf(recorded(request).exclusionByResourceTypes).resourceTypes);
}

function recorded({ configurationRecorder }: Request): Fields {
  return fieldsOf(fieldsOf(configurationRecorder).recordingGroup);
}

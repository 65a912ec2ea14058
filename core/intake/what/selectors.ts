import { type Fields, listOf, wordsOf } from '../fields.ts';
import type { Request } from '../trail-record.ts';

export function hasSelectors({ eventSelectors, advancedEventSelectors }: Request): boolean {
  return eventSelectors !== undefined || advancedEventSelectors !== undefined;
}

/** Whether at least one selector still records all calls that change something, whoever makes them. */
export function recordsChanges({ eventSelectors, advancedEventSelectors }: Request): boolean {
  return listOf(eventSelectors).some(selectsChanges) || listOf(advancedEventSelectors).some(selectsChangesByField);
}

/** AWS takes absent settings for yes: reads and writes, management events, every service. */
function selectsChanges({ readWriteType, includeManagementEvents, excludeManagementEventSources }: Fields): boolean {
  if (readWriteType === 'ReadOnly' || includeManagementEvents === false) return false;
  return wordsOf(excludeManagementEventSources).every((source) => isBulk('eventSource', source));
}

function selectsChangesByField({ fieldSelectors }: Fields): boolean {
  const conditions = listOf(fieldSelectors);
  return conditions.some(isOfManagement) && !conditions.some(leavesChangesOut);
}

function isOfManagement({ field, equals }: Fields): boolean {
  return field === 'eventCategory' && wordsOf(equals).includes('Management');
}

/** Whether somebody or something is left out by name: one unseen caller is enough for a thief. */
function leavesChangesOut(condition: Fields): boolean {
  const { field } = condition;
  const only = [condition.equals, condition.startsWith, condition.endsWith].flatMap(wordsOf);
  const never = [condition.notEquals, condition.notStartsWith, condition.notEndsWith].flatMap(wordsOf);
  if (typeof field !== 'string' || field === 'eventCategory') return false;
  return (only.length > 0 && !only.includes(ofChanges[field] ?? '')) || never.some((word) => !isBulk(field, word));
}

/** Values with which a condition keeps what changes something, for the fields that have such. */
const ofChanges: Readonly<Record<string, string>> = { readOnly: 'false', eventType: 'AwsApiCall' };

/** What comes by the million and changes nothing: a house that pays by the record leaves it out. */
const bulk: Readonly<Record<string, RegExp>> = {
  readOnly: /^true$/,
  eventType: /^Aws(?:Service|Vpce)Event$/,
  eventSource: /^(?:kms|rdsdata)\.amazonaws\.com$/,
  eventName: /^(?:Describe|List|Head|Decrypt|Encrypt|ReEncrypt|GenerateDataKey)/,
};

function isBulk(field: string, word: string): boolean {
  return bulk[field]?.test(word) === true;
}

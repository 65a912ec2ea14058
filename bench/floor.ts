import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extraFields, requestFields, responseFields, type TrailRecord } from '../core/intake/trail-record.ts';

interface Recorded extends Omit<TrailRecord, 'userIdentity'> {
  readonly userIdentity?: { readonly [field: string]: unknown };
}

/** What a reader in JavaScript does as a rule: unpack, parse, and pick the fields that the engine reads. */
export async function floor(folder: string): Promise<number> {
  let records = 0;
  let kept: unknown = null;
  for (const entry of await readdir(folder, { recursive: true })) {
    if (!entry.endsWith('.gz')) continue;
    const text = gunzipSync(await readFile(join(folder, entry))).toString();
    const { Records } = JSON.parse(text) as { Records: readonly Recorded[] };
    for (const record of Records) kept = picked(record);
    records += Records.length;
  }
  if (kept === null) throw new Error(`${folder} holds no records`);
  return records;
}

/** Written out, which is the quickest way; a field of a record that the engine comes to read is missed by the compiler. */
function picked(record: Recorded): unknown {
  const user = record.userIdentity;
  const fields: Required<TrailRecord> = {
    addendum: record.addendum,
    additionalEventData: named(record.additionalEventData, ofExtra),
    awsRegion: record.awsRegion,
    digestS3Object: record.digestS3Object,
    errorCode: record.errorCode,
    errorMessage: record.errorMessage,
    eventCategory: record.eventCategory,
    eventID: record.eventID,
    eventName: record.eventName,
    eventSource: record.eventSource,
    eventTime: record.eventTime,
    eventType: record.eventType,
    readOnly: record.readOnly,
    recipientAccountId: record.recipientAccountId,
    requestParameters: named(record.requestParameters, ofRequest),
    responseElements: named(record.responseElements, ofResponse),
    sessionCredentialFromConsole: record.sessionCredentialFromConsole,
    sourceIPAddress: record.sourceIPAddress,
    userAgent: record.userAgent,
    userIdentity: {
      accessKeyId: user?.accessKeyId,
      accountId: user?.accountId,
      arn: user?.arn,
      identityProvider: user?.identityProvider,
      inScopeOf: user?.inScopeOf,
      invokedBy: user?.invokedBy,
      onBehalfOf: user?.onBehalfOf,
      principalId: user?.principalId,
      sessionContext: user?.sessionContext,
      type: user?.type,
      userName: user?.userName,
    },
    vpcEndpointAccountId: record.vpcEndpointAccountId,
    vpcEndpointId: record.vpcEndpointId,
  };
  return fields;
}

const ofRequest: ReadonlySet<string> = new Set(requestFields);
const ofResponse: ReadonlySet<string> = new Set(responseFields);
const ofExtra: ReadonlySet<string> = new Set(extraFields);

/** Few records have more than some of them, so that it is quicker to go through what there is. */
function named(value: unknown, names: ReadonlySet<string>): unknown {
  if (typeof value !== 'object' || value === null) return null;
  const kept: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) if (names.has(name)) kept[name] = field;
  return kept;
}

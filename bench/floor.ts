import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

interface Recorded {
  readonly [field: string]: unknown;
  readonly userIdentity?: { readonly [field: string]: unknown };
}

/** The least that any reader in JavaScript does: unpack, parse, and keep the fields that a detection would look at. */
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

function picked(record: Recorded): unknown {
  const user = record.userIdentity;
  return {
    eventID: record.eventID,
    eventTime: record.eventTime,
    eventSource: record.eventSource,
    eventName: record.eventName,
    eventType: record.eventType,
    awsRegion: record.awsRegion,
    sourceIPAddress: record.sourceIPAddress,
    userAgent: record.userAgent,
    errorCode: record.errorCode,
    readOnly: record.readOnly,
    recipientAccountId: record.recipientAccountId,
    sharedEventID: record.sharedEventID,
    vpcEndpointId: record.vpcEndpointId,
    requestParameters: record.requestParameters,
    responseElements: record.responseElements,
    additionalEventData: record.additionalEventData,
    type: user?.type,
    arn: user?.arn,
    accountId: user?.accountId,
    accessKeyId: user?.accessKeyId,
    sessionContext: user?.sessionContext,
  };
}

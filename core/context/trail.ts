import type { CredentialUse } from '../intake/credential-use.ts';

/** The trail that a call is about, however it is named: without the whole of its name it is the account's own in that Region. Null for none. */
export function trailOf({ action, region, recipientAccountId, target }: CredentialUse): string | null {
  const name = target.resource;
  if (name === null || !ofTrails.test(action)) return null;
  return full.exec(name)?.[1] ?? `${region}:${recipientAccountId}:trail/${name}`;
}

const ofTrails =
  /^cloudtrail:(?:CreateTrail|UpdateTrail|DeleteTrail|StartLogging|StopLogging|PutEventSelectors|PutInsightSelectors)$/;
const full = /^arn:[\w-]+:cloudtrail:(.+)$/;

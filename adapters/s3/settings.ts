import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { settingsKeys } from '../../contract/settings.ts';
import type { InputFile } from '../../core/intake/input.ts';
import { objectAt } from './inputs.ts';

/** The files of the bucket of settings, unread. `version` changes whenever one of them does. */
export interface SettingsFiles {
  readonly version: string;
  readonly policy: InputFile | null;
  readonly context: readonly InputFile[];
}

/** Throws where the bucket cannot be listed. */
export async function listSettings(bucket: string, client: S3Client): Promise<SettingsFiles> {
  const found: { readonly file: InputFile; readonly key: string; readonly tag: string }[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    for (const { Key: key, Size: size, ETag: tag } of page.Contents ?? []) {
      if (key === undefined || key.endsWith('/')) continue;
      found.push({ key, tag: tag ?? '', file: objectAt(bucket, key, size ?? null, client) });
    }
  }
  const policy = found.find(({ key }) => key === settingsKeys.policy);
  return {
    version: found.map(({ key, tag }) => `${key} ${tag}`).join('\n'),
    policy: policy?.file ?? null,
    context: found.filter(({ key }) => key.startsWith(settingsKeys.context)).map(({ file }) => file),
  };
}

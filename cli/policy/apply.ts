import { S3Client } from '@aws-sdk/client-s3';
import { amendObject } from '../../adapters/s3/amend-object.ts';
import { settingsKeys } from '../../contract/settings.ts';
import { ok } from '../../core/model/result.ts';
import type { Where } from '../deploy/open.ts';
import { exitStatus, UsageError } from '../exit.ts';
import { approveIn, openDeployment } from '../respond/deployment.ts';
import { openTerminal } from '../terminal/terminal.ts';
import { policyText, readPolicyFile } from './policy-file.ts';

/** Has a policy count in a deployment, in the name of whoever types, and puts it into the bucket; answers with the exit status. */
export async function applyPolicy(path: string, where: Where, json: boolean): Promise<number> {
  const terminal = openTerminal();
  const text = policyText(path);
  readPolicyFile(path);
  const deployment = await openDeployment(where);
  // The word first: what is in the bucket without it stops every action, and rings.
  const { kind, sentence } = await approveIn(deployment, text);
  if (kind === 'declined') {
    if (json) terminal.printJson({ kind, sentence });
    else terminal.print(sentence);
    return exitStatus.finding;
  }
  const { settingsBucket, sdk } = deployment;
  const put = (there: string | null) => ok(there === text ? null : text);
  const written = await amendObject(settingsBucket, settingsKeys.policy, put, new S3Client(sdk));
  if (!written.ok) {
    throw new UsageError(
      written.error,
      'It was approved, but the old one stays in force for ten more minutes; after that, nothing acts until you repeat this command.',
    );
  }
  if (json) terminal.printJson({ kind, sentence, path: `s3://${settingsBucket}/${settingsKeys.policy}` });
  else terminal.print(sentence);
  terminal.note(`It is in s3://${settingsBucket}/${settingsKeys.policy}, and takes effect within a minute.`);
  return exitStatus.fine;
}

import { S3Client } from '@aws-sdk/client-s3';
import { withExemption } from '../../adapters/files/add-exemption.ts';
import { amendObject } from '../../adapters/s3/amend-object.ts';
import { settingsKeys } from '../../contract/settings.ts';
import { formatInstant, type Instant } from '../../core/model/instant.ts';
import type { Exemption } from '../../core/policy/policy.ts';
import type { Where } from '../deploy/open.ts';
import { exitStatus, UsageError } from '../exit.ts';
import { openTerminal } from '../terminal/terminal.ts';
import { openDeployment, orderOf } from './deployment.ts';

interface Hold extends Where {
  readonly credential: string;
  readonly reason: string;
  readonly until: Instant | null;
  readonly lift: boolean;
  readonly enableKey: boolean;
  readonly json: boolean;
}

/** Has the deployment hold a credential, or lift the hold, in the name of whoever types; answers with the exit status. */
export async function holdThere({ credential, reason, until, lift, enableKey, json, ...where }: Hold): Promise<number> {
  const terminal = openTerminal();
  const end = until === null ? null : formatInstant(until);
  const order = { order: lift ? 'lift' : 'hold', credential, reason, until: end, enableKey } as const;
  const { kind, sentence } = await orderOf(await openDeployment(where), order);
  if (json) terminal.printJson({ credential, order: order.order, until: end, kind, sentence });
  else terminal.print(sentence);
  return kind === 'declined' ? exitStatus.finding : exitStatus.fine;
}

/** Puts an exemption into a deployment's settings, and into its ledger who did; answers with the exit status. */
export async function exemptThere(exemption: Exemption, where: Where, json: boolean): Promise<number> {
  const terminal = openTerminal();
  const deployment = await openDeployment(where);
  const { sdk, settingsBucket } = deployment;
  const key = `${settingsKeys.context}exemptions.json`;
  const path = `s3://${settingsBucket}/${key}`;
  const change = (text: string | null) => withExemption(text, exemption, path);
  const written = await amendObject(settingsBucket, key, change, new S3Client(sdk));
  if (!written.ok) throw new UsageError(written.error, 'Nothing was changed.');
  const { credential, reason, until, scope } = exemption;
  terminal.note(written.value ? `Written to ${path}; it takes effect within a minute.` : `${path} already said so.`);
  const { kind, sentence } = await orderOf(deployment, { order: 'exempt', credential, reason, until });
  if (json) terminal.printJson({ ...exemption, path, kind, sentence });
  else terminal.print(`${credential} is exempt (${scope}) until ${until}. ${sentence}`);
  return kind === 'declined' ? exitStatus.finding : exitStatus.fine;
}

import { hostname, userInfo } from 'node:os';
import { STSClient } from '@aws-sdk/client-sts';
import { readCaller } from '../../adapters/aws/responder/caller.ts';
import { addExemption } from '../../adapters/files/add-exemption.ts';
import type { Exemption } from '../../core/policy/policy.ts';
import { exitStatus, UsageError } from '../exit.ts';
import { openTerminal } from '../terminal/terminal.ts';
import type { AwsOptions } from './aws.ts';
import { faultOf } from './aws-fault.ts';
import { openResponderState } from './state.ts';

/** Where an exemption is written, and the state file whose ledger says by whom. */
interface Place extends AwsOptions {
  readonly path: string;
  readonly state: string;
  readonly json: boolean;
}

/** Puts an exemption into a context folder, and into the ledger who did; answers with the exit status. */
export async function exemptHere(exemption: Exemption, { path, state, json, ...whose }: Place): Promise<number> {
  const terminal = openTerminal();
  const added = addExemption(path, exemption);
  if (!added.ok) throw new UsageError(added.error, 'Fix it first; nothing was changed.');
  const { credential, scope, until, reason } = exemption;
  const { by, unproved } = await whoTypes(whose);
  const about = {
    key: `exempted ${credential} ${scope} ${until} ${reason}`,
    at: Date.now(),
    kind: 'exempted',
  } as const;
  const sentence = `Exempt (${scope}) until ${until} by ${by}: ${reason}`;
  await openResponderState(state).ledger.append({ ...about, by, credential, about: credential, sentence });
  if (json) terminal.printJson({ ...exemption, by });
  else terminal.print(credential, ` is exempt (${scope}) until ${until}.`);
  terminal.note(added.value ? `Written to ${path}.` : `${path} already said so.`);
  terminal.note(`The ledger in ${state} records that it was ${by}.`);
  if (unproved !== null) terminal.note(unproved);
  return exitStatus.fine;
}

/** fails toward: a name that nobody vouches for, and says so; a file on a laptop needs no AWS */
async function whoTypes({ profile, region = 'us-east-1' }: AwsOptions) {
  try {
    const sts = new STSClient({ region, ...(profile !== undefined && { profile }) });
    return { by: (await readCaller(sts)).arn as string, unproved: null };
  } catch (error) {
    const by = `${userInfo().username}@${hostname()} (not verified by AWS)`;
    return { by, unproved: `AWS does not say who you are: ${faultOf(error).message}` };
  }
}

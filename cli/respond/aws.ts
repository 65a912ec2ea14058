import { hostname } from 'node:os';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { awsClients, type Clients, type ClientsOptions } from '../../adapters/aws/clients.ts';
import { awsExecutor } from '../../adapters/aws/executor.ts';
import { type Caller, readCaller } from '../../adapters/aws/responder/caller.ts';
import type { RespondPorts } from '../../core/outcome/ports.ts';
import { orFault } from './aws-fault.ts';
import type { ResponderState } from './state.ts';
import { workerName } from './worker.ts';

/** AWS as a responder reaches it: with their own credentials, in their own account. */
export interface OwnAws {
  /** These read and try again by themselves; whatever writes goes through the executor. */
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly caller: Caller;
  readonly sdk: NonNullable<ClientsOptions['sdk']>;
}

export interface AwsOptions {
  readonly profile?: string;
  readonly region?: string;
}

export async function openAws({ profile, region = 'us-east-1' }: AwsOptions): Promise<OwnAws> {
  const sdk = { region, ...(profile !== undefined && { profile }) };
  const sts = new STSClient(sdk);
  return { iam: new IAMClient(sdk), sts, sdk, caller: await orFault(readCaller(sts), profile) };
}

export function portsOf({ sdk, caller }: OwnAws, state: ResponderState): RespondPorts {
  return awsPorts(caller, awsClients({ memberRole: null, sessionName: 'rescind', sdk }), state);
}

export function awsPorts(caller: Caller, clients: Clients, { store, ledger }: ResponderState): RespondPorts {
  return {
    store,
    ledger,
    executor: awsExecutor(clients),
    clock: {
      now: () => Date.now(),
      sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    },
    worker: workerName(caller.arn, hostname(), process.pid),
    // Whoever sits here reads it on the screen.
    notifier: { send: async () => true },
  };
}

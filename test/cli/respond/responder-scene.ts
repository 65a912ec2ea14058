import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Origin } from '../../../simulator/aws/authorise.ts';
import { type Credentials, SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import type { AccountState } from '../../../simulator/aws/state/account.ts';
import { allowAll, away, clientsOf, home, trustText } from '../../simulator/aws/simulation.ts';
import { emptyFolder, type Run } from '../command-line.ts';
import { type ServedAws, servedAws } from '../served-aws.ts';

export const office: Origin = { ip: '192.0.2.10' };
export const thief: Origin = { ip: '203.0.113.66' };

/** Two accounts over HTTP, in real time: in `home` a user bot with a key, a role Worker, and the responder who types. */
export interface Scene extends ServedAws {
  readonly folder: string;
  readonly bot: Credentials;
  readonly responder: Credentials;
  /** The command line in `folder`, as the responder. */
  type(...args: readonly string[]): Promise<Run>;
  /** Whether the credential may read data from there. */
  serves(accessKeyId: string, from: Origin, action?: string): boolean;
  /** The home account, but for when keys were last used. */
  account(): AccountState;
}

export async function scene(): Promise<Scene> {
  const machine = { now: () => Date.now() };
  const aws = new SimulatedAws({ clock: machine, signingClock: machine, accounts: [{ id: home }, { id: away }] });
  const served = await servedAws(aws);
  const responder = aws.administrator(home);
  const { iam } = clientsOf(aws, responder);
  await iam.send(new CreateUserCommand({ UserName: 'bot', Path: '/ci/' }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'bot', PolicyName: 'work', PolicyDocument: allowAll }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  await iam.send(new CreateRoleCommand({ RoleName: 'Worker', AssumeRolePolicyDocument: trustText(home) }));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'Worker', PolicyName: 'work', PolicyDocument: allowAll }));
  const folder = emptyFolder();
  const bot = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  return {
    ...served,
    folder,
    bot,
    responder,
    type: (...args) => served.rescind(folder, responder, ...args),
    serves: (accessKeyId, from, action = 's3:GetObject') =>
      aws.attempt({ accessKeyId, action, resource: 'arn:aws:s3:::data/x', from }).allowed,
    account: () => {
      const state = structuredClone(aws.account(home).state.latest);
      for (const user of state.users.values()) for (const key of user.keys) key.lastUsed = null;
      for (const role of state.roles.values()) role.lastUsed = null;
      state.inventory.accessed.clear();
      return state;
    },
  };
}

/** Names of the inline policies of a user or role. */
export function inlineOf({ users, roles }: AccountState, name: string): string[] {
  return [...((users.get(name) ?? roles.get(name))?.inline.keys() ?? [])];
}

/** The calls that change IAM, in order, that arrived and were carried out. */
export function writes({ aws }: ServedAws): string[] {
  return aws.journal
    .filter(
      ({ operation, effect }) => /^(Put|Update|Delete)/.test(operation) && (effect === 'done' || effect === 'lost'),
    )
    .map(({ operation }) => operation);
}

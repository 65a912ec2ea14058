import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { awsClients } from '../../adapters/aws/clients.ts';
import { awsExecutor } from '../../adapters/aws/executor.ts';
import { memoryContainmentStore } from '../../adapters/memory/containment-store.ts';
import { memoryLedger } from '../../adapters/memory/ledger.ts';
import type { AccessKeyId } from '../../core/model/brand.ts';
import type { Notice } from '../../core/outcome/notice.ts';
import type { Executor, RespondPorts } from '../../core/outcome/ports.ts';
import { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import { virtualClock } from '../core/outcome/virtual-clock.ts';
import { account } from '../core/plan/decisions.ts';

export const inOffice = { ip: '192.0.2.10' };
export const elsewhere = { ip: '203.0.113.66' };

const allowAll = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' },
});

export type Stage = Awaited<ReturnType<typeof stage>>;

/** One account with the user bot and the role Worker, who may do everything, and all ports real but the clock. */
export async function stage() {
  const { time, clock } = virtualClock();
  const aws = new SimulatedAws({ clock, accounts: [{ id: account }] });
  const sdk = { region: 'us-east-1', credentials: aws.administrator(account), requestHandler: aws.requestHandler() };
  const iam = new IAMClient({ ...sdk, maxAttempts: 1 });
  await iam.send(new CreateUserCommand({ UserName: 'bot' }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'bot', PolicyName: 'work', PolicyDocument: allowAll }));
  await iam.send(new CreateRoleCommand({ RoleName: 'Worker', AssumeRolePolicyDocument: trust }));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'Worker', PolicyName: 'work', PolicyDocument: allowAll }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  const key = (AccessKey?.AccessKeyId ?? '') as AccessKeyId;

  /** Everything about both principals that a containment could have touched. */
  const snapshot = () => {
    const { users, roles } = aws.account(account).state.latest;
    return structuredClone({ user: users.get('bot') ?? null, role: roles.get('Worker') ?? null });
  };
  const changes: string[] = [];
  const notices: Notice[] = [];
  const clients = awsClients({ memberRole: null, sessionName: 'rescind-test', sdk });
  const ports: RespondPorts = {
    store: memoryContainmentStore(),
    executor: watched(awsExecutor(clients), snapshot, changes),
    clock,
    worker: 'worker-1',
    ledger: memoryLedger(),
    notifier: {
      send: async (notice) => {
        if (!notices.some(({ id }) => id === notice.id)) notices.push(notice);
        return true;
      },
    },
  };
  const may = (accessKeyId: string, from: { ip: string }, action = 's3:GetObject') =>
    aws.attempt({ accessKeyId, action, resource: 'arn:aws:s3:::data/x', from }).allowed;
  return { aws, iam, clients, time, key, ports, changes, notices, snapshot, may };
}

/** Notes each write that changed something: repeating one is harmless, doing it twice is not. */
function watched(executor: Executor, snapshot: () => unknown, changes: string[]): Executor {
  return {
    read: (measure) => executor.read(measure),
    write: async (measure, value) => {
      const before = JSON.stringify(snapshot(), mapsToo);
      const result = await executor.write(measure, value);
      if (JSON.stringify(snapshot(), mapsToo) !== before)
        changes.push(`${measure.kind} ${value === null ? 'gone' : 'put'}`);
      return result;
    },
  };
}

function mapsToo(_: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}

import type { S3Client } from '@aws-sdk/client-s3';
import type { Asked, DeploymentClients } from '../../../adapters/aws/deployment/clients.ts';
import {
  type AlarmFacts,
  alarmStates,
  type Heard,
  heard,
  isRolePresent,
  queueDepth,
  ruleState,
} from '../../../adapters/aws/deployment/health.ts';
import { type InstanceFacts, stackInstances } from '../../../adapters/aws/deployment/organization.ts';
import {
  describeStack,
  type ResourceFacts,
  type StackFacts,
  stackResources,
} from '../../../adapters/aws/deployment/stack.ts';
import { type LoggingTrail, readLogging } from '../../../adapters/aws/deployment/trail-logging.ts';
import { readWatcher, type WatcherFacts, watchRegionIn } from '../../../adapters/aws/deployment/watcher.ts';
import { clauseOf } from '../../../adapters/s3/out-of-reach.ts';
import { listSettings } from '../../../adapters/s3/settings.ts';
import type { Instant } from '../../../core/model/instant.ts';
import { fail, ok, type Result } from '../../../core/model/result.ts';
import { defaultPolicy, type Policy } from '../../../core/policy/policy.ts';
import { clausesOf, readPolicy } from '../../../core/policy/read-policy.ts';
import { type PulseFacts, readPulse } from './pulse.ts';
import { readTopics, type TopicFacts } from './topic-checks.ts';

type Read<T> = Result<T, string>;

/** What is to be seen of a deployment. Each error is AWS's word on why a thing could not be looked at. */
export interface DeploymentFacts {
  readonly stack: StackFacts;
  readonly resources: readonly ResourceFacts[];
  readonly rules: readonly { readonly logicalId: string; readonly state: Read<string | null> }[];
  readonly roles: readonly { readonly name: string; readonly present: Read<boolean> }[];
  readonly queues: readonly { readonly logicalId: string; readonly waiting: Read<number | null> }[];
  /** Names of all alarms of the stack, and those that are there. */
  readonly alarms: { readonly names: readonly string[]; readonly states: Read<readonly AlarmFacts[]> };
  readonly topics: readonly TopicFacts[];
  readonly heard: Read<Heard>;
  /** Null where another deployment hears this account. */
  readonly logging: Read<readonly LoggingTrail[]> | null;
  readonly policy: Read<Policy>;
  readonly pulse: PulseFacts;
  /** Null where nobody watches from another Region. */
  readonly watcher: WatcherFacts | null;
  readonly stackSets: readonly { readonly name: string; readonly instances: Read<readonly InstanceFacts[]> }[];
}

/** Null where there is no stack; the error says why that cannot be told. */
export async function readDeployment(
  name: string,
  clients: DeploymentClients,
  { s3, sdk }: { readonly s3: S3Client; readonly sdk: Asked },
  now: Instant,
): Promise<Read<DeploymentFacts | null>> {
  const stack = await describeStack(name, clients.cloudformation);
  if (!stack.ok || stack.value === null) return stack.ok ? ok(null) : stack;
  const listed = await stackResources(name, clients.cloudformation);
  if (!listed.ok) return listed;
  const resources = listed.value ?? [];
  const of = (type: string) => resources.filter((one) => one.type === type);
  const each = <T>(type: string, read: (one: ResourceFacts) => Promise<T>) => Promise.all(of(type).map(read));
  const names = [...of('AWS::CloudWatch::Alarm'), ...of('AWS::CloudWatch::CompositeAlarm')].map(
    (one) => one.physicalId,
  );
  const watchRegion = watchRegionIn(stack.value.outputs);
  const [rules, roles, queues, states, topics, lately, logging, policy, pulse, watcher, stackSets] = await Promise.all([
    each('AWS::Events::Rule', async ({ logicalId, physicalId }) => {
      return { logicalId, state: await ruleState(physicalId, clients) };
    }),
    each('AWS::IAM::Role', async ({ physicalId }) => {
      return { name: physicalId, present: await isRolePresent(physicalId, clients) };
    }),
    each('AWS::SQS::Queue', async ({ logicalId, physicalId }) => {
      return { logicalId, waiting: await queueDepth(physicalId, clients) };
    }),
    alarmStates(names, clients),
    readTopics(resources, clients),
    heard(now, clients),
    hearsItself(resources) ? readLogging(sdk) : null,
    policyIn(stack.value.outputs.SettingsBucket ?? '', s3),
    readPulse(resources, sdk),
    watchRegion === null ? null : readWatcher(watchRegion, sdk),
    each('AWS::CloudFormation::StackSet', async ({ physicalId }) => {
      const [name = physicalId] = physicalId.split(':');
      return { name, instances: await stackInstances(name, clients) };
    }),
  ]);
  const alarms = { names, states };
  return ok({
    ...{ stack: stack.value, resources, rules, roles, queues, alarms, topics },
    ...{ heard: lately, logging, policy, pulse, watcher, stackSets },
  });
}

/** Whether the account's own calls are heard, by a rule here; beside another deployment they are not. */
function hearsItself(resources: readonly ResourceFacts[]): boolean {
  return resources.some(({ logicalId }) => /^ObserveWorkerCalls[0-9A-F]{8}$/.test(logicalId));
}

/** As the functions read it: where there is none, the default one counts. */
async function policyIn(bucket: string, s3: S3Client): Promise<Read<Policy>> {
  try {
    const { policy } = await listSettings(bucket, s3);
    if (policy === null) return ok(defaultPolicy);
    const read = readPolicy(Buffer.from(await policy.read()).toString('utf8'));
    return read.ok ? read : fail(clausesOf(read.error));
  } catch (error) {
    // fails toward: saying that it cannot be read, as the functions then observe
    return fail(clauseOf(error));
  }
}

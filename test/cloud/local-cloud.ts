import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { plannedOf } from '../../adapters/bus/announcer.ts';
import { dynamodbNoteStore } from '../../adapters/dynamodb/note-store.ts';
import { globalRegionOf, isOptIn } from '../../contract/regions.ts';
import { firstQueries } from '../../contract/runbook.ts';
import type { Arn } from '../../core/model/brand.ts';
import { day, formatInstant, second } from '../../core/model/instant.ts';
import { decisionKey } from '../../core/observe/note-keys.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { noNetworks } from '../../core/plan/facts.ts';
import { controlPolicy } from '../../simulator/aws/cloudformation/control-policy.ts';
import { type Resource, resolveTemplate, type Template } from '../../simulator/aws/cloudformation/template.ts';
import { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import type { DynamoDb } from '../adapters/dynamodb/table.ts';
import { LocalAlarms } from './alarms.ts';
import { LocalFunction } from './function.ts';
import { type Entry, Gateway, type Published } from './gateway.ts';
import { beyond, type Grant, grantsIn, type Statement } from './grants.ts';
import { filtered } from './insights.ts';
import { letsRoleIn, letsServiceIn } from './lets-service-in.ts';
import { matchesPattern } from './pattern.ts';
import { LocalQueue, type Received } from './queue.ts';
import { lifeOf } from './stack-set.ts';
import { execute, StateError } from './state-machine.ts';
import { toldOf, trailIn } from './trail.ts';

type Fields = Readonly<Record<string, unknown>>;

interface StackInstances {
  readonly Regions: readonly string[];
  readonly DeploymentTargets: {
    readonly Accounts?: readonly string[];
    readonly AccountFilterType?: string;
    readonly OrganizationalUnitIds?: readonly string[];
  };
}

interface Target {
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly DeadLetterConfig?: { readonly Arn: string };
}

interface Rule {
  readonly arn: string;
  readonly id: string;
  /** `account bus` */
  readonly bus: string;
  readonly accountId: string;
  readonly pattern: unknown;
  readonly schedule: boolean;
  readonly isOn: boolean;
  readonly readsToo: boolean;
  readonly targets: readonly Target[];
}

export interface Announced {
  readonly type: string;
  readonly detail: Fields;
  /** Real milliseconds since a batch was last handed to a function. */
  readonly after: number;
}

interface Mapping {
  readonly queue: LocalQueue;
  readonly function: LocalFunction;
  readonly batchSize: number;
  /** How many batches may be worked off at the same time. */
  readonly atOnce: number;
  /** An access key of the function's role, for what the poller asks in its name. */
  readonly key: () => string;
}

export interface Given {
  /** Folder of the bundles, each under the name that the assembly gives it. */
  readonly assets: string;
  /** By the ids of their stacks: `Rescind`, and what is deployed beside it. */
  readonly templates: ReadonlyMap<string, Template>;
  readonly dynamodb: DynamoDb;
  readonly administrator: string;
  /** The other accounts of the organisation's units. */
  readonly members: readonly string[];
  /** An organisation that is there already; otherwise one of these accounts, empty. */
  readonly aws?: SimulatedAws;
}

export const region = 'eu-west-1';
/** From where that is watched, where it is. */
export const watchRegion = 'us-east-1';

/**
 * For so long the credentials in a function's environment last, and then another process takes its place. On AWS it is hours:
 * but a start takes as long as many calls, and a test that plays through weeks would do little else. That one who starts
 * later goes on where another ended is tried by killing them.
 */
const longestWarm = 90 * day;

/** The synthesized template, running: its rules, queues, tables, roles and functions, with a simulated AWS behind them. */
export class LocalCloud {
  readonly aws: SimulatedAws;
  readonly gateway: Gateway;
  readonly functions = new Map<string, LocalFunction>();
  readonly queues = new Map<string, LocalQueue>();
  readonly objects = new Map<string, Buffer>();
  /** Events on a bus of ours, in order. */
  readonly announced: Announced[] = [];
  /** What a topic was told, in order. */
  readonly published: Published[] = [];
  readonly resources: readonly Resource[];
  /** Of the Region that watches; null where none does. */
  readonly alarms: LocalAlarms | null;
  /** What is allowed to each role, here and in the members. */
  readonly granted: Grant[] = [];
  /** Told of each delivery to a function: from which queue, and what was worked off of it. */
  onWorked: (queue: LocalQueue, done: readonly string[]) => void = () => {};
  /** Told of each event on a bus of ours, and of the messages that were handed to a function last. */
  onAnnounced: (announced: Announced, handedOver: readonly Received[]) => void = () => {};
  readonly #given: Given;
  readonly #outputs: Readonly<Record<string, string>>;
  readonly #rules: Rule[] = [];
  readonly #mappings: Mapping[] = [];
  /** Another process of the same function. */
  readonly #another = new Map<LocalFunction, () => LocalFunction>();
  readonly #roles = new Map<string, string>();
  #endpoint = '';
  #passed = 0;
  /** How far the clock was put forward since all functions started cold. */
  #warm = 0;
  #handedOver: { readonly at: number; readonly messages: readonly Received[] } = { at: 0, messages: [] };

  private constructor(given: Given) {
    this.#given = given;
    const { administrator, members, templates } = given;
    this.aws =
      given.aws ??
      new SimulatedAws({
        clock: { now: () => this.now() },
        accounts: [administrator, ...members].map((id) => ({ id })),
        managementAccountId: administrator,
      });
    // An organisation that was there before has lived by a clock of its own.
    Object.assign(this.aws.world.clock, { now: () => this.now() });
    const { resources, outputs } = resolveTemplate(templateOf(templates, 'Rescind'), {
      accountId: administrator,
      region,
    });
    this.resources = resources;
    this.#outputs = outputs;
    const watch = templates.get('RescindWatch');
    const watching = { accountId: administrator, region: watchRegion };
    this.alarms = watch === undefined ? null : new LocalAlarms(watchRegion, resolveTemplate(watch, watching).resources);
    this.gateway = new Gateway({
      alarms: this.alarms,
      aws: this.aws,
      accountId: administrator,
      region,
      dynamodb: given.dynamodb.ask,
      objects: this.objects,
      putEvent: (entry) => this.#putEvent(entry),
      sendMessage: (name, body) => {
        const [arn = ''] = [...this.queues.keys()].filter((one) => one.endsWith(`:${name}`));
        this.queues.get(arn)?.send(body);
      },
      publish: (letter) => void this.published.push(letter),
      now: () => this.now(),
      roleOf: (key) => this.#roles.get(key) ?? null,
    });
  }

  static async start(given: Given): Promise<LocalCloud> {
    const cloud = new LocalCloud(given);
    cloud.#endpoint = await cloud.gateway.open();
    await cloud.#deploy(cloud.resources, given.administrator);
    await cloud.#deployManagement();
    cloud.#guard();
    return cloud;
  }

  /** Where its functions find AWS. */
  get endpoint(): string {
    return this.#endpoint;
  }

  async close(): Promise<void> {
    await Promise.all([...new Set(this.functions.values())].map((one) => one.close()));
    await this.gateway.close();
  }

  /** The one resource of a type whose logical id contains `part`. */
  find(type: string, part: string): Resource {
    const found = this.#all(type).filter(({ id }) => id.includes(part));
    const [one] = found;
    if (one === undefined || found.length > 1) throw new Error(`${found.length} resources are ${type} ${part}`);
    return one;
  }

  queue(part: string): LocalQueue {
    const queue = this.queues.get(this.find('AWS::SQS::Queue', part).arn);
    if (queue === undefined) throw new Error(`no queue ${part}`);
    return queue;
  }

  /** Of all functions, each once. */
  names(): string[] {
    return [...this.functions.keys()].filter((name) => /^[a-z]+$/.test(name));
  }

  /** Names of those that work off a queue. */
  workers(): string[] {
    return this.names().filter((name) => this.#mappings.some((one) => one.function === this.function(name)));
  }

  /** The queue that a function works off. */
  worksOff(name: string): LocalQueue {
    const mapping = this.#mappings.find((one) => one.function === this.function(name));
    if (mapping === undefined) throw new Error(`${name} works off no queue`);
    return mapping.queue;
  }

  /** What was set aside of it, each with what the runbook's query finds of it in the function's log; null where it finds nothing. */
  setAside(name: string): { readonly body: string; readonly why: string | null }[] {
    const said = filtered(firstQueries['dead-letters'], this.function(name).lines);
    const why = new Map(said.map(({ messageId, reason, error }) => [messageId, `${reason}, ${error}`]));
    const messages = this.worksOff(name).deadLetters?.messages() ?? [];
    return messages.map(({ messageId, body }) => ({ body, why: why.get(messageId) ?? null }));
  }

  function(name: string): LocalFunction {
    const found = this.functions.get(name);
    if (found === undefined) throw new Error(`no function ${name}`);
    return found;
  }

  /** Something happens in an account, and AWS puts it on the account's default bus of the Region that the event names. */
  happen(accountId: string, event: Fields): void {
    this.#route(`${accountId} ${event.region ?? region} default`, event);
  }

  /** The trail that the template makes writes a file into its bucket, which tells of it. */
  trailWrites(path: string, body: Buffer): void {
    const { bucket, queues } = trailIn(this.resources, this.#given.administrator, path);
    this.objects.set(`${bucket}/${path}`, body);
    // As S3 writes keys: as a form does.
    const key = encodeURIComponent(path).replaceAll('%20', '+').replaceAll('%2F', '/');
    const s3 = { bucket: { name: bucket }, object: { key, size: body.length } };
    const told = JSON.stringify({ Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }] });
    for (const queue of queues) this.queues.get(queue)?.send(told);
  }

  /** Someone of the account who may put events on our bus puts one of ours there. */
  forge(type: string, detail: Fields): void {
    const name = this.find('AWS::Events::EventBus', 'Foundation').ref;
    this.#putEvent({ EventBusName: name, Source: 'rescind', DetailType: type, Detail: JSON.stringify(detail) });
  }

  /** A decision as the function that observes leaves it, and its bell. */
  async decide(decision: Decision, session: Announcement['known']['session'] = null): Promise<void> {
    const name = this.find('AWS::DynamoDB::GlobalTable', 'Memory').ref;
    const known = { established: noNetworks, session, lastUsedAt: null };
    const announced: Announcement = { decision, subject: decision.credential, policyVersion: '1', known };
    const notes = dynamodbNoteStore({ client: this.#given.dynamodb.client, name });
    const text = JSON.stringify(announced);
    await notes.commit({ key: decisionKey(decision.id), text, expectedVersion: null, until: null });
    this.forge('ActionPlanned', plannedOf(announced));
  }

  /** What is allowed on what nobody has called it on, or on more than was called: `role action resource`. */
  beyond(granted: Iterable<Grant> = this.granted): string[] {
    return beyond(granted, this.gateway.used);
  }

  /**
   * A state machine's hour has come, or somebody starts it by hand: it runs to its end. Answers whether it came there. `vain`: its
   * hour has come, and Step Functions takes nothing for as long as the schedule tries.
   */
  async run(
    name: 'sweep' | 'backfill',
    by: 'schedule' | 'vain' | 'hand' = 'schedule',
  ): Promise<'succeeded' | 'set aside' | StateError> {
    const machine = this.#all('AWS::StepFunctions::StateMachine').find(({ arn }) => arn.endsWith(`:rescind-${name}`));
    const schedule = this.#all('AWS::Scheduler::Schedule').find(({ properties }) => {
      return (properties.Target as { Arn: string }).Arn === machine?.arn && properties.State !== 'DISABLED';
    });
    if (machine === undefined || schedule === undefined) throw new Error(`nothing starts ${name}`);
    const { RoleArn, Input, DeadLetterConfig } = schedule.properties.Target as Required<Target> & { Input: string };
    const { DefinitionString, RoleArn: own } = machine.properties as { DefinitionString: string; RoleArn: string };
    const may = (service: 'scheduler' | 'states', role: string, action: string, resource: string) => {
      const { accessKeyId } = this.#session(role.split('/').at(-1) ?? '', service);
      if (!this.gateway.allows(accessKeyId, action, resource)) throw new StateError('States.Permissions', action);
    };
    const executions = machine.arn.replace(':stateMachine:', ':execution:');
    const id = `${executions}:run-${this.now()}`;
    const starts = () => {
      try {
        may('scheduler', RoleArn, 'states:StartExecution', machine.arn);
        return by === 'schedule';
      } catch (error) {
        if (error instanceof StateError) return false;
        throw error;
      }
    };
    try {
      if (by !== 'hand' && !starts()) {
        may('scheduler', RoleArn, 'sqs:SendMessage', DeadLetterConfig.Arn);
        this.queues.get(DeadLetterConfig.Arn)?.send(Input);
        return 'set aside';
      }
      await execute(JSON.parse(DefinitionString), by === 'schedule' ? JSON.parse(Input) : {}, {
        id,
        startChildren: () => {
          may('states', own, 'states:StartExecution', machine.arn);
          // A map's own are named after its run; which form is asked for, nobody but AWS knows.
          for (const action of ['states:DescribeExecution', 'states:StopExecution'])
            for (const one of [`${executions}/Map:1`, id]) may('states', own, action, one);
        },
        invoke: async (functionArn, payload) => {
          may('states', own, 'lambda:InvokeFunction', functionArn);
          const called = this.functions.get(functionArn);
          if (called === undefined) throw new Error(`no function ${functionArn}`);
          return called.invoke(payload).catch((error: Error) => {
            throw new StateError('Lambda.Unknown', error.message);
          });
        },
      });
      return 'succeeded';
    } catch (error) {
      if (error instanceof StateError) return error;
      throw error;
    }
  }

  /** A schedule's time has come. */
  ring(part: string): void {
    const event = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };
    const due = this.#rules.filter(({ schedule, isOn, id }) => schedule && isOn && id.includes(part));
    if (due.length !== 1) throw new Error(`${due.length} schedules are ${part}`);
    for (const rule of due) this.#deliver(rule, event);
  }

  now(): number {
    return Date.now() + this.#passed;
  }

  /** Puts the clock forward for queues, functions and AWS alike. A function that is up stays up for some weeks. */
  pass(milliseconds: number): void {
    this.#passed += milliseconds;
    this.#warm += milliseconds;
    if (this.#warm < longestWarm) return;
    this.#warm = 0;
    for (const one of new Set(this.functions.values())) one.recycle();
  }

  /**
   * A function's process goes at one of its calls, which arrives all the same: at that many of an operation, or of all. Nothing goes
   * any more once it is asked how many there were.
   */
  killAt(name: string, times: number, operation: string | null = null): () => number {
    let calls = 0;
    this.gateway.onCall = (who, call) => {
      if (who !== `rescind-${name}-${region}` || (operation !== null && operation !== call.operation)) return;
      if (++calls === times) this.function(name).kill();
    };
    return () => {
      this.gateway.onCall = () => {};
      return calls;
    };
  }

  /** Until no queue has anything to hand out. */
  async settle(): Promise<void> {
    for (let busy = true; busy; ) {
      busy = false;
      for (const mapping of this.#mappings) if (await this.#poll(mapping)) busy = true;
    }
  }

  /**
   * Two of a function work at once, each on half of what its queue has to hand out, and neither writes before both have read:
   * as unlucky as it can be.
   */
  async settleAtOnce(part: string): Promise<void> {
    const queue = this.queue(part);
    const mapping = this.#mappings.find((one) => one.queue === queue);
    const twin = mapping === undefined ? undefined : this.#another.get(mapping.function)?.();
    if (mapping === undefined || twin === undefined || mapping.atOnce < 2) throw new Error(`${part} has one reader`);
    await twin.open();
    const first = this.#receive(mapping, Math.ceil(queue.bodies().length / 2));
    const second = this.#receive(mapping, mapping.batchSize);
    const writers = new Set<string>();
    const { promise: bothHaveRead, resolve: goOn } = Promise.withResolvers<void>();
    const { onCall } = this.gateway;
    this.gateway.onCall = async (_, { accessKeyId, operation }) => {
      if (operation !== 'PutItem') return;
      if (writers.add(accessKeyId).size > 1) goOn();
      await bothHaveRead;
    };
    await Promise.all([
      this.#work(mapping, mapping.function, first).finally(goOn),
      this.#work(mapping, twin, second).finally(goOn),
    ]);
    this.gateway.onCall = onCall;
    await twin.close();
  }

  #all(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  async #deploy(resources: readonly Resource[], accountId: string, where = region): Promise<void> {
    await this.#makeRoles(resources, accountId);
    const ofType = (type: string) => resources.filter((resource) => resource.type === type);
    for (const { ref, properties } of ofType('AWS::DynamoDB::GlobalTable')) await this.#makeTable(ref, properties);
    for (const { arn } of ofType('AWS::SecretsManager::Secret')) await this.#makeSecret(arn, accountId);
    for (const { arn, properties } of ofType('AWS::SQS::Queue')) {
      const seconds = Number(properties.VisibilityTimeout ?? 30);
      this.queues.set(arn, new LocalQueue(arn, seconds * 1_000, () => this.now()));
    }
    for (const { arn, properties } of ofType('AWS::SQS::Queue')) {
      const redrive = properties.RedrivePolicy as { deadLetterTargetArn: string; maxReceiveCount: number } | undefined;
      const to = this.queues.get(redrive?.deadLetterTargetArn ?? '');
      if (redrive !== undefined && to !== undefined) this.queues.get(arn)?.redriveTo(to, redrive.maxReceiveCount);
    }
    for (const bucket of ofType('AWS::S3::Bucket')) {
      const hello = { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: bucket.ref };
      for (const queue of toldOf(resources, bucket, accountId)) this.queues.get(queue)?.send(JSON.stringify(hello));
    }
    for (const resource of ofType('AWS::Events::Rule')) this.#rules.push(ruleOf(resource, accountId, where));
    for (const resource of ofType('AWS::Lambda::Function')) await this.#makeFunction(resource);
    for (const { properties } of ofType('AWS::Lambda::EventSourceMapping')) this.#map(properties);
    for (const { properties } of ofType('AWS::CloudFormation::StackSet')) await this.#deployMember(properties);
  }

  /** As docs/deploy.md says: with the outputs of the other stack, where another account than the management account administers. */
  async #deployManagement(): Promise<void> {
    const template = this.#given.templates.get('RescindManagement');
    const { organization } = this.aws.world;
    if (template === undefined || organization === null) return;
    const place = { accountId: organization.managementAccountId, region: globalRegionOf(region) };
    const parameters = { ...this.#outputs, OrganizationId: organization.id };
    await this.#deploy(resolveTemplate(template, { ...place, parameters }).resources, place.accountId, place.region);
  }

  /** After everything else is there, which in the members nobody but CloudFormation may make from then on. */
  #guard(): void {
    const { world } = this.aws;
    const site = { world, account: this.aws.account(this.#given.administrator), region };
    for (const policy of this.#all('AWS::Organizations::Policy')) controlPolicy.make(policy, site);
  }

  /** With a value that nobody chose. AWS picks the end of its ARN; the template knows it beforehand. */
  async #makeSecret(arn: string, accountId: string): Promise<void> {
    const credentials = this.aws.administrator(accountId);
    const secrets = new SecretsManagerClient({ region, credentials, requestHandler: this.aws.requestHandler() });
    const Name = (arn.split(':').at(-1) ?? '').replace(/-\w{6}$/, '');
    const { ARN = '' } = await secrets.send(
      new CreateSecretCommand({ Name, SecretString: randomBytes(32).toString('hex') }),
    );
    const all = this.aws.account(accountId).state.latest.secrets;
    const made = all.get(ARN);
    if (made !== undefined) all.set(arn, { ...made, arn: arn as Arn });
    all.delete(ARN);
  }

  /** A stack set puts its template into each of its Regions, in the accounts of its units but some, or in those that it names. */
  async #deployMember(set: Fields): Promise<void> {
    const { TemplateBody, Parameters, PermissionModel, StackInstancesGroup } = set;
    const given = Parameters as { ParameterKey: string; ParameterValue: string }[];
    const parameters = Object.fromEntries(given.map((one) => [one.ParameterKey, one.ParameterValue]));
    for (const { Regions, DeploymentTargets } of StackInstancesGroup as StackInstances[]) {
      const { Accounts = [], AccountFilterType, OrganizationalUnitIds = [] } = DeploymentTargets;
      if (AccountFilterType !== undefined && AccountFilterType !== 'DIFFERENCE')
        throw new Error(`${AccountFilterType} is not known here`);
      for (const accountId of PermissionModel === 'SELF_MANAGED'
        ? Accounts
        : this.#below(OrganizationalUnitIds, Accounts)) {
        for (const where of Regions) {
          const place = { accountId, region: where, parameters };
          const { resources } = resolveTemplate(JSON.parse(String(TemplateBody)), place);
          if (PermissionModel === 'SELF_MANAGED') await this.#livesBy(set, accountId, where, resources);
          await this.#deploy(resources, accountId, where);
        }
      }
    }
  }

  /** A stack of a set that its owner manages is made, changed and deleted by two roles of the owner’s own, which must be allowed that. */
  async #livesBy(set: Fields, accountId: string, where: string, resources: readonly Resource[]): Promise<void> {
    const begins = String(set.AdministrationRoleARN).split('/').at(-1) ?? '';
    const { arn = '', trust = '{}' } = this.aws.account(accountId).state.latest.roles.get(begins) ?? {};
    // A Region that an account has to switch on asks under a name of its own.
    const service = isOptIn(where) ? (`cloudformation.${where}` as const) : 'cloudformation';
    if (!trusts(trust, arn, accountId, service)) throw new Error(`${begins} does not trust ${service}`);
    const first = this.aws.giveSession({ accountId, roleName: begins, sessionName: 'stack-set' });
    this.#roles.set(first.accessKeyId, begins);
    const RoleArn = `arn:aws:iam::${accountId}:role/${set.ExecutionRoleName}`;
    const sts = new STSClient({ region, credentials: first, requestHandler: this.aws.requestHandler() });
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'stack-set' }));
    const accessKeyId = Credentials?.AccessKeyId ?? '';
    this.#roles.set(accessKeyId, String(set.ExecutionRoleName));
    this.gateway.allows(first.accessKeyId, 'sts:AssumeRole', RoleArn);
    const rules = resources
      .filter(({ type }) => type === 'AWS::Events::Rule')
      .map(({ id, properties }) => ({ id, roleArn: (properties.Targets as Target[])[0]?.RoleArn ?? '' }));
    for (const { action, resource, context } of lifeOf({
      set: String(set.StackSetName),
      accountId,
      region: where,
      rules,
    }))
      this.gateway.allows(accessKeyId, action, resource, context, where);
  }

  /** The accounts under some units but for these; AWS leaves the management account out by itself. */
  #below(units: readonly string[], accounts: readonly string[]): string[] {
    const without = [...accounts, this.aws.world.organization?.managementAccountId];
    const isUnder = (id: string) =>
      units.some((unit) => unit.startsWith('r-') || unit === this.aws.account(id).parentId);
    return [this.#given.administrator, ...this.#given.members].filter((id) => isUnder(id) && !without.includes(id));
  }

  async #makeRoles(resources: readonly Resource[], accountId: string): Promise<void> {
    const iam = new IAMClient({
      region,
      credentials: this.aws.administrator(accountId),
      requestHandler: this.aws.requestHandler(),
    });
    this.granted.push(...grantsIn(resources));
    for (const { type, properties } of resources) {
      if (type !== 'AWS::IAM::ManagedPolicy') continue;
      const { ManagedPolicyName: PolicyName, Path, PolicyDocument } = properties as Record<string, string>;
      await iam.send(new CreatePolicyCommand({ PolicyName, Path, PolicyDocument: JSON.stringify(PolicyDocument) }));
    }
    for (const { type, ref, properties } of resources) {
      if (type !== 'AWS::IAM::Role') continue;
      // Or what they grant would be neither given nor counted here.
      if (properties.Policies !== undefined || properties.ManagedPolicyArns !== undefined)
        throw new Error(`${ref} has policies that are no resource of their own`);
      const AssumeRolePolicyDocument = JSON.stringify(properties.AssumeRolePolicyDocument);
      await iam.send(new CreateRoleCommand({ RoleName: ref, AssumeRolePolicyDocument }));
      const { PermissionsBoundary } = properties as { PermissionsBoundary?: string };
      if (PermissionsBoundary === undefined) continue;
      await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: ref, PermissionsBoundary }));
    }
    for (const { type, properties } of resources) {
      if (type !== 'AWS::IAM::Policy') continue;
      const { Roles, PolicyName, PolicyDocument } = properties as {
        Roles: string[];
        PolicyName: string;
        PolicyDocument: { Statement: Statement[] };
      };
      for (const RoleName of Roles) {
        await iam.send(
          new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) }),
        );
      }
    }
  }

  async #makeTable(name: string, properties: Fields): Promise<void> {
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = properties;
    const form = {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions,
      KeySchema,
      ...(GlobalSecondaryIndexes !== undefined && { GlobalSecondaryIndexes }),
    } as CreateTableCommandInput;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new DynamoDBClient({ endpoint: this.#given.dynamodb.endpoint, region, credentials });
    await client.send(new CreateTableCommand(form));
    client.destroy();
  }

  async #makeFunction({ arn, ref, properties }: Resource): Promise<void> {
    const { Handler, Runtime, Role, Timeout, MemorySize, Environment, Code, LoggingConfig } = properties as {
      Handler: string;
      Runtime: string;
      Role: string;
      Timeout: number;
      MemorySize: number;
      Environment: { Variables: Record<string, string> };
      Code: { S3Key: string };
      LoggingConfig: { LogGroup: string };
    };
    const role = Role.split('/').at(-1) ?? '';
    const asset = join(this.#given.assets, `asset.${Code.S3Key.replace('.zip', '')}`);
    const logs = `arn:aws:logs:${region}:${this.#given.administrator}:log-group:${LoggingConfig.LogGroup}:*`;
    if (Runtime !== `nodejs${process.versions.node.split('.')[0]}.x`) throw new Error(`${Runtime} does not run here`);
    const make = () =>
      new LocalFunction(
        asset,
        Handler,
        Timeout * 1_000,
        () => {
          const { accessKeyId, secretAccessKey, sessionToken } = this.#session(role, 'lambda');
          for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents'])
            this.gateway.allows(accessKeyId, action, logs);
          return {
            ...Environment.Variables,
            AWS_REGION: region,
            AWS_LAMBDA_FUNCTION_NAME: ref,
            AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
            AWS_ACCESS_KEY_ID: accessKeyId,
            AWS_SECRET_ACCESS_KEY: secretAccessKey,
            AWS_SESSION_TOKEN: sessionToken,
            AWS_ENDPOINT_URL: this.#endpoint,
          };
        },
        () => this.#passed,
      );
    const made = make();
    this.#another.set(made, make);
    await made.open();
    this.functions.set(role.replace('rescind-', '').replace(`-${region}`, ''), made);
    this.functions.set(arn, made);
    this.functions.set(ref, made);
  }

  /** As a service takes the role, which trusts it or not. */
  #session(roleName: string, service: 'lambda' | 'scheduler' | 'states') {
    const { arn = '', trust = '{}' } =
      this.aws.account(this.#given.administrator).state.latest.roles.get(roleName) ?? {};
    if (!trusts(trust, arn, this.#given.administrator, service))
      throw new Error(`${roleName} does not trust ${service}`);
    const session = this.aws.giveSession({
      accountId: this.#given.administrator,
      roleName,
      sessionName: roleName,
      durationSeconds: longestWarm / second,
    });
    this.#roles.set(session.accessKeyId, roleName);
    return session;
  }

  #map({
    FunctionName,
    EventSourceArn,
    BatchSize,
    FunctionResponseTypes,
    ScalingConfig,
    Enabled = true,
  }: Fields): void {
    if (Enabled !== true) return;
    const { MaximumConcurrency: atOnce } = ScalingConfig as { MaximumConcurrency: number };
    const queue = this.queues.get(String(EventSourceArn));
    const mapped = this.functions.get(String(FunctionName));
    const resource = this.#all('AWS::Lambda::Function').find(({ ref }) => ref === FunctionName);
    if (queue === undefined || mapped === undefined || resource === undefined)
      throw new Error('a mapping leads nowhere');
    if (!(FunctionResponseTypes as string[]).includes('ReportBatchItemFailures')) throw new Error('no partial batches');
    const role = String(resource.properties.Role).split('/').at(-1) ?? '';
    const key = () => this.#session(role, 'lambda').accessKeyId;
    this.#mappings.push({ queue, function: mapped, batchSize: Number(BatchSize), atOnce, key });
  }

  async #poll(mapping: Mapping): Promise<boolean> {
    const received = this.#receive(mapping, mapping.batchSize);
    if (received.length > 0) await this.#work(mapping, mapping.function, received);
    return received.length > 0;
  }

  #receive({ queue, key }: Mapping, most: number): Received[] {
    for (const action of ['sqs:GetQueueAttributes', 'sqs:ReceiveMessage']) {
      if (!this.gateway.allows(key(), action, queue.arn)) return [];
    }
    return queue.receive(most);
  }

  async #work({ queue, key }: Mapping, worker: LocalFunction, received: readonly Received[]): Promise<void> {
    const Records = received.map(({ messageId, body, sentAt, receives }) => {
      const attributes = { SentTimestamp: String(sentAt), ApproximateReceiveCount: String(receives) };
      return { messageId, body, attributes, eventSourceARN: queue.arn };
    });
    this.#handedOver = { at: performance.now(), messages: received };
    let failed: readonly string[];
    try {
      const answer = (await worker.invoke({ Records })) as { batchItemFailures: { itemIdentifier: string }[] };
      failed = answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    } catch {
      failed = received.map(({ messageId }) => messageId);
    }
    const comesAgain = new Set(failed);
    const done = received.filter(({ messageId }) => !comesAgain.has(messageId));
    const gone = done.filter(() => this.gateway.allows(key(), 'sqs:DeleteMessage', queue.arn));
    for (const { messageId } of gone) queue.delete(messageId);
    this.onWorked(
      queue,
      gone.map(({ body }) => body),
    );
  }

  #putEvent({ EventBusName, Source, DetailType, Detail }: Entry): void {
    if (Source.startsWith('aws.')) throw new Error('nobody but AWS may say that');
    const detail = JSON.parse(Detail) as Fields;
    const announced = { type: DetailType, detail, after: performance.now() - this.#handedOver.at };
    this.announced.push(announced);
    this.onAnnounced(announced, this.#handedOver.messages);
    const { administrator } = this.#given;
    const time = formatInstant(Math.floor(this.now() / second) * second);
    const envelope = { source: Source, 'detail-type': DetailType, account: administrator, region, time, detail };
    this.#route(`${administrator} ${EventBusName}`, envelope);
  }

  #route(bus: string, event: Fields): void {
    for (const rule of this.#rules) {
      if (rule.bus !== bus || rule.schedule || !rule.isOn || !matchesPattern(rule.pattern, event)) continue;
      const { eventName = '' } = (event.detail ?? {}) as { eventName?: string };
      if (/^(Get|List|Describe)/.test(eventName) && !rule.readsToo) continue;
      this.#deliver(rule, event);
    }
  }

  #deliver(rule: Rule, event: Fields): void {
    for (const target of rule.targets) {
      if (target.Arn.includes(':event-bus/')) this.#forward(rule, target, event);
      else {
        const mayPut = (arn: string) => this.#queuePolicies(arn).some((statement) => letsIn(statement, rule.arn));
        const arn = [target.Arn, target.DeadLetterConfig?.Arn ?? ''].find(mayPut);
        if (arn === undefined) throw new Error(`an event of ${rule.id} is lost: no queue lets it in`);
        this.queues.get(arn)?.send(JSON.stringify(event));
      }
    }
  }

  /** To another account's bus: the rule's role must be allowed it, and the bus must let the organisation in. */
  #forward({ accountId, id }: Rule, { Arn, RoleArn = '' }: Target, event: Fields): void {
    const roleName = RoleArn.split('/').at(-1) ?? '';
    const { arn = '', trust = '{}' } = this.aws.account(accountId).state.latest.roles.get(roleName) ?? {};
    if (!trusts(trust, arn, accountId, 'events')) throw new Error(`${roleName} does not trust events`);
    const session = this.aws.giveSession({ accountId, roleName, sessionName: 'events' });
    this.#roles.set(session.accessKeyId, roleName);
    const name = Arn.split('/').at(-1) ?? '';
    const own = this.#all('AWS::Events::EventBusPolicy').filter(({ properties }) => properties.EventBusName === name);
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: own.map((one) => one.properties.Statement) });
    const hubAccount = this.#given.administrator;
    const context = { 'aws:principalorgid': this.aws.world.organization?.id ?? '' };
    const call = { action: 'events:PutEvents', resource: Arn, accountId: hubAccount, context };
    const { allowed } = this.aws.attempt({
      accessKeyId: session.accessKeyId,
      action: 'events:PutEvents',
      resource: Arn,
      from: { service: 'events.amazonaws.com' },
    });
    if (!allowed || !letsRoleIn(policy, { arn, accountId }, call)) throw new Error(`${id} may not forward to ${Arn}`);
    this.gateway.used.add(`${roleName} events:PutEvents ${Arn}`);
    this.#route(`${hubAccount} ${name}`, event);
  }

  #queuePolicies(arn: string): Statement[] {
    const ref = this.#all('AWS::SQS::Queue').find((queue) => queue.arn === arn)?.ref ?? '';
    return this.#all('AWS::SQS::QueuePolicy').flatMap(({ properties }) => {
      const { Queues, PolicyDocument } = properties as { Queues: string[]; PolicyDocument: { Statement: Statement[] } };
      return Queues.some((queue) => queue === ref) ? PolicyDocument.Statement : [];
    });
  }
}

function templateOf(templates: Given['templates'], stack: string): Template {
  const template = templates.get(stack);
  if (template === undefined) throw new Error(`the assembly has no stack ${stack}`);
  return template;
}

/** Whether a service may take a role, in the name of something of the role's own account. */
function trusts(trust: string, roleArn: string, accountId: string, service: string): boolean {
  const call = { service, action: 'sts:AssumeRole', resource: roleArn, accountId };
  return letsServiceIn(trust, 'trust', { ...call, context: { 'aws:sourceaccount': accountId } });
}

function letsIn({ Effect, Action, Condition }: Statement, ruleArn: string): boolean {
  const from = Condition?.ArnEquals?.['aws:SourceArn'];
  return Effect === 'Allow' && [Action].flat().includes('sqs:SendMessage') && from === ruleArn;
}

function ruleOf({ id, arn, properties }: Resource, accountId: string, where: string): Rule {
  const {
    EventBusName = `${where} default`,
    EventPattern,
    ScheduleExpression,
    State = 'ENABLED',
    Targets,
  } = properties;
  return {
    id,
    arn,
    accountId,
    bus: `${accountId} ${String(EventBusName)}`,
    pattern: EventPattern,
    schedule: ScheduleExpression !== undefined,
    isOn: State !== 'DISABLED',
    readsToo: State === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    targets: Targets as readonly Target[],
  };
}

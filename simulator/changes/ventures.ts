import { day, hour, type Instant, second } from '../../core/model/instant.ts';
import { type Actor, isOneOf, type Workload } from '../actors/actor.ts';
import { hire } from '../actors/archetypes.ts';
import { aRole } from '../actors/principals.ts';
import { openSession } from '../actors/session.ts';
import { mannerAt } from '../actors/traffic.ts';
import { uniqueId } from '../organisation/ids.ts';
import type { Account } from '../organisation/organisation.ts';
import { agentOf, onAnotherDesk } from '../organisation/user-agents.ts';
import type { JsonObject } from '../record/cloudtrail-record.ts';
import { roleSession } from '../record/identity.ts';
import { logAssumeRole } from '../record/mint.ts';
import { type Circumstances, recordOf } from '../record/record.ts';
import { ordinaryCall } from '../record/request.ts';
import type { Signer } from '../record/signer.ts';
import { type Change, notBeforeWork, oneOf, type Scene } from './change.ts';

/** What a first apply of a module with a network, a database and a function asks for, in the order of its graph. */
const module = [
  ...['sts:GetCallerIdentity', 'ec2:DescribeAvailabilityZones', 'kms:CreateKey', 'kms:CreateAlias', 'kms:PutKeyPolicy'],
  ...['ec2:CreateVpc', 'ec2:CreateSubnet', 'ec2:CreateSubnet', 'ec2:CreateInternetGateway', 'ec2:CreateRouteTable'],
  ...['ec2:CreateSecurityGroup', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:CreateVpcEndpoint'],
  ...['iam:CreateRole', 'iam:GetRole', 'iam:CreatePolicy', 'iam:AttachRolePolicy', 'iam:PutRolePolicy'],
  ...['iam:CreateRole', 'iam:GetRole', 'iam:PutRolePolicy', 'iam:CreateInstanceProfile'],
  ...['secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:GetSecretValue'],
  ...['rds:CreateDBSubnetGroup', 'rds:CreateDBInstance', 'rds:DescribeDBInstances', 'rds:DescribeDBInstances'],
  ...['s3:CreateBucket', 's3:PutBucketPolicy', 's3:PutBucketVersioning', 's3:GetBucketPolicy'],
  ...['logs:CreateLogGroup', 'lambda:CreateFunction20150331', 'lambda:AddPermission20150331v2', 'events:PutRule'],
  ...['cloudwatch:PutMetricAlarm', 'sns:CreateTopic', 'lambda:GetFunction20150331v2'],
];
const duties: Workload = [
  ['rds:DescribeDBInstances', 5],
  ['rds:DescribeDBSnapshots', 2],
  ['rds:CreateDBSnapshot', 1],
  ['ssm:StartSession', 1],
  ['ssm:DescribeParameters', 2],
  ['secretsmanager:ListSecrets', 1],
  ['secretsmanager:GetSecretValue', 1],
  ['iam:ListRoles', 2],
  ['route53:ListHostedZones', 2],
  ['cloudfront:ListDistributions', 2],
  ['cloudwatch:DescribeAlarms', 4],
];
const firefighting: readonly string[] = [
  ...['ec2:DescribeInstances', 'ecs:DescribeServices', 'cloudwatch:DescribeAlarms', 'logs:FilterLogEvents'],
  ...['rds:DescribeEvents', 'elasticloadbalancing:DescribeTargetHealth', 'cloudtrail:LookupEvents', 'ssm:GetParameter'],
  ...['ecs:UpdateService', 'logs:StartQuery', 'autoscaling:SetDesiredCapacity', 'ecs:DescribeServices'],
];
const experiments: readonly Workload[] = [
  [
    ['bedrock:CreateKnowledgeBase', 1],
    ['bedrock:StartIngestionJob', 2],
    ['bedrock:RetrieveAndGenerate', 6],
    ['opensearch:DescribeDomain', 2],
  ],
  [
    ['sagemaker:CreateHyperParameterTuningJob', 1],
    ['sagemaker:DescribeHyperParameterTuningJob', 6],
    ['sagemaker:CreateEndpointConfig', 1],
  ],
  [
    ['bedrock:CreateModelInvocationJob', 2],
    ['bedrock:ListModelInvocationJobs', 4],
    ['rekognition:DetectLabels', 5],
    ['polly:SynthesizeSpeech', 3],
  ],
];

/** What people and pipelines begin: modules, duties, experiments, another way out. */
export const ventures: readonly Change[] = [
  {
    kind: 'new-module',
    play: (scene) => {
      const { random, log, at } = scene;
      const builder = scene.actors.find(({ name }) => name === 'ci-oidc-0' || name === 'hub-0');
      // Half of them by a pipeline that only ever deployed.
      const actor = random.chance(0.5) && builder !== undefined ? builder : oneOf(scene, 'ci-oidc', 'hub', 'ci-key');
      if (actor === null) return null;
      const usual = mannerAt(actor, at, random);
      const manner = usual.agent.includes('Terraform') ? usual : { ...usual, agent: agentOf('terraform', random) };
      const { signer } = openSession(actor, manner, random, log);
      const until = follow(scene, actor, { signer, where: manner, account: actor.account }, module, 3 * second);
      return { actors: [actor], until, story: 'Terraform applies a module for the first time' };
    },
  },
  {
    kind: 'first-week-of-new-duties',
    play: (scene) => {
      const actor = oneOf(scene, 'developer', 'person', 'console');
      if (actor === null) return null;
      const until = notBeforeWork(scene, actor, Math.min(scene.organisation.span.end, scene.at + 5 * day));
      actor.episodes.push({ from: scene.at, until, extra: duties, rate: 1.3 });
      return { actors: [actor], until, story: 'somebody learns new duties in a week, at the usual desk' };
    },
  },
  {
    kind: 'call-night-across-accounts',
    play: (scene) => {
      const actor = oneOf(scene, 'admin', 'person', 'developer');
      if (actor === null) return null;
      const { organisation, random, log, at } = scene;
      const usual = mannerAt(actor, at, random);
      const place = actor.person?.home ?? usual.place;
      let now = at - (at % day) + (26 - organisation.zone) * hour;
      const { signer } = openSession(actor, { ...usual, at: now, place }, random, log);
      const roles: string[] = [];
      for (const account of random.shuffled(organisation.accounts)) {
        const where = { ...usual, at: now + 5 * second, place, region: account.region };
        const minted = {
          role: aRole({ account, random: organisation.random.fork(`responder/${account.id}`) }, 'incident-responder'),
          sessionName: actor.person?.name ?? actor.name,
          accessKeyId: uniqueId(random, 'ASIA'),
          hours: 1,
        };
        logAssumeRole(log, random, signer, where, minted);
        const session = roleSession({ ...minted, issuedAt: where.at });
        now = follow(scene, actor, { signer: session, where, account }, firefighting, 15 * second);
        roles.push(minted.role.arn);
      }
      return {
        actors: [actor],
        roles,
        until: now,
        story: 'somebody on call is woken, and checks one account after the other',
      };
    },
  },
  {
    kind: 'new-experiment',
    play: (scene) => {
      const actor = oneOf(scene, 'researcher', 'notebook', 'explorer') ?? oneOf(scene, 'trainer', 'analyst', 'agent');
      if (actor === null) return null;
      const until = notBeforeWork(scene, actor, Math.min(scene.organisation.span.end, scene.at + 4 * day));
      actor.episodes.push({ from: scene.at, until, extra: scene.random.pick(experiments), rate: 2 });
      return {
        actors: [actor],
        until,
        story: 'somebody begins an experiment with models and services never used before',
      };
    },
  },
  {
    kind: 'joins-shared-role',
    play: (scene) => {
      const colleagues = scene.actors.filter(({ archetype }) => archetype === 'saml-person');
      const [colleague] = scene.random.shuffled(colleagues);
      if (colleague === undefined) return null;
      const hired = hire(scene.organisation, 'saml-person', 500 + colleagues.length, colleague.account);
      const { end } = scene.organisation.span;
      const actor = { ...hired, active: { from: scene.at, until: end } };
      scene.join(actor);
      return { actors: [actor], until: end, story: 'a colleague starts, with a role that all colleagues share' };
    },
  },
  {
    kind: 'company-vpn',
    play: (scene) => {
      const { gateway, span } = scene.organisation;
      if (gateway === null) return null;
      const without = scene.actors.filter(
        ({ person, places, episodes }) =>
          person !== undefined && episodes.length === 0 && !places.some(([place]) => place === gateway),
      );
      const moved = without.filter((actor) => isOneOf(actor, ['developer', 'person'])).slice(0, 3);
      for (const actor of moved) actor.episodes.push({ from: scene.at, until: span.end, place: gateway });
      const listed =
        gateway.network?.kind === 'corp' ? 'documented gateway' : 'rented server, which nobody documented,';
      const story = `some people get the company’s VPN, and use its ${listed} from now on`;
      return moved.length === 0 ? null : { actors: moved, until: span.end, story };
    },
  },
  {
    kind: 'new-laptop',
    play: (scene) => {
      const { actors, random, at, organisation } = scene;
      const typists = actors.filter(({ agents }) => agents.some((agent) => onAnotherDesk(agent, random) !== null));
      const actor = oneOf({ ...scene, actors: typists }, 'developer', 'person', 'admin');
      if (actor === null) return null;
      const agent = actor.agents.map((one) => onAnotherDesk(one, random)).find((one) => one !== null);
      const until = organisation.span.end;
      actor.episodes.push({ from: at, until, ...(agent !== undefined && { agent }) });
      return { actors: [actor], until, story: 'somebody gets a new laptop with another operating system' };
    },
  },
];

interface Session {
  readonly signer: Signer;
  readonly where: Circumstances;
  readonly account: Account;
}

/** The steps one after the other; returns the moment after the last. */
function follow(
  { random, log }: Scene,
  actor: Actor,
  { signer, where, account }: Session,
  steps: readonly string[],
  gap: number,
): Instant {
  const subject = { stock: actor.stock, accountId: account.id, region: where.region };
  let { at } = where;
  for (const action of steps) {
    at += 1000 + Math.floor(random.exponential(gap));
    const call = ordinaryCall(action, subject, random);
    const parameters = call.parameters ?? requested(action, actor, account);
    log.add(recordOf(random, signer, { ...where, at }, { ...call, parameters }));
  }
  return at;
}

/** What a module asks for opens nothing to strangers. */
function requested(action: string, { stock }: Actor, { id }: Account): JsonObject | null {
  const own = [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${id}:root` }, Action: '*', Resource: '*' }];
  const policy = { Version: '2012-10-17', Statement: own };
  if (action === 's3:PutBucketPolicy') return { bucketName: stock.bucket, bucketPolicy: policy };
  if (action === 'kms:PutKeyPolicy')
    return { keyId: stock.kmsKey, policyName: 'default', policy: JSON.stringify(policy) };
  if (action === 'lambda:AddPermission20150331v2')
    return { functionName: stock.functionName, action: 'lambda:InvokeFunction', principal: 'events.amazonaws.com' };
  if (action === 'ec2:AuthorizeSecurityGroupIngress')
    return {
      groupId: 'sg-0150a7ed000000000',
      ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: '10.0.0.0/16' }] } }] },
    };
  return null;
}

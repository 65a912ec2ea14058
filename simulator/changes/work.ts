import { day, hour, minute, second } from '../../core/model/instant.ts';
import { isOneOf, type Workload } from '../actors/actor.ts';
import { runErrand } from '../actors/errand.ts';
import { workloads } from '../actors/workloads.ts';
import { regions } from '../organisation/networks.ts';
import { models } from '../organisation/stock.ts';
import { agentOf, type Tool } from '../organisation/user-agents.ts';
import { type Change, oneOf } from './change.ts';

const novelties: readonly Workload[] = [
  [
    ['sns:Publish', 3],
    ['events:PutRule', 1],
    ['sqs:GetQueueUrl', 2],
  ],
  [
    ['dynamodb:DescribeTable', 3],
    ['dynamodb:UpdateTable', 1],
    ['kms:GenerateDataKey', 3],
  ],
  [
    ['states:StartExecution', 3],
    ['states:DescribeExecution', 4],
  ],
  [
    ['ssm:GetParametersByPath', 3],
    ['secretsmanager:GetSecretValue', 2],
  ],
];

/** Changes of what is done, and how much of it. */
export const work: readonly Change[] = [
  {
    kind: 'deploy-adds-services',
    play: (scene) => {
      const actor = oneOf(scene, 'lambda', 'ecs', 'ec2');
      if (actor === null) return null;
      const extra = scene.random.pick(novelties);
      const until = scene.organisation.span.end;
      actor.episodes.push({ from: scene.at, until, extra });
      return { actors: [actor], until, story: `a release of ${actor.stock.service} starts to use ${extra[0]?.[0]}` };
    },
  },
  {
    kind: 'region-rollout',
    play: (scene) => {
      const { random, at, organisation } = scene;
      const siblings = scene.actors.filter(
        (a) => ['lambda', 'ci-oidc', 'ci-key'].includes(a.archetype) && a.episodes.length === 0,
      );
      const region = random.pick(regions.filter((name) => siblings.every((a) => a.region !== name)));
      const moved = siblings.filter(() => random.chance(0.7));
      const until = Math.min(organisation.span.end, at + 5 * day);
      for (const actor of moved) actor.episodes.push({ from: at, until, region });
      return moved.length === 0
        ? null
        : { actors: moved, until, story: `many services are deployed to ${region} at the same time` };
    },
  },
  {
    kind: 'traffic-growth',
    play: (scene) => {
      const actor = oneOf(scene, 'lambda', 'ecs', 'data-service', 'batch');
      if (actor === null) return null;
      const until = Math.min(scene.organisation.span.end, scene.at + 4 * day);
      actor.episodes.push({ from: scene.at, until, rate: 5 });
      return { actors: [actor], until, story: `a campaign brings ${actor.stock.service} five times its usual traffic` };
    },
  },
  {
    kind: 'audit-day',
    play: (scene) => {
      const actor = oneOf(scene, 'auditor');
      if (actor === null) return null;
      const errand = { at: scene.at, workload: workloads.auditor, calls: 400, gap: 2 * second, denied: 0.04 };
      return {
        actors: [actor],
        until: runErrand(actor, errand, scene.random, scene.log),
        story: 'the yearly audit reads everything in one day',
      };
    },
  },
  {
    kind: 'on-call-night',
    play: (scene) => {
      const actor = oneOf(scene, 'developer', 'person', 'admin');
      if (actor === null) return null;
      const at = scene.at - (scene.at % day) + (27 - scene.organisation.zone) * hour;
      const workload: Workload = [
        ...workloads.operator,
        ['logs:FilterLogEvents', 6],
        ['rds:DescribeEvents', 3],
        ['elasticloadbalancing:DescribeTargetHealth', 4],
        ['xray:GetTraceSummaries', 3],
      ];
      const home = actor.person === undefined ? {} : { place: actor.person.home };
      const until = runErrand(
        actor,
        { at, workload, calls: 70, gap: 15 * second, denied: 0.25, ...home },
        scene.random,
        scene.log,
      );
      return {
        actors: [actor],
        until,
        story: 'somebody on call is woken at three, and looks for a fault in services new to them',
      };
    },
  },
  {
    kind: 'tool-upgrade',
    play: (scene) => {
      const actor = oneOf(scene, 'developer', 'ci-key', 'lambda', 'batch');
      if (actor === null) return null;
      // Whatever runs in a function finds the function's runtime around it, and says so.
      const tools: readonly Tool[] = isOneOf(actor, ['lambda'])
        ? ['lambdaNode', 'lambdaPython']
        : ['go', 'javascript', 'cli'];
      const agent = agentOf(scene.random.pick(tools), scene.random);
      const until = scene.organisation.span.end;
      actor.episodes.push({ from: scene.at, until, agent });
      return { actors: [actor], until, story: 'a workload is updated to another version of the SDK' };
    },
  },
  {
    kind: 'terraform-run',
    play: (scene) => {
      const actor = scene.actors.find((a) => a.name === 'ci-oidc-0');
      if (actor === undefined) return null;
      const workload: Workload = [
        ...workloads.infrastructure,
        ['iam:CreateRole', 5],
        ['iam:AttachRolePolicy', 5],
        ['iam:CreatePolicy', 4],
        ['iam:PutRolePolicy', 5],
      ];
      const until = runErrand(actor, { at: scene.at, workload, calls: 90, gap: 2 * second }, scene.random, scene.log);
      return {
        actors: [actor],
        until,
        story: 'the infrastructure pipeline builds a new service, including roles and policies',
      };
    },
  },
  {
    kind: 'break-glass-drill',
    play: (scene) => {
      const actor = oneOf(scene, 'root');
      if (actor === null) return null;
      const until = runErrand(
        actor,
        { at: scene.at, workload: workloads.admin, calls: 6, gap: 40 * second },
        scene.random,
        scene.log,
      );
      return { actors: [actor], until, story: 'the root sign-in is rehearsed from the office, with MFA' };
    },
  },
  {
    kind: 'quarterly-job',
    play: (scene) => {
      const actor = oneOf(scene, 'quarterly');
      if (actor === null) return null;
      const until = runErrand(
        actor,
        { at: scene.at, workload: workloads.quarterly, calls: 40, gap: 3 * second },
        scene.random,
        scene.log,
      );
      return { actors: [actor], until, story: 'the quarterly close runs, after more than seventy quiet days' };
    },
  },
  {
    kind: 'agent-upgrade',
    play: (scene) => {
      const actor = oneOf(scene, 'agent');
      if (actor === null) return null;
      const until = scene.organisation.span.end;
      const extra: Workload = [
        ['bedrock:Retrieve', 4],
        ['sqs:GetQueueUrl', 2],
        ['dynamodb:DescribeTable', 2],
      ];
      actor.episodes.push({ from: scene.at, until, extra, agent: agentOf('langchain', scene.random), rate: 1.5 });
      return { actors: [actor], until, story: `the agent gets new tools and ${scene.random.pick(models)}` };
    },
  },
  {
    kind: 'holiday-silence',
    play: (scene) => {
      const actor = oneOf(scene, 'developer', 'person', 'ci-key');
      if (actor === null) return null;
      const silent = Math.min(10 * day, (scene.organisation.span.end - scene.at) / 2);
      const until = scene.at + silent - (silent % minute);
      actor.episodes.push({ from: scene.at, until, rate: 0 });
      return { actors: [actor], until: until + 2 * day, story: 'somebody is away for a while and comes back' };
    },
  },
];

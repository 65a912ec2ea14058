import { day, formatInstant, hour, type Instant, second } from '../../core/model/instant.ts';
import { type Actor, credentialOf, type Workload } from '../actors/actor.ts';
import { type Errand, runErrand } from '../actors/errand.ts';
import { workloads } from '../actors/workloads.ts';
import { aNetwork, awsIn } from '../organisation/networks.ts';
import { placeIn } from '../organisation/places.ts';
import { agentOf } from '../organisation/user-agents.ts';
import { type Change, type Happening, oneOf, type Scene } from './change.ts';

const repair: Workload = [
  ...workloads.operator,
  ['ecs:UpdateService', 3],
  ['ec2:RebootInstances', 2],
  ['rds:RebootDBInstance', 1],
  ['rds:DescribeEvents', 3],
  ['autoscaling:SetDesiredCapacity', 1],
  ['elasticloadbalancing:DescribeTargetHealth', 4],
];
const response: Workload = [
  ['cloudtrail:LookupEvents', 8],
  ['guardduty:ListFindings', 3],
  ['guardduty:GetFindings', 3],
  ['iam:ListAccessKeys', 4],
  ['iam:GetAccessKeyLastUsed', 4],
  ['iam:UpdateAccessKey', 2],
  ['iam:DeleteLoginProfile', 1],
  ['iam:PutUserPolicy', 2],
  ['iam:AttachUserPolicy', 1],
  ['ec2:CreateSnapshot', 2],
  ['ec2:ModifyInstanceAttribute', 2],
  ['secretsmanager:RotateSecret', 1],
  ['logs:StartQuery', 4],
  ['s3:GetBucketPolicy', 2],
];
/** Whoever chases a thief takes away. */
const takenAway: NonNullable<Errand['requests']> = {
  'iam:UpdateAccessKey': { userName: 'suspect', accessKeyId: 'AKIA000000000SUSPECT', status: 'Inactive' },
  'iam:DeleteLoginProfile': { userName: 'suspect' },
  'iam:PutUserPolicy': {
    userName: 'suspect',
    policyName: 'incident',
    policyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
    }),
  },
  'iam:AttachUserPolicy': { userName: 'suspect', policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' },
  'ec2:ModifyInstanceAttribute': {
    instanceId: 'i-0d15ab1ed00005a5bec',
    groupSet: { items: [{ groupId: 'sg-0150a7ed000000000' }] },
  },
};
const restoration: Workload = [
  ['ec2:DescribeSnapshots', 3],
  ['ec2:CreateVolume', 3],
  ['rds:RestoreDBInstanceFromDBSnapshot', 2],
  ['rds:DescribeDBInstances', 3],
  ['dynamodb:RestoreTableFromBackup', 1],
  ['rds:DeleteDBInstance', 1],
  ['dynamodb:DeleteTable', 1],
  ['ec2:DeleteVolume', 3],
];
const retention: Workload = [
  ['ec2:DescribeSnapshots', 4],
  ['ec2:DescribeVolumes', 2],
  ['ec2:DeleteSnapshot', 8],
  ['dynamodb:ListBackups', 1],
  ['dynamodb:DeleteBackup', 2],
];
const everything: Workload = [
  ...workloads.infrastructure,
  ['iam:CreateRole', 8],
  ['iam:PutRolePolicy', 10],
  ['iam:AttachRolePolicy', 8],
  ['iam:DeleteRole', 4],
  ['iam:UpdateAssumeRolePolicy', 4],
  ['kms:CreateKey', 2],
  ['kms:PutKeyPolicy', 3],
  ['ec2:AuthorizeSecurityGroupIngress', 5],
  ['s3:PutBucketPolicy', 4],
  ['s3:DeleteBucket', 2],
  ['cloudtrail:UpdateTrail', 1],
  ['lambda:AddPermission20150331v2', 2],
];
const probing: Workload = [
  ['sts:GetCallerIdentity', 2],
  ['iam:ListUsers', 4],
  ['iam:ListRoles', 4],
  ['iam:GetAccountAuthorizationDetails', 1],
  ['s3:ListBuckets', 3],
  ['secretsmanager:ListSecrets', 2],
  ['secretsmanager:GetSecretValue', 3],
  ['ec2:DescribeInstances', 3],
  ['iam:CreateAccessKey', 1],
];

/** Honest work that looks like a break-in: at night, in a hurry, with every right used at once. */
export const emergencies: readonly Change[] = [
  {
    kind: 'on-call-nights',
    play: (scene) => {
      const actor = oneOf(scene, 'developer', 'person', 'admin');
      if (actor?.person === undefined) return null;
      let until = scene.at;
      for (const [night, place] of [actor.person.home, actor.person.mobile, actor.person.home].entries()) {
        const at = nightAfter(scene, scene.at + 2 * night * day);
        until = runErrand(
          actor,
          { at, workload: repair, calls: 40, gap: 20 * second, denied: 0.15, place },
          scene.random,
          scene.log,
        );
      }
      return { actors: [actor], until, story: 'somebody on call is woken three nights in a week, and repairs' };
    },
  },
  {
    kind: 'incident-response',
    play: (scene) => {
      const actor = oneOf(scene, 'admin', 'founder') ?? oneOf(scene, 'person');
      if (actor === null) return null;
      const { random } = scene;
      const place = random.chance(0.5) ? (actor.person?.home ?? null) : placeIn(awsIn(actor.region), random);
      const night = { at: nightAfter(scene, scene.at), calls: 80, gap: 12 * second };
      const errand = { ...night, workload: response, requests: takenAway };
      return runBy(
        actor,
        { ...errand, ...(place === null ? {} : { place }) },
        scene,
        'employees chase a thief at night: they switch off keys, attach policies, copy disks',
      );
    },
  },
  {
    kind: 'break-glass-use',
    play: (scene) => {
      const actor = oneOf(scene, 'root', 'admin');
      if (actor === null) return null;
      const place = placeIn(aNetwork(scene.random, { kind: 'isp', country: scene.organisation.country }), scene.random);
      const errand = {
        at: nightAfter(scene, scene.at),
        workload: [...workloads.admin, ...response],
        requests: takenAway,
        calls: 25,
        gap: 30 * second,
        place,
      };
      return runBy(actor, errand, scene, 'the emergency credential is used in a real emergency');
    },
  },
  {
    kind: 'mass-change',
    play: (scene) => {
      // The pipeline that builds the infrastructure anyway, as in `terraform-run`.
      const actor = scene.actors.find(({ name }) => name === 'ci-oidc-0' || name === 'hub-0');
      if (actor === undefined) return null;
      const errand = { at: scene.at, workload: everything, calls: 350, gap: second };
      return runBy(actor, errand, scene, 'the pipeline rewrites hundreds of resources');
    },
  },
  {
    kind: 'restore-test',
    play: (scene) => {
      const actor = oneOf(scene, 'backup');
      if (actor === null) return null;
      const errand = { at: scene.at, workload: restoration, calls: 40, gap: 20 * second };
      return runBy(actor, errand, scene, 'backups are restored, checked and deleted again');
    },
  },
  {
    kind: 'retention-run',
    play: (scene) => {
      const actor = oneOf(scene, 'developer', 'person', 'admin');
      if (actor === null) return null;
      const errand = { at: scene.at, workload: retention, calls: 40, gap: 10 * second };
      return runBy(actor, errand, scene, 'somebody deletes dozens of backups that nobody needs any more');
    },
  },
  {
    kind: 'month-end',
    play: (scene) => {
      const actor = oneOf(scene, 'batch');
      if (actor === null) return null;
      const until = Math.min(scene.organisation.span.end, scene.at + day);
      const extra: Workload = [
        ['ce:GetCostAndUsage', 2],
        ['ses:SendRawEmail', 4],
        ['athena:GetQueryResults', 4],
      ];
      actor.episodes.push({ from: scene.at, until, rate: 5, extra });
      return {
        actors: [actor],
        until,
        story: 'the end of the month brings five times the work, and new kinds of work',
      };
    },
  },
  {
    kind: 'penetration-test',
    play: (scene) => {
      const actor = oneOf(scene, 'developer', 'ci-key');
      if (actor === null) return null;
      const { random, at } = scene;
      const place = placeIn(aNetwork(random, { kind: 'hosting' }), random);
      const agent = agentOf('pacu', random);
      const errand = { at, workload: probing, calls: 120, gap: 4 * second, denied: 0.4, place, agent };
      const exemption = {
        credential: credentialOf(actor, at),
        owner: 'security',
        reason: 'Penetration test, announced to everybody on call.',
        scope: 'all',
        until: formatInstant(at + 2 * day),
      };
      return { ...runBy(actor, errand, scene, 'an announced penetration test'), exemptions: [exemption] };
    },
  },
];

function runBy(actor: Actor, errand: Errand, { random, log }: Scene, story: string): Happening {
  return { actors: [actor], until: runErrand(actor, errand, random, log), story };
}

/** Two in the morning, local, after `at`. */
function nightAfter({ organisation }: Scene, at: Instant): Instant {
  return at - (at % day) + (26 - organisation.zone) * hour;
}

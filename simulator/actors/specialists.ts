import { hex, uniqueId } from '../organisation/ids.ts';
import { awsIn } from '../organisation/networks.ts';
import { placeIn, sixthPlaceIn } from '../organisation/places.ts';
import { userKey } from '../record/identity.ts';
import type { Archetype, Workload } from './actor.ts';
import type { Casting, Casts, Part } from './part.ts';
import { people } from './people.ts';
import { aRole, aUser, compute, keyAccess } from './principals.ts';
import { workloads } from './workloads.ts';

const extract: Workload = [
  ['s3:ListObjects', 4],
  ['s3:GetObject', 9],
  ['s3:PutObject', 9],
  ['glue:GetTable', 5],
  ['glue:GetPartitions', 5],
  ['glue:BatchCreatePartition', 2],
  ['lakeformation:GetDataAccess', 3],
  ['kms:Decrypt', 3],
  ['logs:CreateLogStream', 1],
];
const query: Workload = [
  ['athena:StartQueryExecution', 6],
  ['athena:GetQueryExecution', 10],
  ['athena:GetQueryResults', 6],
  ['glue:GetDatabases', 3],
  ['glue:GetTables', 4],
  ['s3:GetObject', 5],
  ['quicksight:DescribeDashboard', 2],
  ['redshift-data:ExecuteStatement', 2],
];
const training: Workload = [
  ['sagemaker:CreateTrainingJob', 1],
  ['sagemaker:DescribeTrainingJob', 6],
  ['ec2:RunInstances', 1],
  ['ec2:DescribeInstances', 4],
  ['ec2:TerminateInstances', 1],
  ['s3:GetObject', 10],
  ['s3:PutObject', 6],
  ['ecr:BatchGetImage', 1],
  ['bedrock:InvokeModel', 2],
  ['iam:PassRole', 1],
];
const hub: Workload = [
  ['sts:GetCallerIdentity', 2],
  ['cloudformation:DescribeStacks', 6],
  ['cloudformation:CreateChangeSet', 3],
  ['cloudformation:ExecuteChangeSet', 2],
  ['iam:GetRole', 4],
  ['iam:PutRolePolicy', 1],
  ['s3:PutObject', 2],
];

/** Parts that only some kinds of organisation have. */
export const specialists: Casts<
  Extract<
    Archetype,
    'founder' | 'hub' | 'glue-job' | 'cluster' | 'analyst' | 'trainer' | 'tenant' | 'on-premises' | 'monthly'
  >
> = {
  founder: (c) => ({
    ...people.developer(c),
    workload: [...workloads.developer, ...workloads.operator, ...workloads.admin, ...workloads.deploy],
    tools: ['cli', 'boto3', 'terraform', 'browser'],
  }),
  hub: (c) => {
    const central = c.organisation.accounts[0] ?? c.account;
    const where = { account: central, random: c.random };
    const parent = userKey(aUser(where, `pipeline-${c.number}`), uniqueId(c.random, 'AKIA'));
    const through = aRole(where, `deploy-hub-${c.number}`);
    return {
      access: {
        kind: 'assumed',
        role: aRole(c, `deploy-spoke-${c.number}`),
        parent,
        through,
        sessionName: `deploy-${hex(c.random, 4)}`,
      },
      rhythm: { kind: 'jobs', jobsPerDay: 3 + c.random.next() * 4, calls: [5, 12] },
      workload: hub,
      places: [[central.nat, 1]],
      tools: ['boto3'],
    };
  },
  'glue-job': (c) => ({
    access: compute(c, 'glue', 'GlueJobRunnerSession', 2),
    rhythm: {
      kind: 'clock',
      everyHours: c.random.pick([1, 3, 24]),
      offsetHours: c.random.between(0, 5),
      calls: [8, 40],
    },
    workload: extract,
    places: [[placeIn(awsIn(c.account.region), c.random, 20), 1]],
    tools: ['java'],
  }),
  cluster: (c) => ({
    access: { ...compute(c, 'ec2', c.stock.instance, 6), ephemeral: true },
    rhythm: { kind: 'clock', everyHours: c.random.pick([6, 24]), offsetHours: c.random.between(0, 5), calls: [30, 90] },
    workload: extract,
    places: [[c.account.nat, 1]],
    tools: ['java'],
  }),
  analyst: (c) => ({ ...people.person(c), workload: query, tools: ['browser', 'boto3'] }),
  trainer: (c) => ({
    access: compute(c, 'sagemaker', 'SageMaker', 6),
    rhythm: { kind: 'steady', stintsPerDay: 1 + c.random.next() * 2, calls: [5, 60] },
    workload: training,
    places: [[placeIn(awsIn(c.account.region), c.random, 20), 1]],
    tools: ['boto3'],
  }),
  tenant: (c) => ({
    access: compute(c, 'ecs-tasks', hex(c.random, 32), 6),
    rhythm: { kind: 'steady', stintsPerDay: 20, calls: [2, 6] },
    workload: [
      ['sts:AssumeRole', 8],
      ['s3:GetObject', 4],
      ['sqs:GetQueueUrl', 2],
      ['secretsmanager:GetSecretValue', 2],
    ],
    places: [[c.account.nat, 1]],
    tools: ['ecs'],
  }),
  'on-premises': (c) => ({
    access: keyAccess(c, `dc-${c.stock.service}`),
    rhythm: { kind: 'clock', everyHours: c.random.pick([2, 6, 24]), offsetHours: 1, calls: [6, 25] },
    workload: c.random.pick(['batch', 'dataService', 'backup']),
    places: dataCentre(c),
    tools: [c.random.pick(['cli', 'java', 'go'])],
  }),
  monthly: (c) => ({
    access: keyAccess(c, `invoices-${c.stock.service}`),
    rhythm: { kind: 'clock', everyHours: 24 * 28, offsetHours: 24 * c.random.between(2, 20), calls: [30, 80] },
    workload: [...workloads.batch, ['ses:SendRawEmail', 6], ['ce:GetCostAndUsage', 2]],
    places: [[c.account.nat, 1]],
    tools: ['java'],
  }),
};

/** The office line and its IPv6 half in turn, or a second exit; nothing else. */
function dataCentre({ organisation, random }: Casting): Part['places'] {
  const network = organisation.office.network;
  if (network?.sixth === undefined) return [[organisation.office, 1]];
  return [
    [organisation.office, 0.6],
    [sixthPlaceIn(network, random), 0.4],
  ];
}

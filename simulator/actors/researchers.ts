import { awsIn } from '../organisation/networks.ts';
import { placeIn } from '../organisation/places.ts';
import { permissionOf } from '../record/permission.ts';
import type { Workload } from './actor.ts';
import type { Casting, Casts } from './part.ts';
import { laptop, personOf, singleSignOn } from './people.ts';
import { assumed, compute } from './principals.ts';

const everyday: Workload = [
  ['bedrock:InvokeModel', 10],
  ['bedrock:Converse', 6],
  ['s3:GetObject', 10],
  ['s3:ListObjects', 5],
  ['sagemaker:DescribeTrainingJob', 3],
  ['athena:StartQueryExecution', 2],
  ['s3:PutObject', 4],
];
/** The long tail: tried once, now and then again. */
const tried: Workload = [
  ['bedrock:ListFoundationModels', 0.6],
  ['bedrock:GetFoundationModelAvailability', 0.4],
  ['bedrock:ApplyGuardrail', 0.2],
  ['bedrock:CreateModelCustomizationJob', 0.1],
  ['bedrock:Retrieve', 0.3],
  ['bedrock:InvokeAgent', 0.2],
  ['bedrock:ListInferenceProfiles', 0.2],
  ['sagemaker:CreateTrainingJob', 0.5],
  ['sagemaker:CreateProcessingJob', 0.2],
  ['sagemaker:CreateModel', 0.15],
  ['sagemaker:CreateEndpoint', 0.1],
  ['sagemaker:ListNotebookInstances', 0.2],
  ['sagemaker:CreatePresignedDomainUrl', 0.3],
  ['sagemaker:DescribeDomain', 0.2],
  ['athena:GetQueryResults', 1],
  ['glue:GetTables', 0.6],
  ['glue:GetDatabases', 0.3],
  ['glue:StartJobRun', 0.1],
  ['s3:ListBuckets', 0.3],
  ['s3:GetBucketLocation', 0.3],
  ['ecr:DescribeImages', 0.2],
  ['ecr:GetAuthorizationToken', 0.3],
  ['logs:FilterLogEvents', 0.5],
  ['cloudwatch:GetMetricData', 0.4],
  ['ec2:DescribeInstances', 0.2],
  ['transcribe:StartTranscriptionJob', 0.1],
  ['comprehend:DetectSentiment', 0.1],
  ['textract:AnalyzeDocument', 0.1],
  ['translate:TranslateText', 0.1],
  ['ssm:GetParameter', 0.15],
  ['secretsmanager:GetSecretValue', 0.15],
];

/** A program reads its own settings whenever it starts. */
const configured: Workload = [
  ['ssm:GetParameter', 1],
  ['secretsmanager:GetSecretValue', 1],
];

/** Of these services only what they call; of the others everything. */
const narrow = ['ec2', 'secretsmanager', 'ssm'];
const granted = [...new Set([...everyday, ...tried].map(([action]) => grantFor(permissionOf(action))))].sort();

function grantFor(permission: string): string {
  const [service = ''] = permission.split(':');
  return narrow.includes(service) ? permission : `${service}:*`;
}

/** Those whose purpose is wide, and who try another thing every day: people, their notebooks, and programs of theirs. */
export const researchers: Casts<'researcher' | 'notebook' | 'explorer'> = {
  researcher: (c) => ({
    ...laptop(c, singleSignOn(c, personOf(c), 'ResearchAccess'), 'developer', ['cli', 'boto3', 'browser']),
    ...improviser(c, 1),
  }),
  notebook: (c) => ({
    access: compute(c, 'sagemaker', 'SageMaker', 6),
    rhythm: { kind: 'office', stintsPerDay: 3 + c.random.next() * 2, calls: [5, 30], overtime: 0.3 },
    places: [[placeIn(awsIn(c.account.region), c.random, 6), 1]],
    tools: ['boto3'],
    ...improviser(c, 0.15),
  }),
  explorer: (c) => ({
    access: assumed(c, 'research-agent', `agent-${c.stock.service}`),
    rhythm: { kind: 'steady', stintsPerDay: 4 + c.random.next() * 4, calls: [5, 25] },
    places: [[c.account.nat, 1]],
    tools: ['langchain'],
    denied: 0.03,
    ...improviser(c, 0.1, configured),
  }),
};

/** `share` of the tail in the calls: whoever calls all day comes to something new as seldom as whoever does not. */
function improviser({ stock }: Casting, share: number, always: Workload = []) {
  const purpose = `research on models and data for ${stock.service}: Bedrock, SageMaker and whatever helps`;
  const habitual = new Set(always.map(([action]) => action));
  const rest = tried.filter(([action]) => !habitual.has(action));
  const seldom: Workload = rest.map(([action, weight]) => [action, weight * share]);
  return {
    workload: [...always, ...everyday, ...seldom],
    improvises: true,
    entry: { granted, purpose, expectations: 'none' },
  } as const;
}

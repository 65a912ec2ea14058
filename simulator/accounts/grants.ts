import type { Random } from '../random.ts';
import type { Holds } from './truth.ts';

/** A policy, and the services that its holder's work really needs. */
export interface MadeGrants {
  readonly inline: string | null;
  readonly attached: readonly string[];
  readonly needs: readonly string[];
}

/** The calls that ordinary work makes, by service. */
export const callsOfWork: Readonly<Record<string, readonly string[]>> = {
  dynamodb: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
  ec2: ['ec2:DescribeInstances'],
  kms: ['kms:Decrypt', 'kms:GenerateDataKey'],
  lambda: ['lambda:InvokeFunction'],
  logs: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  s3: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
  sns: ['sns:Publish'],
  sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:SendMessage'],
  states: ['states:StartExecution'],
};

const wide = ['cloudformation', 'dynamodb', 'ec2', 'iam', 'kms', 'lambda', 'rds', 's3', 'secretsmanager', 'ssm'];

const ways = ['iam:AttachRolePolicy', 'iam:CreatePolicyVersion', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'];

export function makeGrants(holds: Holds, random: Random): MadeGrants {
  const needs = random.shuffled(Object.keys(callsOfWork)).slice(0, random.between(1, 3));
  const needed = needs.flatMap((service) => callsOfWork[service] ?? []);
  switch (holds) {
    case 'fitting':
      return { inline: policy(needed, 'arn:aws:s3:::made-up-*'), attached: [], needs };
    case 'slack': {
      const [spare = 'sns'] = Object.keys(callsOfWork).filter((service) => !needs.includes(service));
      return { inline: policy([...needed, ...(callsOfWork[spare] ?? []).slice(0, 1)], '*'), attached: [], needs };
    }
    case 'far-too-much': {
      const [one = 's3'] = needs;
      if (random.chance(0.3)) return { inline: null, attached: ['arn:aws:iam::aws:policy/AdministratorAccess'], needs };
      const services = random.shuffled(wide).slice(0, random.between(5, 8));
      return {
        inline: policy(
          [...new Set([one, ...services])].map((name) => `${name}:*`),
          '*',
        ),
        attached: [],
        needs: [one],
      };
    }
    case 'escalates':
      return { inline: policy([...needed, random.pick(ways)], '*'), attached: [], needs };
    case 'in-charge':
      return { inline: null, attached: ['arn:aws:iam::aws:policy/AdministratorAccess'], needs };
  }
}

function policy(actions: readonly string[], resource: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
  });
}

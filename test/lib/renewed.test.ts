import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { expect, it } from 'vitest';
import { renewContext, renewedAt } from '../../contract/renew.ts';
import { renewPolicies } from '../../lib/renewed.ts';
import { unchecked } from '../unchecked.ts';
import { leanApp } from './lean-app.ts';

const outdir = mkdtempSync(join(tmpdir(), 'rescind-renewed-'));

/** Two statements each, where CloudFormation looks for no drift. */
function policiesOf(context: Readonly<Record<string, string>>) {
  const app = leanApp(outdir, context);
  const stack = new Stack(app, 'Test');
  const principals = [new ServicePrincipal('events.amazonaws.com')];
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  for (const action of ['s3:GetObject', 'sqs:SendMessage']) {
    role.addToPolicy(new PolicyStatement({ actions: [action], resources: [`arn:aws:x:::${action}`] }));
  }
  const queue = new Queue(stack, 'Queue', { enforceSSL: true });
  queue.addToResourcePolicy(new PolicyStatement({ principals, actions: ['sqs:SendMessage'], resources: ['*'] }));
  const topic = new Topic(stack, 'Topic', { enforceSSL: true });
  topic.addToResourcePolicy(new PolicyStatement({ principals, actions: ['sns:Publish'], resources: ['*'] }));
  renewPolicies(app);
  const { Resources } = unchecked(() => Template.fromStack(stack)).toJSON() as {
    Resources: Record<string, { Type: string; Properties: { PolicyDocument: { Statement: { Sid?: string }[] } } }>;
  };
  return Object.values(Resources).flatMap(({ Type, Properties }) =>
    Type.endsWith('Policy') ? [[Type, Properties.PolicyDocument.Statement] as const] : [],
  );
}

it('another name for the first statement makes each policy another, and changes nothing that it says', () => {
  const said = (context: Readonly<Record<string, string>>) =>
    policiesOf(context).map(([type, [{ Sid: _, ...first } = {}, ...more]]) => [type, first, more]);
  const names = (now: number) => policiesOf({ [renewContext]: renewedAt(now) }).map(([, [first]]) => first?.Sid);
  expect(said({}).map(([type]) => type)).toHaveLength(3);
  expect(said({ [renewContext]: renewedAt(1) })).toEqual(said({}));
  expect(new Set(names(1))).toEqual(new Set([renewedAt(1)]));
  expect(names(2)).not.toContain(renewedAt(1));
  expect(renewedAt(1)).toMatch(/^[A-Za-z0-9]+$/);
  expect(policiesOf({}).map(([, [first]]) => first?.Sid)).not.toContain(renewedAt(1));
});

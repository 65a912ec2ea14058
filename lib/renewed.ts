import type { App, IAspect } from 'aws-cdk-lib';
import { Aspects } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { renewContext } from '../contract/renew.ts';

/**
 * CloudFormation does not look for drift in policies, so that one which somebody changed or took off would stay so. It writes each anew
 * whose text is another: where the app is told to renew them, each first statement is named by when that was.
 */
export function renewPolicies(app: App): void {
  const name: unknown = app.node.tryGetContext(renewContext);
  if (typeof name === 'string') Aspects.of(app).add(new Renewed(name));
}

class Renewed implements IAspect {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  visit(node: IConstruct): void {
    if (node instanceof CfnPolicy || node instanceof CfnQueuePolicy || node instanceof CfnTopicPolicy) {
      node.addPropertyOverride('PolicyDocument.Statement.0.Sid', this.#name);
    }
  }
}

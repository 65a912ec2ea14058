import type { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

/** What lets one rule, and no other, send to its target: `action` of the target with this ARN. */
export function sentBy(rule: CfnRule, action: string, target: string): PolicyStatement {
  return new PolicyStatement({
    actions: [action],
    principals: [new ServicePrincipal('events.amazonaws.com')],
    resources: [target],
    conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
  });
}

import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says why a finding of cdk-nag (`S1`, `IAM5[Resource::…]`) is as it should be, at the construct that it is about. */
export function accepted(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
}

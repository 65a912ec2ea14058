import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Lets in only to items of a table whose keys are of these patterns. */
export function keyed(actions: readonly string[], resource: string, keys: readonly string[]): PolicyStatement {
  const conditions = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...keys] } };
  return new PolicyStatement({ actions: [...actions], resources: [resource], conditions });
}

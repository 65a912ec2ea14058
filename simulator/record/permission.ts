/** Calls whose permission has another name. */
const permissions: Readonly<Record<string, string>> = {
  's3:ListObjects': 's3:ListBucket',
  's3:HeadObject': 's3:GetObject',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  'lambda:Invoke': 'lambda:InvokeFunction',
  'bedrock:Converse': 'bedrock:InvokeModel',
  'bedrock:ConverseStream': 'bedrock:InvokeModelWithResponseStream',
};

const version = /20\d{6}(?:v\d)?$/;

/** The permission that a call needs, as a policy spells it: `lambda:GetFunction20150331v2` needs `lambda:GetFunction`. */
export function permissionOf(action: string): string {
  return permissions[action] ?? action.replace(version, '');
}

/**
 * The action that IAM checks for a call that CloudTrail records: the log names the API operation, which some services
 * spell otherwise. Lower case, as everywhere that actions are compared.
 */
export function iamAction(recorded: string): string {
  const [service = '', operation = ''] = recorded.toLowerCase().split(':');
  const name = iamService(service);
  // Lambda and CloudFront write the API's version into the event name.
  const bare = operation.replace(/(?:_?20\d{2}_?\d{2}_?\d{2})(?:v\d)?$/, '');
  if (name === 'apigateway') return `apigateway:${gatewayVerb(bare) ?? bare}`;
  return operations[`${name}:${bare}`] ?? `${name}:${bare}`;
}

/** IAM allows API Gateway's calls by the HTTP verb behind them, but not those that came after 2023. */
function gatewayVerb(operation: string): string | undefined {
  if (/portal|product|routingrule/.test(operation)) return undefined;
  return gatewayVerbs.find(([beginning]) => beginning.test(operation))?.[1];
}

const gatewayVerbs = [
  [/^(?:get|export)/, 'get'],
  [/^(?:put|reimport|tag)/, 'put'],
  [/^update/, 'patch'],
  [/^(?:delete|flush|reset|untag)/, 'delete'],
  [/^(?:create|generate|import|test)/, 'post'],
] as const;

/** The name under which IAM knows a service that CloudTrail records, lower case. */
export function iamService(recorded: string): string {
  return serviceNames[recorded] ?? recorded;
}

const serviceNames: Readonly<Record<string, string>> = {
  amazonmq: 'mq',
  email: 'ses',
  monitoring: 'cloudwatch',
  rdsdata: 'rds-data',
  tagging: 'tag',
};

const operations: Readonly<Record<string, string>> = {
  's3:listbuckets': 's3:listallmybuckets',
  's3:listobjects': 's3:listbucket',
  's3:listobjectsv2': 's3:listbucket',
  's3:listobjectversions': 's3:listbucketversions',
  's3:headbucket': 's3:listbucket',
  's3:headobject': 's3:getobject',
  's3:copyobject': 's3:putobject',
  's3:createmultipartupload': 's3:putobject',
  's3:uploadpart': 's3:putobject',
  's3:completemultipartupload': 's3:putobject',
  's3:deleteobjects': 's3:deleteobject',
  's3:getbucketencryption': 's3:getencryptionconfiguration',
  's3:putbucketencryption': 's3:putencryptionconfiguration',
  's3:deletebucketencryption': 's3:putencryptionconfiguration',
  's3:getbucketlifecycle': 's3:getlifecycleconfiguration',
  's3:getbucketlifecycleconfiguration': 's3:getlifecycleconfiguration',
  's3:putbucketlifecycle': 's3:putlifecycleconfiguration',
  's3:putbucketlifecycleconfiguration': 's3:putlifecycleconfiguration',
  's3:deletebucketlifecycle': 's3:putlifecycleconfiguration',
  's3:getbucketreplication': 's3:getreplicationconfiguration',
  's3:putbucketreplication': 's3:putreplicationconfiguration',
  's3:deletebuckettagging': 's3:putbuckettagging',
  's3:deletebucketcors': 's3:putbucketcors',
  's3:deletebucketpublicaccessblock': 's3:putbucketpublicaccessblock',
  'lambda:invoke': 'lambda:invokefunction',
  'bedrock:converse': 'bedrock:invokemodel',
  'bedrock:conversestream': 'bedrock:invokemodelwithresponsestream',
};

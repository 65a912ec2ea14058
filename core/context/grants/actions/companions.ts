import { matchesGlob } from '../../../model/glob.ts';
import { serviceOf } from './service-of.ts';

/**
 * Permissions that are checked inside another call, or go hand in hand with it, and so leave no use of their own: a policy
 * that keeps the first and drops the second breaks at the worst moment.
 */
interface Companions {
  /** Patterns of used actions, lower case. */
  readonly with: readonly string[];
  readonly keep: readonly string[];
}

const stores = ['s3:*object*', 'sqs:*message*', 'sns:publish*', 'dynamodb:*', 'kinesis:*', 'logs:*', 'lambda:*'];
const sealed = ['secretsmanager:*', 'ssm:*parameter*', 'ec2:*', 'rds:*', 'elasticfilesystem:*', 'backup:*', 'ecr:*'];
const takesRole = [
  'ec2:runinstances',
  'ec2:*iaminstanceprofile*',
  'lambda:createfunction',
  'lambda:updatefunctionconfiguration',
  'ecs:registertaskdefinition',
  'ecs:runtask',
  'ecs:createservice',
  'ecs:updateservice',
  'cloudformation:*stack*',
  'cloudformation:*changeset*',
  'codebuild:*project',
  'codepipeline:*pipeline',
  'glue:*job*',
  'glue:*crawler*',
  'states:*statemachine',
  'events:puttargets',
  'scheduler:*schedule',
  'pipes:*pipe',
  'sagemaker:create*',
  'batch:*',
  'datapipeline:*',
  'eks:create*',
  'rds:create*',
  'autoscaling:*',
  'elasticbeanstalk:*',
  'apprunner:*',
  'bedrock:create*',
  'iam:addroletoinstanceprofile',
];

const companions: readonly Companions[] = [
  {
    with: [...stores, ...sealed],
    keep: [
      'kms:decrypt',
      'kms:encrypt',
      'kms:reencrypt*',
      'kms:generatedatakey*',
      'kms:describekey',
      'kms:creategrant',
    ],
  },
  { with: takesRole, keep: ['iam:passrole'] },
  { with: ['*:create*', '*:register*', '*:run*', '*:put*'], keep: ['iam:createservicelinkedrole'] },
  {
    with: ['s3:getobject*', 's3:headobject'],
    keep: ['s3:listbucket', 's3:getobject', 's3:getobjectversion', 's3:getobjecttagging'],
  },
  {
    with: ['s3:putobject*'],
    keep: ['s3:putobject', 's3:putobjecttagging', 's3:putobjectacl', 's3:abortmultipartupload', 's3:list*multipart*'],
  },
  { with: ['s3:deleteobject*'], keep: ['s3:deleteobject', 's3:deleteobjectversion'] },
  { with: ['sts:assumerole*'], keep: ['sts:tagsession', 'sts:setsourceidentity'] },
  {
    with: ['ecr:getauthorizationtoken', 'ecr:batchgetimage'],
    keep: [
      'ecr:getauthorizationtoken',
      'ecr:batchgetimage',
      'ecr:getdownloadurlforlayer',
      'ecr:batchchecklayeravailability',
    ],
  },
  { with: ['logs:*'], keep: ['logs:createloggroup', 'logs:createlogstream', 'logs:putlogevents'] },
  {
    with: ['ec2:createnetworkinterface'],
    keep: ['ec2:*networkinterface*', 'ec2:assignprivateipaddresses', 'ec2:unassignprivateipaddresses'],
  },
  { with: ['sqs:receivemessage'], keep: ['sqs:deletemessage*', 'sqs:changemessagevisibility*', 'sqs:getqueue*'] },
  { with: ['kinesis:getrecords'], keep: ['kinesis:getsharditerator', 'kinesis:listshards', 'kinesis:describestream*'] },
  {
    with: ['dynamodb:*item', 'dynamodb:query', 'dynamodb:scan'],
    keep: ['dynamodb:conditioncheckitem', 'dynamodb:describetable'],
  },
];

/** What makes a thing may tag it in the same call. */
const makes = /^(?:create|run|register|allocate|copy|import|restore|start)/;
const tags = /^(?:tag\w*|createtags|addtags\w*)$/;

/** Tells whether an action is to be kept for the sake of those that were used; all lower case. */
export function companionsOf(used: readonly string[]): (action: string) => boolean {
  const making = new Set(used.filter((one) => makes.test(verbOf(one))).map(serviceOf));
  const keep = companions
    .filter(({ with: first }) => first.some((pattern) => used.some((one) => matchesGlob(pattern, one))))
    .flatMap((one) => one.keep);
  const byService = Map.groupBy(keep, serviceOf);
  return (action) => {
    const service = serviceOf(action);
    if (making.has(service) && tags.test(verbOf(action))) return true;
    return (byService.get(service) ?? []).some((pattern) => matchesGlob(pattern, action));
  };
}

function verbOf(action: string): string {
  return action.slice(action.indexOf(':') + 1);
}

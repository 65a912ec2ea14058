import { matchesGlob } from '../../../model/glob.ts';

/**
 * Actions that leave no management event: data-plane calls, and permissions that are checked inside another call.
 * Not seen is not unused, so they are never called unused.
 */
const unseen = [
  's3:getobject*',
  's3:putobject*',
  's3:deleteobject*',
  's3:listbucket',
  's3:listbucketversions',
  's3:restoreobject',
  's3:replicate*',
  's3:abortmultipartupload',
  's3:list*multipartupload*',
  's3:bypassgovernanceretention',
  's3:objectowneroverridetobucketowner',
  'dynamodb:*item',
  'dynamodb:query',
  'dynamodb:scan',
  'dynamodb:partiql*',
  'dynamodb:getrecords',
  'dynamodb:getsharditerator',
  'lambda:invoke*',
  'lambda:getlayerversion',
  'sqs:sendmessage*',
  'sqs:receivemessage',
  'sqs:deletemessage*',
  'sqs:changemessagevisibility*',
  'sns:publish*',
  'kinesis:putrecord*',
  'kinesis:getrecords',
  'kinesis:getsharditerator',
  'kinesis:subscribetoshard',
  'firehose:putrecord*',
  'events:putevents',
  'logs:putlogevents',
  'logs:getlogevents',
  'logs:filterlogevents',
  'cloudwatch:putmetricdata',
  'cloudwatch:getmetric*',
  'xray:put*',
  'rds-data:*',
  'rds-db:*',
  'es:eshttp*',
  'aoss:apiaccessall',
  'execute-api:*',
  'ebs:*snapshotblock*',
  'elasticfilesystem:client*',
  'kafka-cluster:*',
  'neptune-db:*',
  'dax:*',
  'ssmmessages:*',
  'ec2messages:*',
  'cognito-identity:get*',
  'cognito-idp:initiateauth',
  'servicediscovery:discoverinstances*',
  'appsync:graphql',
  'redshift:joingroup',
  'sts:tagsession',
  'sts:setsourceidentity',
  'iam:passrole',
  'iam:createservicelinkedrole',
  'codeartifact:readfrom*',
  'codecommit:git*',
  'bedrock:callwithbearertoken',
  'glacier:upload*',
  'polly:synthesizespeech',
];

/** Answers given before: an administrator's list is the whole dictionary, and the dictionary does not change. */
const told = new Map<string, boolean>();

/** Lower-case IAM action. */
export function isObservable(action: string): boolean {
  const known = told.get(action);
  if (known !== undefined) return known;
  const answer = !unseen.some((pattern) => matchesGlob(pattern, action));
  told.set(action, answer);
  return answer;
}

import { matchesGlob } from '../../model/glob.ts';
import { blastRadius } from './blast-radius.ts';
import { type GrantStatement, type Grants, resourcesOf } from './grants.ts';
import { type HeldAction, heldActions } from './held-actions.ts';
import { readPolicyDocument } from './policy-document.ts';

/**
 * What a policy gives: `everything` is administrator rights; a list names the single things whose data it lets its holder read or change,
 * none where it only lets look; `more` is more than single things, rights that lead to more, or a text that cannot be read.
 */
export type Gift = 'everything' | 'more' | readonly string[];

export function giftIn(document: string): Gift {
  const statements = statementsIn(document);
  if (statements.some(givesAll)) return 'everything';
  if (statements.length === 0) return 'more';
  const grants = grantsOf(statements);
  if (doesHarm(grants)) return 'more';
  const worksOn = heldActions(grants, Number.POSITIVE_INFINITY).filter(isWork);
  const things = new Set(worksOn.flatMap(({ action }) => resourcesOf(grants, action)).map(thingOf));
  return things.has(null) ? 'more' : [...things].filter((thing) => thing !== null);
}

/** Whether it gives everything: quicker than `giftIn`. */
export function givesAllIn(document: string): boolean {
  return statementsIn(document).some(givesAll);
}

/** Whether it gives rights that do harm or lead to more, on whatever; so does a text that cannot be read. */
export function isPowerIn(document: string): boolean {
  const statements = statementsIn(document);
  return statements.length === 0 || doesHarm(grantsOf(statements));
}

function doesHarm(grants: Grants): boolean {
  return blastRadius(grants).capabilities.some(({ name }) => name !== 'write-objects');
}

function grantsOf(statements: readonly GrantStatement[]): Grants {
  return { statements, boundary: null, unread: [], source: 'declared' };
}

function statementsIn(document: string): readonly GrantStatement[] {
  const read = readPolicyDocument(document, null);
  return read.ok ? read.value : [];
}

function givesAll({ effect, actions, except, resources, conditional }: GrantStatement): boolean {
  return effect === 'allow' && !except && !conditional && actions.some(isAnything) && resources.includes('*');
}

function isAnything(action: string): boolean {
  return action === '*' || action === '*:*' || action === 'iam:*';
}

/** Reads data, or changes anything. Other rights only let look, or are what auditors, scanners and monitors may do with everything. */
function isWork({ action, weight }: HeldAction): boolean {
  if (harmless.some((one) => matchesGlob(one, action))) return false;
  return weight > 2 || readsData.some((one) => matchesGlob(one, action));
}

const readsData = [
  's3:getobject* s3:putobject* s3:deleteobject* s3express:* s3tables:gettabledata s3tables:puttabledata ebs:getsnapshotblock',
  's3-o*:getobject s3-o*:getobjectversion s3vectors:getvectors s3vectors:queryvectors s3:getdataaccess',
  'dynamodb:*getitem dynamodb:query dynamodb:scan dynamodb:partiql* dynamodb:getrecords dynamodb:export* dynamodb:put*',
  'dax:*getitem dax:query dax:scan sagemaker:*getrecord sagemaker:invoke* medical-imaging:getimageframe',
  'rds-data:* redshift-data:* redshift:getclustercredentials* rds:download* timestream:select cassandra:select neptune-db:*',
  'athena:getqueryresults* cloudtrail:getqueryresults es:eshttp* aoss:apiaccessall kendra:query healthlake:read* omics:get*',
  'kinesis:getrecords kinesis:subscribetoshard kinesisvideo:getmedia* sqs:receivemessage mediastore:getobject logs:unmask',
  'ecr:batchgetimage ecr:getdownloadurlforlayer ecr:putimage codeartifact:getpackageversionasset codepipeline:get*jobdetails',
  'codecommit:gitpull codecommit:getfile codecommit:getblob bedrock:invoke* bedrock:retrieve* elasticfilesystem:client*',
  'secretsmanager:*getsecretvalue ssm:getparameter* kms:decrypt kms:reencrypt* kms:generatedatakey* kms:creategrant',
  'ec2:getpassworddata ec2:getconsole* lambda:invoke* lambda:updatefunctioncode workmail:* acm:exportcertificate',
  'sts:assumerole* iam:passrole sso:getrolecredentials codeconnections:getconnectiontoken wafv2:getdecrypted*',
  'lakeformation:getdataaccess lakeformation:gettemporary* datazone:get*credentials finspace*:get*credentials connect:getfederationtoken*',
  'glue:getconnection snowball:getjobunlockcode gamelift:getinstanceaccess gamelift:getcompute*',
  'bedrock-agentcore:getresource*key bedrock-agentcore:getresource*token bedrock-agentcore:getworkloadaccesstoken*',
  'states:revealsecrets glacier:getjoboutput workdocs:getdocument* iotanalytics:getdatasetcontent glue:getsessionendpoint',
  'ssm:getaccesstoken sts:getservicebearertoken cognito-identity:get*token* cognito-identity:getcredentials* redshift:get*token',
  '*:putresourcepolicy *:start*export* *:stream*',
].flatMap((actions) => actions.split(' '));

/**
 * Looks at what there is, not at its contents; notices of what happens; costs, and machines stopped to save them. Tags open doors where rights
 * go by them, but only to holders of such rights; and `tag:` alone tags nothing.
 */
const harmless = [
  '*:list* *:describe* s3:getobject*acl s3:getobject*tagging s3:getobjectlockconfiguration s3:getobjectretention',
  'ce:* health:* pricing:* savingsplans:* support:* tag:* trustedadvisor:* budgets:modifybudget cur:*',
  'cloudwatch:putmetricdata cloudwatch:putdashboard logs:putsubscriptionfilter logs:deletesubscriptionfilter',
  'sns:publish s3:putbucketnotification events:createeventbus ecr:getauthorizationtoken sts:getcalleridentity',
  'ec2:createsnapshot ec2:createsnapshots ec2:copysnapshot ec2:createtags ec2:startinstances ec2:stopinstances',
].flatMap((actions) => actions.split(' '));

/** A bucket with its contents, a table with its indexes, or what else holds data by a name; null for more, and for what leads to more. */
function thingOf(resource: string): string | null {
  return holdsData.exec(resource)?.[0] ?? null;
}

const holdsData = /^arn:[\w-]+:(?:s3:::[^*?$/]+(?=$|\/)|(?:dynamodb|ecr|kinesis|kms|sns|sqs):[^*?$]+?(?=$|\/index\/))/;

import { blastRadius } from '../../context/grants/blast-radius.ts';
import { type Grants, resourcesOf } from '../../context/grants/grants.ts';
import { type HeldAction, heldActions } from '../../context/grants/held-actions.ts';
import { readPolicyDocument } from '../../context/grants/policy-document.ts';
import { noteRecent, recentCalled, seenWithin } from '../../context/recent.ts';
import { storyOf } from '../../context/story.ts';
import type { Target } from '../../intake/credential-use.ts';
import { matchesGlob } from '../../model/glob.ts';
import { day } from '../../model/instant.ts';
import type { Observation } from '../observation.ts';
import { isForVendor, isStrangersDoor, strangeness, strangersOf } from './share-outside.ts';

/** An account outside was let in to a role: what it is given there tells whether it is a vendor, which works on one thing. */

/** Things of this name in `Recent` are roles that an account outside was let in to. */
const doorPrefix = 'door ';
/** Those of them that were made for a vendor, each behind its account. */
const vendorPrefix = 'vendor ';
/** What a vendor was given, behind its account, through whichever role. */
const givenPrefix = 'given ';

/** Whoever makes roles every day makes none for a stranger. */
export function noteLetIn(observation: Observation): void {
  const { use, context } = observation;
  const role = use.target.principalName;
  if (role === null || !isStrangersDoor(observation) || strangeness(observation) < 0.5) return;
  noteRecent(storyOf(context), doorPrefix + role, use.at);
  if (!isForVendor(observation)) return;
  for (const account of strangersOf(observation)) {
    noteRecent(storyOf(context), `${vendorPrefix}${account} ${role}`, use.at);
  }
}

/** What came through, and is no more than a vendor is given: all else is answered for itself, and what is mended after that is no second gift. */
export function noteGift(observation: Observation): void {
  const { use, context } = observation;
  if (use.errorCode !== null || !isGift(observation)) return;
  const gift = giftOf(use.target);
  if (gift === null || !isOneErrand(observation, gift)) return;
  for (const account of vendorsBehind(observation)) {
    for (const thing of gift) noteRecent(storyOf(context), `${givenPrefix}${account} ${thing}`, use.at);
  }
}

/** The call changes what a role may do that an account outside was let in to a while ago. */
export function concernsGuest({ use, context }: Observation): boolean {
  const { principalName } = use.target;
  return principalName !== null && seenWithin(storyOf(context), doorPrefix + principalName, use.at, day);
}

/** More than a look, for an account outside that was let in: what auditors do not need, and what is not a vendor's one errand. */
export function servesGuest(observation: Observation): boolean {
  if (!isGift(observation)) return false;
  const gift = giftOf(observation.use.target);
  if (gift === null) return true;
  return gift.length > 0 && (vendorsBehind(observation).length === 0 || !isOneErrand(observation, gift));
}

function isGift(observation: Observation): boolean {
  return gives.has(observation.use.action) && concernsGuest(observation);
}

const gives = new Set(['iam:AttachRolePolicy', 'iam:PutRolePolicy']);

/** The accounts that the role was made for, as vendors. */
function vendorsBehind({ use, context }: Observation): string[] {
  return calledWithinDay({ use, context }, vendorPrefix).flatMap((one) => {
    const [account = '', role] = one.split(' ', 2);
    return role === use.target.principalName ? [account] : [];
  });
}

function calledWithinDay({ use, context }: Pick<Observation, 'use' | 'context'>, prefix: string): string[] {
  return recentCalled(storyOf(context), prefix, use.at).flatMap(([one, at]) => (use.at - at <= day ? [one] : []));
}

/** With all that the vendor was given before: one bucket, table or the like, the one key of it and the one queue of its events. */
function isOneErrand(observation: Observation, gift: readonly string[]): boolean {
  return vendorsBehind(observation).every((account) => {
    const things = new Set([...gift, ...calledWithinDay(observation, `${givenPrefix}${account} `)]);
    return new Set([...things].map(partOf)).size === things.size;
  });
}

function partOf(thing: string): string {
  return /^arn:[\w-]+:(kms|sqs):/.exec(thing)?.[1] ?? 'data';
}

/** The things that a call gives to work on, none of it where it only lets look; null for more than single things, and for what leads on. */
function giftOf({ document, policyArn }: Target): readonly string[] | null {
  if (document === undefined) return forAuditors.test(policyArn ?? '') ? [] : null;
  const read = readPolicyDocument(document, null);
  if (!read.ok) return null;
  const grants: Grants = { statements: read.value, boundary: null, unread: [], source: 'declared' };
  if (blastRadius(grants).capabilities.some(({ name }) => name !== 'write-objects')) return null;
  const worksOn = heldActions(grants, Number.POSITIVE_INFINITY).filter((held) => !isLook(held));
  const things = new Set(worksOn.flatMap(({ action }) => resourcesOf(grants, action)).map(thingOf));
  return things.has(null) ? null : [...things].filter((thing) => thing !== null);
}

const forAuditors = /^arn:[\w-]+:iam::aws:policy\/(?:SecurityAudit|ReadOnlyAccess|job-function\/ViewOnlyAccess)$/;

/** Lists and describes, reads what holds no data, or is what auditors, scanners and monitors are let do with everything. */
function isLook({ action, weight }: HeldAction): boolean {
  if (weight === 1 || besides.has(action) || settings.some((one) => matchesGlob(one, action))) return true;
  return weight === 2 && !keepsData.has(action.slice(0, action.indexOf(':')));
}

/** Where reading may be reading what is in it. Logs and traces are what a monitor is there for. */
const keepsData = new Set(
  [
    's3 s3express s3-object-lambda s3-outposts ebs elasticfilesystem fsx backup glacier',
    'dynamodb dax rds-data redshift redshift-data timestream qldb cassandra neptune-db',
    'athena glue lakeformation es aoss elasticmapreduce sagemaker bedrock qbusiness',
    'kms secretsmanager ssm ssmmessages ec2 ec2-instance-connect lightsail eks sts sso',
    'kinesis firehose sqs kafka kafka-cluster lambda states ecr codecommit codeartifact',
    'cognito-idp cognito-identity cognito-sync workmail workdocs connect mobiletargeting appsync',
  ].flatMap((services) => services.split(' ')),
);

/** Of what there is, and not what is in it. */
const settings = ['*:list*', '*:get*policy', '*:get*status', '*:get*tagging', 's3:getbucket*', 's3:get*configuration'];

/** What scanners and monitors begin with: a copy that stays in the account, and word of what happens from now on. */
const besides = new Set([
  ...['ec2:createsnapshot', 'ec2:createsnapshots', 'ec2:copysnapshot', 'ec2:createtags'],
  ...['logs:putsubscriptionfilter', 'logs:deletesubscriptionfilter', 's3:putbucketnotification', 'sns:publish'],
  ...['events:createeventbus', 'support:refreshtrustedadvisorcheck'],
]);

/** A bucket with all that is in it, a table with its indexes, or what else holds data by its name; null for more. Roles and machines lead on. */
function thingOf(resource: string): string | null {
  return holdsData.exec(resource)?.[0] ?? null;
}

const holdsData = /^arn:[\w-]+:(?:s3:::[^*?$/]+(?=$|\/)|(?:dynamodb|ecr|kinesis|kms|sns|sqs):[^*?$]+?(?=$|\/index\/))/;

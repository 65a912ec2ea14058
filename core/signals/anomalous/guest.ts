import { blastRadius } from '../../context/grants/blast-radius.ts';
import { type Grants, resourcesOf } from '../../context/grants/grants.ts';
import { type HeldAction, heldActions } from '../../context/grants/held-actions.ts';
import { readPolicyDocument } from '../../context/grants/policy-document.ts';
import { calledWithin, countRecent, noteRecent, seenWithin } from '../../context/recent.ts';
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
  if (role === null || use.errorCode !== null || !isStrangersDoor(observation)) return;
  if (strangeness(observation) < 0.5) return;
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
export function concernsGuest(observation: Observation): boolean {
  const { use, context } = observation;
  const { principalName } = use.target;
  if (principalName === null) return false;
  return doorsOf(observation) >= mostDoors || seenWithin(storyOf(context), doorPrefix + principalName, use.at, day);
}

function doorsOf({ use, context }: Observation): number {
  return countRecent(storyOf(context), doorPrefix, use.at, day);
}

/** Who opens so many in a day opens any, and pushes the first of them out. */
const mostDoors = 24;

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
  return calledWithin(storyOf(context), vendorPrefix, use.at, day).flatMap((one) => {
    const [account = '', role] = one.split(' ', 2);
    return role === use.target.principalName ? [account] : [];
  });
}

/** With all that the vendor was given before: one bucket, table or the like, the one key of it, the one queue and the one topic of its events. */
function isOneErrand(observation: Observation, gift: readonly string[]): boolean {
  const { use, context } = observation;
  return vendorsBehind(observation).every((account) => {
    const things = new Set([...gift, ...calledWithin(storyOf(context), `${givenPrefix}${account} `, use.at, day)]);
    return new Set([...things].map(partOf)).size === things.size;
  });
}

function partOf(thing: string): string {
  return /^arn:[\w-]+:(kms|sqs|sns):/.exec(thing)?.[1] ?? 'data';
}

/** The things that a call gives to work on, none of it where it only lets look; null for more than single things, and for what leads on. */
function giftOf({ document, policyArn }: Target): readonly string[] | null {
  if (document === undefined) return forAuditors.test(policyArn ?? '') ? [] : null;
  const read = readPolicyDocument(document, null);
  if (!read.ok) return null;
  const grants: Grants = { statements: read.value, boundary: null, unread: [], source: 'declared' };
  if (blastRadius(grants).capabilities.some(({ name }) => name !== 'write-objects')) return null;
  const worksOn = heldActions(grants, Number.POSITIVE_INFINITY).filter(isWork);
  const things = new Set(worksOn.flatMap(({ action }) => resourcesOf(grants, action)).map(thingOf));
  return things.has(null) ? null : [...things].filter((thing) => thing !== null);
}

const forAuditors = /^arn:[\w-]+:iam::aws:policy\/(?:SecurityAudit|ReadOnlyAccess|job-function\/ViewOnlyAccess)$/;

/** Reads data, or changes anything: all else lets look, or is what auditors, scanners and monitors are let do with everything. */
function isWork({ action, weight }: HeldAction): boolean {
  if (harmless.some((one) => matchesGlob(one, action))) return false;
  return weight > 2 || readsData.some((one) => matchesGlob(one, action));
}

const readsData = [
  's3:getobject* s3:putobject* s3:deleteobject* s3express:* s3tables:gettabledata s3tables:puttabledata ebs:getsnapshotblock',
  'dynamodb:*getitem dynamodb:query dynamodb:scan dynamodb:partiql* dynamodb:getrecords dynamodb:export* dynamodb:put*',
  'rds-data:* redshift-data:* redshift:getclustercredentials* rds:download* timestream:select cassandra:select neptune-db:*',
  'athena:getqueryresults* cloudtrail:getqueryresults es:eshttp* aoss:apiaccessall kendra:query healthlake:read* omics:get*',
  'kinesis:getrecords kinesis:subscribetoshard kinesisvideo:getmedia* sqs:receivemessage mediastore:getobject',
  'ecr:batchgetimage ecr:getdownloadurlforlayer ecr:putimage codecommit:gitpull codecommit:getfile codeartifact:getpackageversionasset',
  'secretsmanager:*getsecretvalue ssm:getparameter* kms:decrypt kms:reencrypt* kms:generatedatakey* kms:creategrant',
  'ec2:getpassworddata ec2:getconsole* lambda:invoke* lambda:updatefunctioncode workmail:*',
  'sts:assumerole* iam:passrole sso:getrolecredentials codeconnections:getconnectiontoken wafv2:getdecrypted* bedrock:invoke*',
  '*:putresourcepolicy *:start*export* *:stream*',
].flatMap((actions) => actions.split(' '));

/** Of what there is, and not what is in it; word of what happens from now on; what is paid, and machines stopped for it. */
const harmless = [
  '*:list* *:describe* s3:getobject*acl s3:getobject*tagging s3:getobjectlockconfiguration s3:getobjectretention',
  'budgets:* ce:* cloudwatch:* cur:* health:* pricing:* savingsplans:* support:* tag:* trustedadvisor:* xray:*',
  'logs:* sns:publish s3:putbucketnotification events:createeventbus ecr:getauthorizationtoken sts:getcalleridentity',
  'ec2:createsnapshot ec2:createsnapshots ec2:copysnapshot ec2:createtags ec2:startinstances ec2:stopinstances',
].flatMap((actions) => actions.split(' '));

/** A bucket with all that is in it, a table with its indexes, or what else holds data by its name; null for more. Roles and machines lead on. */
function thingOf(resource: string): string | null {
  return holdsData.exec(resource)?.[0] ?? null;
}

const holdsData = /^arn:[\w-]+:(?:s3:::[^*?$/]+(?=$|\/)|(?:dynamodb|ecr|kinesis|kms|sns|sqs):[^*?$]+?(?=$|\/index\/))/;

import { blastRadius } from '../../context/grants/blast-radius.ts';
import { reachOf, resourcesOf } from '../../context/grants/grants.ts';
import { readPolicyDocument } from '../../context/grants/policy-document.ts';
import { fingerprint } from '../../context/habits/fingerprint.ts';
import { countRecent, noteRecent, seenWithin } from '../../context/recent.ts';
import { hoursOf, isPersonByRecord, openedBy } from '../../context/sighting.ts';
import { storyOf } from '../../context/story.ts';
import { day } from '../../model/instant.ts';
import { firstness, isSettled, type Observation, surpriseOf, whoBesideDeed } from '../observation.ts';
import { graveAction, targetWords, type Weigh } from './grave-action.ts';
import { isAtHome } from './new-network.ts';

export const shareOutside = graveAction({
  id: 'S20',
  name: 'share-outside',
  tactic: 'exfiltration',
  base: 4,
  authority: 'pin',
  basis: 'fact',
  sentence: 'The credential opens data to an account outside, or to everybody.',
  attack: ['T1537', 'T1530'],
  falsePositives: ['A partner account is given a snapshot.', 'A public website bucket is set up.'],
  deed: (observation) => {
    const strangers = strangersOf(observation);
    const what = targetWords(observation) || 'data';
    return strangers.length === 0
      ? `${observation.use.action} on ${what}`
      : `Shared ${what} with ${strangers.join(', ')} (${observation.use.action})`;
  },
  weigh: (observation, bits) => {
    const strangers = strangersOf(observation);
    if (strangers.length === 0) return { bits: Math.min(bits, 3), authority: 'corroborate' };
    // A share with a stranger is news each time, however often the call itself is made; with a partner of long standing it is not.
    const stranger = strangeness(observation);
    const first = firstness(observation, 'action', observation.use.action);
    return { bits: (Math.max(bits, 6) + 3 * Math.max(0.5, first)) * stranger };
  },
});

/** A door for an account outside is news each time, however often doors are made. Null for all that is none. */
export function weighDoor(observation: Observation, bits: number): ReturnType<Weigh> {
  if (!isStrangersDoor(observation)) return null;
  const strange = strangeness(observation);
  if (isForVendor(observation)) return { bits: Math.max(bits + 2, vendorBits) * strange, authority: 'corroborate' };
  return { bits: (Math.max(bits, 5) + 2) * strange, authority: 'pin', basis: 'fact' };
}

/**
 * Somebody at their own desk lets a vendor in, which has its customers ask for an external id. What the vendor is given comes
 * after it, and tells whether it is one.
 */
function isForVendor(observation: Observation): boolean {
  const { use, context, network } = observation;
  return (
    use.target.asksExternalId === true &&
    isPersonByRecord(use, context.session) &&
    isSettled(observation) &&
    network !== null &&
    (network.house === true || firstness(observation, 'network', network.id) < 1) &&
    isAtHome(observation) &&
    surpriseOf(observation, 'hours', hoursOf(use.at)) < whoBesideDeed
  );
}

/** Worth a word by itself. */
const vendorBits = 8;

/** Things of this name in `Recent` are roles that an account outside was let in to. */
const letInPrefix = 'grave let in ';
/** Those of them that were made for a vendor. */
const vendorPrefix = 'vendor let in ';

/** What they are given. */
const giftPrefix = 'given to ';

/** Whoever makes roles every day makes none for a stranger. */
export function noteLetIn(observation: Observation): void {
  const { use, context } = observation;
  const role = use.target.principalName;
  if (role === null || !isStrangersDoor(observation) || strangeness(observation) < 0.5) return;
  noteRecent(storyOf(context), letInPrefix + role, use.at);
  if (isForVendor(observation)) noteRecent(storyOf(context), vendorPrefix + role, use.at);
}

/** And what it is given then, since a vendor is given one thing. */
export function noteGift(observation: Observation): void {
  const { use, context } = observation;
  if (!gives.has(use.action) || !concernsGuest(observation)) return;
  const { principalName, policyArn, document } = use.target;
  noteRecent(storyOf(context), `${giftPrefix}${principalName} ${fingerprint(policyArn ?? document ?? '')}`, use.at);
}

/** The call changes what a role may do that an account outside was let in to a while ago. */
export function concernsGuest({ use, context }: Observation): boolean {
  const { principalName } = use.target;
  return principalName !== null && seenWithin(storyOf(context), letInPrefix + principalName, use.at, day);
}

/** More than a look, for an account outside that was let in: what auditors do not need. */
export function servesGuest(observation: Observation): boolean {
  const { action, target } = observation.use;
  if (!gives.has(action) || !concernsGuest(observation)) return false;
  if (target.document === undefined) return !forAuditors.test(target.policyArn ?? '');
  const read = readPolicyDocument(target.document, null);
  if (!read.ok) return true;
  const grants = { statements: read.value, boundary: null, unread: [], source: 'declared' } as const;
  const { capabilities } = blastRadius(grants);
  if (isVendors(observation) && capabilities.every(({ name }) => name === 'write-objects')) {
    const things = new Set(worksOn.flatMap((one) => resourcesOf(grants, one)).map(thingOf));
    return things.has(null) || things.size > 1;
  }
  return capabilities.length > 0 || opensData.some((one) => reachOf(grants, one) > 0);
}

/** By the first that it is given: a second is another errand. */
function isVendors({ use, context }: Observation): boolean {
  const role = use.target.principalName;
  const story = storyOf(context);
  return (
    seenWithin(story, vendorPrefix + role, use.at, day) && countRecent(story, `${giftPrefix}${role} `, use.at, day) <= 1
  );
}

/** What a vendor is given to work on: a bucket with all that is in it, or a table, a queue or a key by its name; null for more. Roles and machines lead on. */
function thingOf(resource: string): string | null {
  return /^arn:[\w-]+:(?:s3:::[^*?/$]+(?=$|\/)|(?!s3|iam|ec2)[^*?]+$)/.exec(resource)?.[0] ?? null;
}

/** What takes data or goes on from there, where it is written out for the guest. */
const opensData = [
  's3:getobject',
  'dynamodb:getitem',
  'dynamodb:query',
  'dynamodb:scan',
  'kms:decrypt',
  'sqs:receivemessage',
  'sts:assumerole',
  'ssm:sendcommand',
];
/** The same, and what puts data there or hands a role on: of a vendor’s each names its one thing. */
const worksOn = [...opensData, 's3:putobject', 'iam:passrole'];

const gives = new Set(['iam:AttachRolePolicy', 'iam:PutRolePolicy']);
const forAuditors = /^arn:[\w-]+:iam::aws:policy\/(?:SecurityAudit|ReadOnlyAccess|job-function\/ViewOnlyAccess)$/;

/** Says who may come in by it, lest a usual call seem to be all; nothing for all that is no such door. */
export function doorWords(observation: Observation): string {
  return isStrangersDoor(observation) ? `, open to ${strangersOf(observation).join(', ')}` : '';
}

/** A role, new or not, that an account outside is let in to, or a function that it may run from then on. */
export function isStrangersDoor(observation: Observation): boolean {
  const { action } = observation.use;
  const strangers = strangersOf(observation);
  // A function that everybody may call is what a web page is made of.
  return opensRole.has(action)
    ? strangers.length > 0
    : action === opensFunction && strangers.some((one) => one !== 'all');
}

const opensRole = new Set(['iam:UpdateAssumeRolePolicy', 'iam:CreateRole']);
const opensFunction = 'lambda:AddPermission';

/** 1 for accounts that it never opened anything to, 0 from three trusted days of doing so on. */
export function strangeness(observation: Observation): number {
  return firstness(observation, 'resource', openedBy(observation.use) ?? '');
}

/** Accounts outside the organisation as far as it is known, and `all`. */
export function strangersOf(observation: Observation): readonly string[] {
  const { use, context } = observation;
  return use.target.sharedWith.filter(
    (account) => account !== use.credential.accountId && !context.knownAccounts.has(account),
  );
}

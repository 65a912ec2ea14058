import { type Env, noGuard, noTrail } from '../contract/env.ts';
import { type Homes, isOwnRole, memberRoleIn } from '../contract/permissions.ts';
import { type Fields, fieldsOf, textOf } from '../core/intake/fields.ts';
import { callerOf, requestOf } from '../core/intake/trail-record.ts';
import { callOf } from '../core/intake/what/call.ts';
import { isMild } from '../core/intake/what/mild.ts';
import { homesIn, isForOwn } from './own-roles.ts';

/** Calls that stop what we hear by or stand on, whatever trail or account they are about. */
const ofTrails =
  /^(StopLogging|(Delete|Update)Trail|PutEventSelectors|LeaveOrganization|DeactivateOrganizationsAccess|DeregisterOrganizationDelegatedAdmin)$/;

/** The same, where they are about a service that we or a trail of the organisation work by. */
const ofServices = /^(DeregisterDelegatedAdministrator|DisableAWSServiceAccess)$/;
const servesUs = /^(member\.org\.stacksets\.cloudformation|cloudtrail)\.amazonaws\.com$/;

/** The guard is known by its number alone. */
const ofPolicies = /^(Delete|Detach|Update)Policy$/;

/** Calls that change a thing, by the event sources of the things that we are made of. */
const changes = /^(Add|Attach|Create|Delete|Detach|Disable|Purge|Put|Remove|Set|Stop|Unsubscribe|Update)/;

/** Names what it was about in its answer alone: the function, where the call gives a number of the mapping's own. */
const ofMappings = /^(Delete|Update)EventSourceMapping/;

/** The API has the second name, and CloudTrail the first. */
const ofNotifications = /^PutBucketNotification(Configuration)?$/;
const ours =
  /^(cloudformation|dynamodb|events|iam|lambda|logs|monitoring|organizations|s3|scheduler|secretsmanager|sns|sqs|states|sts)\.amazonaws\.com$/;

/** How whoever deploys us begins: it changes nothing yet, and would ring at each deployment. */
const ofChangeSets = /ChangeSet$/;

/** What of ours no name tells. */
export interface Ours {
  readonly homes: Homes;
  /** The bucket that the other lane reads; null where there is none. */
  readonly trail: string | null;
  /** The number of the guard, a service control policy; null where there is none. */
  readonly guard: string | null;
}

export function oursIn(env: Pick<Env<'observe' | 'ingest'>, 'homes' | 'trail' | 'guard'>): Ours {
  const { trail, guard } = env;
  return { homes: homesIn(env), trail: trail === noTrail ? null : trail, guard: guard === noGuard ? null : guard };
}

/**
 * Whether by this record somebody else than we or CloudFormation changes what Rescind is made of, undoes what it did, or stops a trail. It
 * is known by its name, which all of it bears but a trail's bucket; a refused try counts, since nobody honest tries.
 */
export function isTampering(value: unknown, { homes, trail, guard }: Ours): boolean {
  const record = fieldsOf(value);
  const name = textOf(record.eventName) ?? '';
  if (isByCloudFormation(record)) return false;
  // No role of ours has it to do.
  if (ofTrails.test(name)) return true;
  const { servicePrincipal, policyId, policyType } = fieldsOf(record.requestParameters);
  if (ofServices.test(name) && servesUs.test(textOf(servicePrincipal) ?? '')) return true;
  if (guard !== null && policyId === guard && ofPolicies.test(name)) return true;
  if (guard !== null && policyType === 'SERVICE_CONTROL_POLICY' && name === 'DisablePolicyType') return true;
  if (isOurDoing(record, homes)) return false;
  if (!changes.test(name) || ofChangeSets.test(name) || !ours.test(textOf(record.eventSource) ?? '')) return false;
  if (ofMappings.test(name) && mentionsUs(record.responseElements, 0)) return true;
  return mentionsUs(record.requestParameters, 0) || (ofNotifications.test(name) && silences(record, trail));
}

/** Whether the trail's bucket would tell EventBridge of its files no longer: what is put there takes the place of all before. */
function silences({ requestParameters }: Fields, trail: string | null): boolean {
  const { bucketName, NotificationConfiguration } = fieldsOf(requestParameters);
  return trail !== null && bucketName === trail && !('EventBridgeConfiguration' in fieldsOf(NotificationConfiguration));
}

/** By AWS's word, which nobody else can say: `member.org.stacksets.…`, too, which makes the role that stack sets act in. */
function isByCloudFormation(record: Fields): boolean {
  return [callerOf(record).invokedBy, record.sourceIPAddress].some((one) => cloudFormation.test(textOf(one) ?? ''));
}

const cloudFormation = /^(member\.org\.stacksets\.)?cloudformation\.amazonaws\.com$/;

function isOurDoing(record: Fields, homes: Homes): boolean {
  const role = textOf(fieldsOf(fieldsOf(callerOf(record).sessionContext).sessionIssuer).arn) ?? '';
  if (memberRoleIn(role) === null) return isOwnRole(role, homes);
  const call = callOf(record);
  if (call === null) return false;
  const { policyName, policyArn, userName, roleName } = requestOf(record);
  return isForOwn(role, textOf(record.recipientAccountId), {
    action: call.action,
    principalName: textOf(userName ?? roleName),
    policyName: textOf(policyName),
    policyArn: textOf(policyArn),
    isMild: isMild(call.action, requestOf(record)),
  });
}

/** Parameters are the caller's: no deeper than any call has them, which is a list in a condition of a bucket's policy. */
const deepest = 6;

function mentionsUs(value: unknown, depth: number): boolean {
  // `rescind-hub`, `rescind` itself, and `RescindWatch-…`, but no word that only begins so; the role that deploys us to members; and the
  // secret that signs links, which CloudFormation names without its stack.
  if (typeof value === 'string') return ourNames.test(value);
  if (typeof value !== 'object' || value === null || depth > deepest) return false;
  return Object.values(value).some((one) => mentionsUs(one, depth + 1));
}

const ourNames =
  /(^|[/:_-])([Rr]escind([/_-]|$)|Rescind[A-Z]|stacksets-exec-[0-9a-f]{32}$|NotifyLinksKey[0-9A-F]{8}(-|$))/;

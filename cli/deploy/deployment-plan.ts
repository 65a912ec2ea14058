import type { OrganizationFacts } from '../../adapters/aws/deployment/organization.ts';
import type { Place } from '../../adapters/aws/deployment/place.ts';
import { misnamed } from '../../contract/misnamed.ts';
import { noRoom } from '../../contract/room.ts';
import { bindingsIn } from '../../contract/rotation.ts';
import { runbookContext } from '../../contract/runbook.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import { seenOnce } from './deployment-fault.ts';
import { regionsOn } from './hearing.ts';
import { refusedAloneRegions, refusedMemberRegions, refusedPartition, refusedWatchRegion } from './regions.ts';
import { refusedTrailKey } from './trail/trail-key.ts';

/** What the user asked for beyond what can be found out. */
export interface DeploymentWish {
  /** Null: this account alone. Empty: all of the organisation. */
  readonly units: readonly string[] | null;
  /** Regions that are watched of an organisation; null: all that are switched on. */
  readonly regions: readonly string[] | null;
  readonly trailBucket: string | null;
  /** ARN of the key that its files are encrypted with; null where they are not, or with AWS's own. */
  readonly trailKey?: string | null;
  /** Null: as many as usual. */
  readonly backfillDays: number | null;
  readonly inspector: string | null;
  readonly slackSecret: string | null;
  /** Which users' keys lie in which secrets, as JSON. */
  readonly rotate?: string | null;
  /** Secrets with which tokens are revoked, with commas between. */
  readonly tokenSecrets?: string | null;
  /** False: no role that writes inline policies. */
  readonly inlineDenies: boolean;
  /** Whether a service control policy keeps the seal on in the members. */
  readonly guard: boolean;
  /** The Region that it is watched from, or `none`; null: the usual one. */
  readonly watch?: string | null;
  /** Where the texts of alarms link to; null: they name the page of this repository. */
  readonly runbook?: string | null;
}

/** Why it cannot be done, in one sentence, and what to do about it. */
export interface Refusal {
  readonly what: string;
  readonly remedy: string;
}

export interface DeploymentPlan {
  /** Names and values for `cdk synth -c name=value`. */
  readonly context: readonly (readonly [string, string])[];
  readonly bootstraps: boolean;
}

/** The CDK's bootstrap that the stack's template asks for. */
export const bootstrapNeeded = 6;

/** What a deployment there takes, or the first thing that stands in its way. */
export function planDeployment(
  wish: DeploymentWish,
  place: Place,
  organization: OrganizationFacts | null,
): Result<DeploymentPlan, Refusal> {
  const { region, accountId, bootstrap } = place;
  const elsewhere = refusedPartition(region);
  if (elsewhere !== null) return fail(elsewhere);
  if (!bootstrap.ok) {
    return fail({
      what: `It is not known whether account ${accountId} is bootstrapped for the CDK in ${region}: ${bootstrap.error}.`,
      remedy:
        seenOnce(bootstrap.error) ??
        'Use credentials that may call cloudformation:DescribeStacks; docs/deploy.md lists what is needed.',
    });
  }
  const bootstraps = bootstrap.value === null || bootstrap.value < bootstrapNeeded;
  const {
    trailBucket,
    trailKey = null,
    inspector,
    slackSecret,
    rotate = null,
    tokenSecrets = null,
    watch = null,
    runbook = null,
  } = wish;
  const unwatched = refusedWatchRegion(watch, place);
  if (unwatched !== null) return fail(unwatched);
  const unlearned = refusedNames(wish, place) ?? refusedLearning(wish) ?? refusedTrailKey(wish, region);
  if (unlearned !== null) return fail(unlearned);
  const backfillDays = wish.backfillDays === null ? null : String(wish.backfillDays);
  const inlineDenies = wish.inlineDenies ? null : 'no';
  const given = {
    trailBucket,
    trailKey,
    backfillDays,
    inspector,
    slackSecret,
    rotate,
    tokenSecrets,
    inlineDenies,
    watch,
    [runbookContext]: runbook,
  };
  const own = Object.entries(given).filter(isGiven);
  if (wish.units === null) {
    const refused = wish.guard ? guardNeedsMembers : refusedAloneRegions(wish.regions ?? [], region);
    return refused === null ? ok({ context: own, bootstraps }) : fail(refused);
  }
  const regions = wish.regions ?? regionsOn(place);
  const unheard = refusedMemberRegions(regions, place);
  if (unheard !== null) return fail(unheard);
  const administered = administeredBy(accountId, organization ?? { kind: 'none' });
  if (!administered.ok) return administered;
  const { id, rootId, callAs, managementAccountId, hasControlPolicies } = administered.value;
  if (trailBucket === 'new' && callAs === 'DELEGATED_ADMIN') return fail(trailOfManagement(accountId, id));
  if (wish.guard && !hasControlPolicies) return fail(controlPoliciesOff(id, rootId));
  const units = wish.units.length === 0 ? [rootId] : wish.units;
  const members: readonly (readonly [string, string])[] = [
    ['organization', id],
    ['units', units.join(',')],
    ['regions', regions.join(',')],
    ...(callAs === 'DELEGATED_ADMIN'
      ? ([
          ['delegated', 'true'],
          ['management', managementAccountId],
        ] as const)
      : []),
    ...(wish.guard ? [['guard', 'yes'] as const] : []),
  ];
  return ok({ context: [...members, ...own], bootstraps });
}

/** The same where another deployment watches the account itself. */
export function besideAnother({ context, bootstraps }: DeploymentPlan): DeploymentPlan {
  return { context: [...context, ['ownAccount', 'no']], bootstraps };
}

function isGiven(entry: [string, string | null]): entry is [string, string] {
  return entry[1] !== null;
}

/** What AWS would refuse or never use, and more than it lets functions be told and roles reach. */
function refusedNames(wish: DeploymentWish, { region, accountId }: Place): Refusal | null {
  const { inspector, slackSecret, rotate = null } = wish;
  const tokenSecrets = wish.tokenSecrets?.split(',') ?? [];
  const bindings = rotate === null ? [] : bindingsIn(rotate);
  const wrong =
    misnamed({ inspector, slackSecret, tokenSecrets, bindings }, { region, accountId }) ??
    noRoom({ units: wish.units ?? [], bindings, tokenSecrets });
  return wrong === null ? null : { what: `${wrong.what}.`, remedy: wrong.remedy };
}

/** Days are learned from what a bucket has of them. */
function refusedLearning({ backfillDays, trailBucket }: DeploymentWish): Refusal | null {
  if (backfillDays === null || backfillDays === 0 || (trailBucket !== null && trailBucket !== 'new')) return null;
  return {
    what: `${backfillDays} earlier days are to be learned, but ${trailBucket === null ? 'no bucket is named to which a trail wrote them' : 'a new bucket holds none of them'}.`,
    remedy: 'Name the bucket that a trail writes to already (--trail-bucket NAME), or leave out --backfill-days.',
  };
}

const guardNeedsMembers: Refusal = {
  what: 'The guard is a service control policy on the members of an organisation, and this account is deployed alone.',
  remedy: 'Leave out --guard, or add --organization.',
};

/** CloudTrail writes in the name of the trail's owner, and the bucket that is made lets in the own account's trail alone. */
function trailOfManagement(accountId: string, id: string): Refusal {
  return {
    what: `A trail of the organisation ${id} always belongs to its management account, so account ${accountId} cannot create it here with its bucket.`,
    remedy: `Create it in the management account, writing to a bucket of account ${accountId}, and name that: --trail-bucket NAME. Or leave out --trail-bucket.`,
  };
}

function controlPoliciesOff(id: string, rootId: string): Refusal {
  return {
    what: `Service control policies are switched off in ${id}, and the guard is one of them.`,
    remedy: `Leave out --guard, or in the management account run: aws organizations enable-policy-type --root-id ${rootId} --policy-type SERVICE_CONTROL_POLICY`,
  };
}

type Administrator = Extract<OrganizationFacts, { kind: 'administrator' }>;

/** The organisation, where this account may put stack sets into its members. */
function administeredBy(accountId: string, organization: OrganizationFacts): Result<Administrator, Refusal> {
  switch (organization.kind) {
    case 'none':
      return fail({
        what: `Account ${accountId} is in no organisation.`,
        remedy: 'Leave out --organization, or sign in to the management account of one.',
      });
    case 'member':
      return fail({
        what: `Account ${accountId} is a member of ${organization.id} to which stack sets are not delegated.`,
        remedy: `In the management account ${organization.managementAccountId} run: aws organizations register-delegated-administrator --account-id ${accountId} --service-principal member.org.stacksets.cloudformation.amazonaws.com`,
      });
    case 'administrator':
      if (organization.trusted) return ok(organization);
      return fail({
        what: `CloudFormation may not create stack sets in the accounts of ${organization.id}: trusted access is off.`,
        remedy: 'In the management account run: aws cloudformation activate-organizations-access',
      });
  }
}

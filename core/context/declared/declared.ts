import type { CredentialUse } from '../../intake/credential-use.ts';
import { matchesGlob } from '../../model/glob.ts';
import type { Instant } from '../../model/instant.ts';
import { once } from '../../model/once.ts';
import { iamAction, iamService } from '../grants/actions/iam-action.ts';
import type { DeclaredContext } from '../recorded-context.ts';
import { isActionMisspelt, isRegionWord, isServiceMisspelt } from './misspelt.ts';

/**
 * Does a use keep to what its owner declared? `null` where nothing was declared or nothing can be told: an entry that
 * cannot be read never turns into a breach. Fails toward: no action. `allowsNetwork` is in declared-network.ts.
 */
export type Allowed = boolean | null;

type Call = Pick<CredentialUse, 'action' | 'service' | 'region' | 'source'>;

export function allowsRegion(declared: DeclaredContext | null, call: Call): Allowed {
  const entries = declared?.expected.regions ?? null;
  if (entries === null || isMadeByService(call)) return null;
  if (isGlobal(call) || isHarmless(call.action)) return true;
  if (entries.some((entry) => matchesGlob(entry.trim(), call.region))) return true;
  return entries.every(isRegionWord) ? false : null;
}

export function allowsService(declared: DeclaredContext | null, call: Call): Allowed {
  const entries = declared?.expected.services ?? null;
  if (entries === null || isMadeByService(call)) return null;
  if (isHarmless(call.action)) return true;
  const names = [serviceName(call.service), iamPrefixOf(call.service)];
  if (entries.some((entry) => names.some((name) => matchesGlob(serviceName(entry), name)))) return true;
  return entries.some((entry) => names.some((name) => isServiceMisspelt(serviceName(entry), name))) ? null : false;
}

/** Only entries with a colon are action patterns; the name of a policy says nothing that a call could breach. */
export function allowsAction(declared: DeclaredContext | null, call: Call): Allowed {
  const entries = declared?.expected.actions ?? null;
  if (entries === null || isMadeByService(call)) return null;
  if (isHarmless(call.action)) return true;
  const patterns = entries.filter((entry) => entry.includes(':') || entry === '*');
  const names = [permissionFor(call.action), actionName(call.action)];
  if (patterns.some((entry) => names.some((name) => matchesGlob(actionName(entry), name)))) return true;
  if (patterns.some((entry) => names.some((name) => isActionMisspelt(actionName(entry), name)))) return null;
  return patterns.length === entries.length ? false : null;
}

/** The same by an entry that says which: whoever allows everything, or all of a service, has named nothing. */
export function namesAction(declared: DeclaredContext | null, call: Call): boolean {
  if (declared === null || isHarmless(call.action)) return false;
  const actions = declared.expected.actions?.filter((entry) => says.test(entry)) ?? null;
  return allowsAction({ ...declared, expected: { ...declared.expected, actions } }, call) === true;
}

/** A letter of the action itself is left. */
const says = /:.*[a-z]/i;

/** Whether the owner gave it the service, or the call, by an entry that says which: by its actions, where it has some, else by its services. */
export function givesService(declared: DeclaredContext | null, call: Call): boolean {
  if (declared === null) return false;
  const { actions, services } = declared.expected;
  const given = (entries: readonly string[] | null) => entries?.filter((entry) => !entry.startsWith('*')) ?? null;
  const expected = { ...declared.expected, actions: given(actions), services: given(services) };
  const hasActions = actions?.some((entry) => entry.includes(':') || entry === '*') === true;
  return (hasActions ? allowsAction : allowsService)({ ...declared, expected }, call) === true;
}

/** CloudTrail names the call, owners the permission behind it, or the call. */
const permissionFor = once(2_048, iamAction);

/** A glob where the entry has a `*`; else any agent that contains the entry, since versions change under honest owners. */
export function allowsUserAgent(declared: DeclaredContext | null, userAgent: string | null): Allowed {
  const entries = declared?.expected.userAgents ?? null;
  if (entries === null || userAgent === null) return null;
  return entries.some((entry) => matchesGlob(entry.includes('*') ? entry : `*${entry.trim()}*`, userAgent));
}

/**
 * Entries are names or patterns of who may stand behind a session: an ARN, a source identity, a federated subject, or a
 * session tag (`workflow=nightly`). `tags` null: how the session was made was not seen, so that tags tell nothing.
 */
export function allowsParent(
  declared: DeclaredContext | null,
  names: readonly string[],
  tags: readonly string[] | null,
): Allowed {
  const entries = declared?.expected.parents ?? null;
  if (entries === null || (names.length === 0 && tags === null)) return null;
  const known = [...names, ...(tags ?? [])];
  if (entries.some((entry) => known.some((name) => matchesGlob(entry.trim(), name)))) return true;
  return tags === null && entries.some((entry) => entry.includes('=')) ? null : false;
}

/** Whether the owner's word leaves anything out that it may do. */
export function setsLimits({ canary, expected }: DeclaredContext): boolean {
  return canary || Object.values(expected).some((limit) => limit !== null);
}

/** True once the declared life is over. */
export function expiredAt(declared: DeclaredContext | null, now: Instant): boolean | null {
  const end = declared?.expected.expiresAt ?? null;
  return end === null ? null : end <= now;
}

/** Services that answer from one Region for the whole partition, and the Region in whose log they appear. */
const globalServices = new Set([
  'account',
  'aws-portal',
  'billing',
  'budgets',
  'ce',
  'cloudfront',
  'cost-optimization-hub',
  'cur',
  'freetier',
  'globalaccelerator',
  'health',
  'iam',
  'importexport',
  'invoicing',
  'networkmanager',
  'notifications',
  'organizations',
  'payments',
  'pricing',
  'route53',
  'route53domains',
  'savingsplans',
  'shield',
  'signin',
  'sso',
  'sts',
  'support',
  'tax',
  'trustedadvisor',
  'waf',
  'wafv2',
]);
const globalRegions = new Set(['us-east-1', 'us-gov-west-1', 'cn-north-1', 'cn-northwest-1', 'aws-global']);

export function isGlobal(call: Call): boolean {
  // Buckets are listed by S3's global endpoint, wherever they are.
  const global =
    globalServices.has(call.service) || call.action === 's3:ListBuckets' || call.action === 's3:ListAllMyBuckets';
  // Sign-in and Route 53's neighbours (us-west-2) have one home each, which the owner could not have chosen.
  return (
    global && (globalRegions.has(call.region) || call.service === 'signin' || call.service === 'globalaccelerator')
  );
}

/** What every SDK, console and agent asks about itself or its surroundings; it changes nothing and shows nothing of worth. */
const harmless = new Set(
  [
    'sts:GetCallerIdentity',
    'sts:GetAccessKeyInfo',
    'sts:DecodeAuthorizationMessage',
    'ec2:DescribeRegions',
    'ec2:DescribeAvailabilityZones',
    'account:ListRegions',
    'iam:ListAccountAliases',
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'monitoring:PutMetricData',
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'ssm:UpdateInstanceInformation',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:OpenControlChannel',
  ].map((action) => action.toLowerCase()),
);

/** Asked of every use. */
export const isHarmless = once(2_048, (action: string) => harmless.has(action.toLowerCase()));

/** The call reached the log through another service, which the owner's list need not know. */
function isMadeByService(call: Call): boolean {
  return call.source.kind === 'service';
}

/** CloudTrail and IAM do not always agree on a service's name; the owner may have used either. */
const eventSourceNames: Readonly<Record<string, string>> = {
  cloudwatch: 'monitoring',
  elasticloadbalancingv2: 'elasticloadbalancing',
  elb: 'elasticloadbalancing',
  stepfunctions: 'states',
  eventbridge: 'events',
  cognito: 'cognito-idp',
  efs: 'elasticfilesystem',
  ses: 'email',
};

/** `S3.amazonaws.com` and `s3` are one. */
function serviceName(entry: string): string {
  const name = entry
    .trim()
    .toLowerCase()
    .replace(/\.amazonaws\.com(?:\.cn)?$/, '')
    .replace(/:\*$/, '');
  return eventSourceNames[name] ?? name;
}

/** The name under which IAM knows a service, however its owner or CloudTrail call it. */
export function iamPrefixOf(service: string): string {
  return iamService(serviceName(service));
}

function actionName(entry: string): string {
  const colon = entry.indexOf(':');
  return colon < 0 ? entry : `${serviceName(entry.slice(0, colon))}:${entry.slice(colon + 1).trim()}`;
}

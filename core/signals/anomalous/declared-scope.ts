import { allowsAction, allowsRegion, allowsService, iamPrefixOf, isHarmless } from '../../context/declared/declared.ts';
import { actionsIn, isReadByIam } from '../../context/grants/actions/changes.ts';
import { iamAction } from '../../context/grants/actions/iam-action.ts';
import { isHabit } from '../../context/habits/familiarity.ts';
import { openedBy, regionOf } from '../../context/sighting.ts';
import type { CredentialUse } from '../../intake/credential-use.ts';
import { isGrave, type Tactic, tacticOf } from '../grave-actions.ts';
import { firstness, isSettled, type Observation, ordinaryInAccount } from '../observation.ts';
import type { Finding, UseSignal } from '../signal.ts';
import { countBesideTools, noteBesideTools } from '../what/beside-tools.ts';
import { handsOutRights } from '../who/builder.ts';
import { isHousekeeping } from './data-destruction.ts';
import { hasReadAnew } from './data-sprawl.ts';
import { isLastStraw } from './defence-impairment.ts';
import { concernsItself } from './persistence.ts';

export const declaredScope: UseSignal = {
  judges: 'use',
  hears: ['declared'],
  id: 'S04',
  name: 'declared-scope-breached',
  family: 'anomalous',
  group: 'scope',
  authority: 'corroborate',
  basis: 'word',
  sentence: 'The credential is used in a Region, or for a service or action, that its owner did not declare.',
  attack: ['T1535', 'T1526'],
  falsePositives: [
    'A new version needs more than the owner declared.',
    'An agent is given a tool that its owner did not declare.',
  ],
  judge(observation) {
    const { use, context, policy, nature } = observation;
    const breach = breachOf(observation);
    if (breach === null || concernsItself(observation)) return null;
    const isEnforced = policy.declared === 'enforce';
    const first = isEnforced ? firstnessOf(breach, observation) : firstness(observation, 'action', use.action);
    if (first === 0) return null;
    const purpose = context.declared?.purpose ?? null;
    const evidence = `Its owner declared ${listed(breach.declared)}${purpose === null ? '' : ` for ‘${purpose}’`}; it called ${use.action} in ${use.region}`;
    const said = { key: use.action, evidence };
    if (isEnforced) return { ...said, bits: 20, authority: 'hard' };
    if (nature === 'agent' && breach.of === 'actions') return { ...said, ...besideTools(observation, first) };
    // A machine does what it was built for; a person is called at night to do what nobody wrote down.
    if (nature === 'agent' && isWayOff(use)) return { ...said, bits: 12 * first, authority: 'pin' };
    if (nature !== 'person' && first === 1 && leadsFurther(observation)) return { ...said, bits: 8, authority: 'pin' };
    const isDuty = nature === 'person' && (!isGrave(use) || isHousekeeping(observation) || use.target.mild === true);
    return { ...said, bits: (isDuty ? 3 : 6) * first };
  },
};

/**
 * An agent chooses its calls itself, so the tools that its owner named are its only fence: to leave them is another intent, not a wider scope.
 * Once its habits would show a tool that was left out, whatever it changes, takes or opens beside them is not part of its tasks. Nor are
 * several looks, of which a new tool takes one or two, or one beside data that it never read.
 */
function besideTools(observation: Observation, first: number): Pick<Finding, 'bits' | 'authority' | 'group'> {
  const { use, context } = observation;
  const isSeveral = countBesideTools(context.recent, use.at) >= leastUndeclared || hasReadAnew(observation);
  const isFar = isGrave(use) || isHandling(use) || isSeveral;
  return isFar && isSettled(observation)
    ? { group: 'intent', bits: 12 * first, authority: 'pin' }
    : { group: 'intent', bits: 8 * first, authority: isWayOff(use) ? 'pin' : 'corroborate' };
}

function isWayOff(use: CredentialUse): boolean {
  return isGrave(use) || use.denied;
}

/** More than a look: it changes something, by the record’s word and by IAM’s, reads data, or opens what it comes back to. */
function isHandling(use: CredentialUse): boolean {
  if (!use.readOnly && !isReadByIam(iamAction(use.action))) return true;
  const isData = use.target.data !== undefined && !use.action.includes(':List');
  return isData || openedBy(use) !== null;
}

const leastUndeclared = 3;

/** Notes a call of an agent beside its tools, so that others are seen beside it. */
export function noteUndeclared(observation: Observation): void {
  const { use, context, nature } = observation;
  if (nature !== 'agent' || breachOf(observation)?.of !== 'actions') return;
  if (firstness(observation, 'action', use.action) > 0) noteBesideTools(context.recent, use);
}

/** Ways in, up and on that the owner never meant, and that nobody else of the account is used to: no release needs them. */
function leadsFurther(observation: Observation): boolean {
  const { use } = observation;
  const { action } = use;
  if (ofMachines.test(action) && handsOutRights(observation)) return false;
  const tactic = tacticOf(use);
  const leads = tactic !== null && !ofNetworks.test(action) && (further.has(tactic) || isLastStraw(use));
  return leads && !ordinaryInAccount(observation, 'action', action);
}

/** What an infrastructure is made of, however it may be misused. */
const ofNetworks = /^ec2:AuthorizeSecurityGroup/;

/** What roles, and what runs in them, are made of: no way in unless it opens to a stranger, which other signals see. */
const ofMachines =
  /^(?:iam:(?:CreateRole|AttachRolePolicy|PutRolePolicy|UpdateAssumeRolePolicy|CreatePolicyVersion|SetDefaultPolicyVersion|AddRoleToInstanceProfile)|lambda:(?:AddPermission|CreateFunction|UpdateFunctionCode)|glue:(?:Create|Update)Job|codebuild:(?:Create|Update)Project|states:(?:Create|Update)StateMachine)$/;

const further: ReadonlySet<Tactic> = new Set(['persistence', 'privilege-escalation', 'lateral-movement']);

interface Breach {
  readonly of: 'actions' | 'services' | 'regions';
  readonly declared: readonly string[] | null;
}

function breachOf({ use, context }: Observation): Breach | null {
  const { declared } = context;
  if (declared === null) return null;
  const { actions, services, regions } = declared.expected;
  if (allowsAction(declared, use) === false) return { of: 'actions', declared: actions };
  if (allowsService(declared, use) === false) return { of: 'services', declared: services };
  return allowsRegion(declared, use) === false ? { of: 'regions', declared: regions } : null;
}

/** What is usual for the credential is no breach: there the declaration is out of date. */
function firstnessOf({ of }: Breach, observation: Observation): number {
  const { use } = observation;
  if (of === 'regions') return firstness(observation, 'region', regionOf(use));
  const isOfService = of === 'services' && isAtWorkIn(use.service, observation);
  return isOfService ? firstness(observation, 'service', use.service) : firstness(observation, 'action', use.action);
}

/** Whether it is used to the service. Everybody asks who they are, and which Regions there are: such calls do not count. */
function isAtWorkIn(service: string, { habits, day }: Observation): boolean {
  const calls = actionsIn(iamPrefixOf(service)).map((action) => service + action.slice(action.indexOf(':')));
  return calls.some((call) => !isHarmless(call) && isHabit(habits, 'action', call, day));
}

function listed(entries: readonly string[] | null): string {
  if (entries === null || entries.length === 0) return 'nothing';
  return entries.length > 6 ? `${entries.slice(0, 6).join(', ')} and ${entries.length - 6} more` : entries.join(', ');
}

import { allowsAction, allowsRegion, allowsService } from '../../context/declared.ts';
import { handsOutRights } from '../builder.ts';
import { isGrave, type Tactic, tacticOf } from '../grave-actions.ts';
import { firstness, type Observation, ordinaryInAccount } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { isHousekeeping } from './data-destruction.ts';
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
  sentence: 'The credential is used in a region, for a service or an action that its owner did not declare.',
  attack: ['T1535', 'T1526'],
  falsePositives: ['A new version needs more than the declaration says.'],
  judge(observation) {
    const { use, context, policy, nature } = observation;
    const breach = breachOf(observation);
    if (breach === null || concernsItself(observation)) return null;
    const first = firstness(observation, 'action', use.action);
    if (first === 0) return null;
    const purpose = context.declared?.purpose ?? null;
    const evidence = `Its owner declared ${breach}${purpose === null ? '' : ` for ‘${purpose}’`}; it called ${use.action} in ${use.region}`;
    if (policy.declared === 'enforce') return { bits: 20, key: use.action, evidence, authority: 'hard' };
    // An agent chooses its calls itself: its declaration is the only fence it has.
    // A machine does what it was built for; a person is called at night to do what nobody wrote down.
    const astray = nature === 'agent' && (isGrave(use) || use.denied);
    if (!astray && nature !== 'person' && first === 1 && leadsFurther(observation))
      return { bits: 8, key: use.action, evidence, authority: 'pin' };
    return astray
      ? { bits: 12 * first, key: use.action, evidence, authority: 'pin' }
      : {
          bits:
            (nature === 'person' && (!isGrave(use) || isHousekeeping(observation) || use.target.mild === true)
              ? 3
              : 6) * first,
          key: use.action,
          evidence,
        };
  },
};

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

/** What roles are made of and who may use what they run: nobody's way in, unless it opens to a stranger, which others see. */
const ofMachines =
  /^(?:iam:(?:CreateRole|AttachRolePolicy|PutRolePolicy|UpdateAssumeRolePolicy|CreatePolicyVersion|SetDefaultPolicyVersion|AddRoleToInstanceProfile)|lambda:(?:AddPermission|CreateFunction|UpdateFunctionCode)|glue:(?:Create|Update)Job|codebuild:(?:Create|Update)Project|states:(?:Create|Update)StateMachine)$/;

const further: ReadonlySet<Tactic> = new Set(['persistence', 'privilege-escalation', 'lateral-movement']);

function breachOf({ use, context }: Observation): string | null {
  const { declared } = context;
  if (declared === null) return null;
  const { actions, services, regions } = declared.expected;
  if (allowsAction(declared, use) === false) return listed(actions);
  if (allowsService(declared, use) === false) return listed(services);
  return allowsRegion(declared, use) === false ? listed(regions) : null;
}

function listed(entries: readonly string[] | null): string {
  if (entries === null || entries.length === 0) return 'nothing';
  return entries.length > 6 ? `${entries.slice(0, 6).join(', ')} and ${entries.length - 6} more` : entries.join(', ');
}

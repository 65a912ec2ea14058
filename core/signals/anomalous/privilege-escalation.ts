import { openedBy } from '../../context/sighting.ts';
import type { AccountId } from '../../model/brand.ts';
import { firstness, type Observation } from '../observation.ts';
import { doorWords, weighDoor } from '../what/door.ts';
import { givesEverything } from '../what/given.ts';
import { graveSignal, targetWords, type Weigh } from '../what/grave-signal.ts';
import { servesGuest } from '../what/guest.ts';

const base = 5;

export const privilegeEscalation = graveSignal({
  id: 'S18',
  name: 'privilege-escalation',
  tactic: 'privilege-escalation',
  base,
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential widens somebody’s permissions.',
  attack: ['T1098.003', 'T1548.005'],
  falsePositives: [
    'A pipeline starts to manage policies.',
    'An administrator grants a request.',
    'A team deploys its first function, job or build of some kind, or its first stack with a role.',
    'A partner’s account is given access.',
    'A vendor’s layer is added to a function.',
  ],
  deed: (observation) => {
    const { action, target } = observation.use;
    const whom = targetWords(observation);
    if (target.codeOf !== undefined)
      return `Added code of account ${strangersIn(observation).join(', ')} to ${whom || 'something'} (${action})`;
    if (target.hasIdentitiesMade === true)
      return `Had users, roles or policies made for it${whom === '' ? '' : ` by ${whom}`} (${action})`;
    if (passesRole.has(action))
      return action.includes(':Update')
        ? `Changed what ${whom || 'something'} does with its role (${action})`
        : `Created ${whom || 'something'}, which runs as a role of the caller’s choice (${action})`;
    return `${action}${target.policyArn === null ? '' : ` of ${target.policyArn}`}${whom === '' || whom === target.policyArn ? '' : ` on ${whom}`}${doorWords(observation)}`;
  },
  /** Administrator rights are the shortest way up, and hardly ever a pipeline’s errand. */
  weigh: (observation, bits) => {
    const { action, target } = observation.use;
    if (target.codeOf !== undefined) return weighCode(observation);
    const door = weighDoor(observation, bits);
    if (door !== null) return door;
    if (target.hasIdentitiesMade === true) return { bits: bits * stackShare };
    if (passesRole.has(action)) return { bits: bits * passedShare };
    const admin = bits > 0 && givesEverything(observation);
    if (bits > 0 && !admin && servesGuest(observation)) return { bits, authority: 'pin' };
    return admin && firstness(observation, 'action', action) === 1
      ? { bits: bits + 1, authority: 'pin' }
      : { bits: admin ? bits + 1 : bits };
  },
});

/** Vendors hand out layers, too: a deploy takes one in now and then, and sets it again with every release. */
function weighCode(observation: Observation): ReturnType<Weigh> {
  const first = firstness(observation, 'resource', openedBy(observation.use) ?? '');
  return strangersIn(observation).length === 0 ? null : { bits: base * passedShare * first };
}

/** Those outside the house whose code it takes in. */
function strangersIn({ use, context }: Observation): readonly AccountId[] {
  return (use.target.codeOf ?? []).filter((account) => !context.knownAccounts.has(account));
}

/** Calls that hand a role to something that runs its maker's code, or give what already runs in a role other things to do. */
const passesRole = new Set([
  'lambda:CreateFunction',
  'glue:CreateDevEndpoint',
  'glue:CreateJob',
  'codebuild:CreateProject',
  'states:CreateStateMachine',
  'glue:UpdateJob',
  'codebuild:UpdateProject',
  'states:UpdateStateMachine',
]);

/** Gives something a role to work in, or a service the right to call it: no way for anybody by itself. */
export function setsToWork(action: string): boolean {
  return passesRole.has(action) || action === 'lambda:AddPermission';
}

/** Such calls are what deploys are made of, so a first one needs a louder second witness. */
const passedShare = 0.7;
/** Nearly every stack has a role for its function or machine. */
const stackShare = 0.5;

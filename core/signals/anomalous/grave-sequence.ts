import { allowsAction, allowsService } from '../../context/declared/declared.ts';
import { activeDaysBefore } from '../../context/habits/familiarity.ts';
import { type Traces, tracesOf } from '../../context/traces.ts';
import { hour } from '../../model/instant.ts';
import { isGrave, tacticOf } from '../grave-actions.ts';
import { firstness, isSettled, type Observation, ordinaryInAccount } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { givesEverything, givesPower } from '../what/given.ts';
import { concernsGuest, guestsOf, isVendorsLook, noteGift, noteLetIn, servesGuest } from '../what/guest.ts';
import { isOwnTrail } from '../what/own-trail.ts';
import { anothersWaysIn, looksTaken, noteAnothersWayIn, stepsTaken } from '../what/steps.ts';
import { graveCalls, isShuttingOut, noteMild } from '../what/stopping.ts';
import { isAtHome } from '../who/at-home.ts';
import { isBuilder } from '../who/builder.ts';
import { worksAtDesk } from '../who/desk.ts';
import { isByOwnersWord } from '../who/owners-word.ts';
import { isHousekeeping } from './data-destruction.ts';
import { concernsItself, isForAnother } from './persistence.ts';

export const graveSequence: UseSignal = {
  judges: 'use',
  hears: ['tactic'],
  id: 'S43',
  name: 'grave-sequence',
  family: 'anomalous',
  group: 'intent',
  authority: 'corroborate',
  basis: 'habit',
  isDeed: true,
  sentence: 'Several kinds of grave call, each for the first time, within one hour: a plan rather than a task.',
  attack: ['T1098', 'T1078.004'],
  falsePositives: [
    'An administrator sets up something larger for the first time in months.',
    'Somebody new continues to set up an account that another person began.',
  ],
  judge(observation) {
    const { use, story } = observation;
    const letIn = isStrangerCrowned(observation);
    if (!isGraveFirst(observation) && !letIn) return null;
    // The door and what is given through it are one deed of two kinds, however many hours lie between.
    const least = servesGuest(observation) ? 2 : 0;
    const calls = Math.max(least, graveCalls.count(story, use.at, hour));
    const tactics = Math.max(least, graveTactics.count(story, use.at, hour));
    if (calls < 2 && !letIn) return null;
    const doors = anothersWaysIn(story, use.at);
    const bits = Math.min(mostByNumber, 1.5 * (calls - 1) + 2.5 * (tactics - 1) + (doors >= 2 ? twoDoorsBits : 0));
    const crowned = isNewAdministrator(observation) || letIn || isSettlingSomebodyIn(observation);
    return {
      bits: crowned ? Math.max(bits, crownedBits) : bits,
      key: 'sequence',
      evidence:
        letIn || least > 0
          ? `Let an outside account in to ${guestsOf(observation).join(', ')}, then gave it ${letIn ? 'full access' : 'more than an auditor needs'} (${use.action})`
          : `${calls} grave calls of ${tactics === 1 ? 'one kind' : `${tactics} kinds`}, all for the first time, within an hour; the last was ${use.action}`,
      authority: crowned || isPlan(observation, calls, tactics) ? 'pin' : 'corroborate',
      basis: crowned ? 'fact' : 'habit',
    };
  },
};

/** The most bits that a number of calls comes to. */
export const mostByNumber = 8;

/** More than one errand, and so enough for a pin by itself. */
function isPlan(observation: Observation, calls: number, tactics: number): boolean {
  const { use, story } = observation;
  if (calls < 3 || tactics < 2) return false;
  if (isImprovised(observation)) return true;
  if (isAtHome(observation)) return false;
  // Welcoming a colleague makes a user, a login and a key; handing out rights by policy beside that is another errand.
  const isGranting = graveGrants.count(story, use.at, hour) > 0;
  return tactics >= 3 || isGranting || isFeltOut(observation);
}

/**
 * A release does several new things, too, but it was told what there is: a program that first looks around for it, twice, and
 * then goes from one kind of grave call to the next is led by somebody. Builders do look before each step.
 */
function isImprovised(observation: Observation): boolean {
  const { nature, story, use } = observation;
  if (nature === 'person' || !isSettled(observation) || isBuilder(observation)) return false;
  return looksTaken(story, use.at).length >= leastLooks;
}

/** The key was tried and the account looked through before: somebody who was asked to do it would know both. */
function isFeltOut({ story, use }: Observation): boolean {
  const taken = stepsTaken(story, use.at);
  return taken.includes('test') && taken.includes('look');
}

const leastLooks = 2;

/**
 * A program that never used IAM and works at no desk lets somebody in and gives them power, or lets them in by two doors, although its account
 * does no such thing and its owner did not declare it.
 */
function isSettlingSomebodyIn(observation: Observation): boolean {
  const { use, nature, story, habits, day } = observation;
  if (nature === 'person' || worksAtDesk(habits, day) || !isSettled(observation) || isBuilder(observation))
    return false;
  if (firstness(observation, 'service', 'iam') < 1) return false;
  const isAny = (traces: Traces) => traces.count(story, use.at, hour) > 0;
  const isMade = (action: string) => newWaysIn.has(story, action, use.at, hour);
  const isByTwoDoors = ['iam:CreateAccessKey', 'iam:CreateLoginProfile'].every(isMade) && isAny(unheardOfWaysIn);
  return isByTwoDoors || (isAny(newWaysIn) && isAny(powersGiven));
}

/**
 * A newcomer makes an administrator, with a key or a login. On the first day on record an account may just be set up; after it
 * no errand begins so.
 */
function isNewAdministrator(observation: Observation): boolean {
  const { use, context, day, story } = observation;
  if (isSettled(observation) || activeDaysBefore(context.baseline, day) === 0) return false;
  return [administratorsMade, newWaysIn].every((traces) => traces.count(story, use.at, hour) > 0);
}

/** An account outside is let in to a role, and the role is given everything: no partner is made an administrator in passing. */
function isStrangerCrowned(observation: Observation): boolean {
  return concernsGuest(observation) && givesEverything(observation);
}

const crownedBits = 6;

/** A key and a password in another's name: to help a colleague out takes one of them. */
const twoDoorsBits = 3;

const powersGiven = tracesOf('grave power');
const administratorsMade = tracesOf('grave admin');
const newWaysIn = tracesOf('grave way in');
const unheardOfWaysIn = tracesOf('grave unheard-of way in');
const waysIn = /^iam:Create(?:AccessKey|LoginProfile|ServiceSpecificCredential)$/;

/** The tactics that grave firsts serve, and the calls among them that hand out rights. */
const graveTactics = tracesOf('grave tactic');
const graveGrants = tracesOf('grave grant');

const toPeople = /^iam:(?:Attach|Put)(?:User|Group)Policy$/;
const grants = /:(?:Attach\w+Policy|Put\w+Policy|CreatePolicyVersion|SetDefaultPolicyVersion)$/;
const opensDoor = 'iam:UpdateAssumeRolePolicy';

/** Notes a grave first, so that the next one is seen beside it. */
export function noteGrave(observation: Observation): void {
  const { use, story } = observation;
  noteMild(observation);
  noteLetIn(observation);
  noteGift(observation);
  if (!isGraveFirst(observation)) return;
  graveCalls.note(story, use.action, use.at);
  graveTactics.note(story, `${tacticOf(use)}`, use.at);
  if (isGrant(observation)) graveGrants.note(story, use.action, use.at);
  if (givesEverything(observation)) administratorsMade.note(story, use.action, use.at);
  if (waysIn.test(use.action)) newWaysIn.note(story, use.action, use.at);
  if (isUnheardOf(observation)) {
    if (waysIn.test(use.action)) unheardOfWaysIn.note(story, use.action, use.at);
    if (toPeople.test(use.action) && givesPower(observation)) powersGiven.note(story, use.action, use.at);
  }
  if (isForAnother(observation)) noteAnothersWayIn(story, use.action, use.at);
}

/** Rights are handed out, or a door is opened to them. */
function isGrant(observation: Observation): boolean {
  const { action } = observation.use;
  return action === opensDoor || (grants.test(action) && givesPower(observation));
}

/** Its account does no such thing, and its owner did not declare it. */
function isUnheardOf(observation: Observation): boolean {
  const { use, context } = observation;
  if (ordinaryInAccount(observation, 'action', use.action)) return false;
  return allowsAction(context.declared, use) !== true && allowsService(context.declared, use) !== true;
}

/** Looking around is no deed yet. */
export function isGraveFirst(observation: Observation): boolean {
  if (!isGrave(observation.use) || observation.use.target.mild === true) return false;
  if (isShuttingOut(observation) || isHousekeeping(observation) || isOwnTrail(observation)) return false;
  if (isForBedrockKey(observation) || isVendorsLook(observation)) return false;
  if (isByOwnersWord(observation)) return false;
  // A plan that runs over midnight was begun yesterday: one day on record does not make it a habit.
  return firstness(observation, 'action', observation.use.action) >= 0.5 && !concernsItself(observation);
}

/** For each long-term key of Bedrock the console makes a user and attaches this. Making the key is told of; programs make none for themselves. */
function isForBedrockKey({ nature, use: { action, target } }: Observation): boolean {
  if (nature !== 'person' || action !== 'iam:AttachUserPolicy') return false;
  const isItsUser = target.principalName?.startsWith('BedrockAPIKey-') === true;
  return isItsUser && /^arn:[\w-]+:iam::aws:policy\/AmazonBedrockLimitedAccess$/.test(target.policyArn ?? '');
}

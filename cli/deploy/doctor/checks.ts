import type { Place } from '../../../adapters/aws/deployment/place.ts';
import { hour, type Instant } from '../../../core/model/instant.ts';
import type { Result } from '../../../core/model/result.ts';
import { clockTime, count } from '../../terminal/words.ts';
import { type Check, fine, type Judged, note, of, putBack, unseen, wrong } from '../check.ts';
import { isWhole, refusedState, wasMadeLately } from '../stack-state.ts';
import { loggingCheck } from '../trail/trail-logging.ts';
import { pulseChecks } from './pulse.ts';
import type { DeploymentFacts } from './read-deployment.ts';
import { regionChecks } from './region-checks.ts';
import { topicChecks } from './topic-checks.ts';
import { watcherChecks } from './watcher-checks.ts';
import type { WiringFacts } from './wiring.ts';
import { wiringChecks } from './wiring-checks.ts';

const hearsAll = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
const deployAgain = 'Run rescind deploy again.';

/** The state that a rule of the stack should have; those that hear calls hear read-only ones too. */
export function ruleStateWanted(logicalId: string): string {
  return /Calls[0-9A-F]{8}$/.test(logicalId) ? hearsAll : 'ENABLED';
}

/** Everything in the order in which a call goes through the deployment. */
export function checksOf(
  facts: DeploymentFacts,
  wiring: Result<WiringFacts, string>,
  place: Pick<Place, 'region' | 'regions'>,
  now: Instant,
): Check[] {
  const isYoung = wasMadeLately(facts.stack, now);
  const whole = stackCheck(facts);
  // Of one that was never made, or is on its way out, all else would be wrong for that reason alone.
  if (/^(ROLLBACK|DELETE)_/.test(facts.stack.status)) return [whole];
  return [
    whole,
    ...facts.rules.map(({ logicalId, state }) => {
      const wanted = ruleStateWanted(logicalId);
      return of('rules', state, (is) =>
        is === wanted
          ? fine(`The rule ${logicalId} is ${wanted}.`)
          : wrong(
              is === null ? `The rule ${logicalId} is gone.` : `The rule ${logicalId} is ${is} instead of ${wanted}.`,
              `See who changed it (an intruder starts here): docs/runbook.md#silence. Then: ${putBack}`,
            ),
      );
    }),
    ...wiringChecks(wiring, facts.alarms),
    ...(facts.logging === null ? [] : [loggingCheck(facts.logging, place.region)]),
    heardCheck(facts, now, isYoung),
    ...regionChecks(facts, place),
    ...pulseChecks(facts.pulse, now, isYoung),
    ...facts.roles.map(({ name, present }) =>
      of('roles', present, (is) =>
        is
          ? fine(`The role ${name} is there.`)
          : wrong(
              `The role ${name} is gone.`,
              `${putBack} Trust policies that named the old role do not trust the new one: docs/runbook.md#shut-roles`,
            ),
      ),
    ),
    ...facts.queues.map(({ logicalId, waiting }) => of('queues', waiting, (n) => queueCheck(logicalId, n))),
    ...alarmChecks(facts, isYoung),
    ...topicChecks(facts.topics, isYoung),
    ...watcherChecks(facts.watcher, isYoung, now),
    policyCheck(facts),
    ...memberChecks(facts),
  ];
}

export function isHealthy(checks: readonly Check[]): boolean {
  return checks.every(({ state }) => state === 'fine' || state === 'note');
}

function stackCheck({ stack, resources }: DeploymentFacts): Check {
  const broken = resources.filter(({ status }) => !isWhole(status)).map(({ logicalId }) => logicalId);
  const about = 'stack';
  if (!isWhole(stack.status)) {
    return { about, ...wrong(`The stack is ${stack.status}.`, refusedState(stack)?.remedy ?? deployAgain) };
  }
  if (broken.length > 0) return { about, ...wrong(`The stack is incomplete: ${broken.join(', ')}.`, deployAgain) };
  return { about, ...fine(`The stack is ${stack.status}, with ${count(resources.length, 'resource')}.`) };
}

function heardCheck({ heard }: DeploymentFacts, now: Instant, isYoung: boolean): Check {
  return of('events', heard, ({ lastAt, perDay }) => {
    if (lastAt !== null && now - lastAt <= hour) {
      return fine(`${count(perDay, 'event')} heard within a day, the last at ${clockTime(lastAt)} UTC.`);
    }
    if (isYoung) return note('No event has been heard yet; the first arrives within minutes.');
    const last = lastAt === null ? 'for a day' : `since ${clockTime(lastAt)} UTC`;
    return wrong(
      `No event has been heard ${last}.`,
      'Is there a trail that logs management events in this Region? docs/runbook.md#silence',
    );
  });
}

function queueCheck(logicalId: string, waiting: number | null): Judged {
  if (waiting === null) return wrong(`The queue ${logicalId} is gone.`, putBack);
  if (!logicalId.includes('DeadLetters')) return fine(`${count(waiting, 'message')} in ${logicalId}.`);
  if (waiting === 0) return fine(`Nothing was set aside in ${logicalId}.`);
  if (logicalId.includes('MachineDeadLetters')) {
    return wrong(
      `${count(waiting, 'start')} failed and ${waiting === 1 ? 'is' : 'are'} in ${logicalId}.`,
      'Read why: docs/runbook.md#unstarted',
    );
  }
  return wrong(
    `${count(waiting, 'message')} failed repeatedly and ${waiting === 1 ? 'is' : 'are'} in ${logicalId}.`,
    'Read why before you redrive them: docs/runbook.md#dead-letters',
  );
}

function alarmChecks({ alarms }: DeploymentFacts, isYoung: boolean): Check[] {
  const { names, states } = alarms;
  if (!states.ok) return [unseen('alarms', states.error)];
  const found = new Set(states.value.map(({ name }) => name));
  const gone = names.filter((name) => !found.has(name)).map((name) => wrong(`The alarm ${name} is gone.`, putBack));
  // Until the first hour has gone by, silence is what it has to be. One over others has nothing to say of its own.
  const ringing = states.value.filter(
    (alarm) => alarm.state === 'ALARM' && !alarm.isComposite && !(isYoung && alarm.ringsWhenMissing),
  );
  const rings = ringing.map(({ name, section }) => {
    return wrong(`The alarm ${name} rings.`, `Follow docs/runbook.md#${section}`);
  });
  const all = [...gone, ...rings];
  const judged = all.length > 0 ? all : [fine(`None of ${count(names.length, 'alarm')} rings.`)];
  return judged.map((one) => ({ about: 'alarms', ...one }));
}

function policyCheck({ policy }: DeploymentFacts): Check {
  const about = 'policy';
  if (policy.ok) return { about, ...fine(`The policy can be read; its mode is ${policy.value.mode}.`) };
  return {
    about,
    ...wrong(
      `The policy cannot be read, so everything is in observe mode: ${policy.error}.`,
      'Try it (rescind policy check FILE), and put a valid one into the settings bucket: docs/runbook.md#settings',
    ),
  };
}

function memberChecks({ stackSets, pulse: { heartbeat } }: DeploymentFacts): Check[] {
  const off = (heartbeat.ok ? heartbeat.value?.off : null) ?? {};
  return stackSets.flatMap(({ name, instances }): Check[] => {
    if (!instances.ok) return [unseen('members', instances.error)];
    const missing = instances.value.filter(({ status }) => status !== 'CURRENT');
    const current = instances.value.length - missing.length;
    // What cannot stand where the Region is off is told of once, with the Region.
    const late = missing.filter(({ accountId, region }) => off[accountId]?.[region] === undefined);
    const places = late.map(({ accountId, region, status, reason }) => {
      const why = reason === null ? '' : `: ${reason}`;
      return wrong(
        `${name} is ${status} in account ${accountId}, ${region}${why}.`,
        'That account is not watched there. Fix the cause, then retry the operation in the StackSets console.',
      );
    });
    const whole =
      current > 0
        ? fine(`${name} exists in ${count(current, 'place')}.`)
        : note(`${name} does not exist anywhere yet.`);
    return [whole, ...places].map((one) => ({ about: 'members', ...one }));
  });
}

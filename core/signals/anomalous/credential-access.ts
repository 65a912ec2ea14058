import { programOf } from '../../context/client.ts';
import { knownDays } from '../../context/habits/familiarity.ts';
import type { Recent } from '../../context/recent.ts';
import { secretOf } from '../../context/sighting.ts';
import { tracesOf } from '../../context/traces.ts';
import { day, hour, type Instant } from '../../model/instant.ts';
import { type Observation, surpriseOf, trustedDays } from '../observation.ts';
import { graveSignal, targetWords } from '../what/grave-signal.ts';
import { isAtHome, isInItsPlace } from '../who/at-home.ts';
import { isWorkload } from '../who/builder.ts';
import { asDuty, isNewDuty } from '../who/duty.ts';
import { isByHand } from '../who/hand.ts';
import { isAtNewPlace } from '../who/place.ts';

export const credentialAccess = graveSignal({
  id: 'S16',
  name: 'credential-access',
  tactic: 'credential-access',
  base: 4,
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential reads secrets, parameters or passwords for the first time.',
  attack: ['T1555.006', 'T1552.005'],
  falsePositives: ['A deployment moves its configuration into Secrets Manager.', 'A person looks up a password.'],
  deed: (observation) => {
    const opened = openedAnew(observation);
    const what = targetWords(observation);
    if (observation.use.target.mild === true) {
      const { action } = observation.use;
      return what === ''
        ? `Called ${action}, which gives no further access`
        : `Read ${what} as it is stored (${action})`;
    }
    return opened > 1
      ? `Asked for ${opened} secrets within an hour that it had never opened before; the last was ${what || observation.use.action}`
      : `Read ${what || 'a secret'} (${observation.use.action})`;
  },
  /** A reader of secrets makes this call every day: then the number of new secrets counts. */
  weigh: (observation, bits) => {
    const opened = openedAnew(observation);
    const many = 2 * Math.log2(1 + opened) - 1;
    const weighed = Math.min(8, Math.max(bits, many, elsewhere(observation)));
    return isLookedUp(observation) ? asDuty(observation, weighed) : { bits: weighed };
  },
});

/**
 * At home a release brings a new secret now and then. From a new place it is a second thing that is odd, however slowly
 * one follows the other.
 */
function elsewhere(observation: Observation): number {
  const secret = secretOf(observation.use);
  if (secret === null || !isAtNewPlace(observation)) return 0;
  return Math.min(4, surpriseOf(observation, 'resource', secret));
}

/**
 * A person on duty looks up a password or two by hand, with their own program on their own system, wherever they are. The third in a day is
 * no lookup, however many were made or renewed meanwhile.
 */
function isLookedUp(observation: Observation): boolean {
  const { use, context } = observation;
  if (!lookups.has(use.action) || newSecrets.count(context.recent, use.at, day) > mostLookedUp) return false;
  if (!isNewDuty(observation) || !isByHand(observation)) return false;
  const { client, system } = programOf(use);
  if (trustedDays(observation, 'client', client) === 0) return false;
  return system === null || trustedDays(observation, 'system', system) > 0;
}

/** Each opens one, by its name. */
const lookups = new Set([
  'secretsmanager:GetSecretValue',
  'ssm:GetParameter',
  'ssm:GetParameterHistory',
  'ec2:GetPasswordData',
]);

/** A password and its neighbour. */
const mostLookedUp = 2;

function openedAnew({ use, context }: Observation): number {
  return secretsOpened(context.recent, use.at, hour);
}

/**
 * Secrets opened for the first time in the `window` up to `at`. Without those that got a new value since, which is a rotation, and less as
 * many as were made at home since, which were only moved.
 */
export function secretsOpened(recent: Recent, at: Instant, window: number): number {
  const opened = newSecrets.count(recent, at, window);
  if (opened === 0) return 0;
  const isNew = (secret: string) => newSecrets.has(recent, secret, at, window);
  const answered = renewedSecrets.count(recent, at, window, isNew) + movedSecrets.count(recent, at, window);
  return Math.max(0, opened - answered);
}

/** Notes what becomes of secrets: opened for the first time, or given another value. */
export function noteSecret(observation: Observation): void {
  const { use, context } = observation;
  const { recent, baseline } = context;
  const secret = secretOf(use);
  if (secret !== null && knownDays(baseline, 'resource', secret, observation.day).trusted === 0) {
    newSecrets.note(recent, secret, use.at);
    const others = secretsAtOnce(observation) - 1;
    for (let n = 1; n <= others; n++) newSecrets.note(recent, `${secret} and ${n}`, use.at);
  }
  const { resource } = use.target;
  if (resource === null || use.denied) return;
  if (renewals.has(use.action)) renewedSecrets.note(recent, resource, use.at);
  if (isMoved(observation)) movedSecrets.note(recent, resource, use.at);
}

/**
 * A secret that was opened before is kept under another name, at home, by a person or a builder. Not by a workload or a script, whose thief
 * could make an empty secret for each that they open.
 */
function isMoved(observation: Observation): boolean {
  const { use, context, nature } = observation;
  if (use.action !== 'secretsmanager:CreateSecret' || use.errorCode !== null) return false;
  if (nature === 'person' ? !isByHand(observation) : isWorkload(observation)) return false;
  return isAtHome(observation) && isInItsPlace(observation) && secretsOpened(context.recent, use.at, hour) > 0;
}

/**
 * How many secrets one call counts as. A program was told what to read at once, so one; for others, as many as it reads folders. To read
 * all that there is, nobody was told.
 */
function secretsAtOnce({ nature, use: { target } }: Observation): number {
  if (target.folders === 'all') return secretsOfAll;
  return nature === 'machine' ? 1 : (target.folders ?? 1);
}

/** As many as make a sweep of a reader of secrets. */
const secretsOfAll = 6;

const renewals = new Set([
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecret',
  'secretsmanager:RotateSecret',
  'ssm:PutParameter',
]);

/** Secrets opened for the first time, secrets made, and secrets with another value. */
const newSecrets = tracesOf('secret');
const movedSecrets = tracesOf('moved');
const renewedSecrets = tracesOf('renewed');

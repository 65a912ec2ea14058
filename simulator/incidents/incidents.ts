import { day, hour, type Instant, minute } from '../../core/model/instant.ts';
import { type Actor, credentialOf, keyAt } from '../actors/actor.ts';
import type { OpenSession } from '../actors/session.ts';
import { interleave } from '../interleave.ts';
import type { Difficulty, Incident } from '../labels.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Random } from '../random.ts';
import { consoleSession, userKey } from '../record/identity.ts';
import { Log } from '../record/log.ts';
import type { Signer } from '../record/signer.ts';
import { Attack } from './attack.ts';
import { awakening } from './awakening.ts';
import { damage } from './damage.ts';
import { escalation } from './escalation.ts';
import { meansOf, ownMeans } from './means.ts';
import { movement } from './movement.ts';
import { reconnaissance } from './reconnaissance.ts';
import type { Technique } from './technique.ts';

const catalogue: readonly Technique[] = interleave(reconnaissance, escalation, damage, movement, awakening);

export const techniques: readonly string[] = catalogue.map((one) => one.technique);

export interface Robbed {
  readonly actor: Actor;
  /** The sessions it opened, in order of time. */
  readonly sessions: readonly OpenSession[];
}

export interface Outbreak {
  readonly labels: readonly Incident[];
  readonly logs: readonly { readonly name: string; readonly log: Log }[];
}

/** Lets the incidents happen, after the traffic that they hide in. Nobody is robbed twice while others are left. */
export function playIncidents(
  organisation: Organisation,
  robbable: readonly Robbed[],
  wanted: readonly string[],
): Outbreak {
  const labels: Incident[] = [];
  const logs: { name: string; log: Log }[] = [];
  const robbed = new Set<string>();
  for (const [index, name] of wanted.entries()) {
    const technique = catalogue.find((one) => one.technique === name);
    if (technique === undefined) throw new Error(`unknown technique ${name}; known are ${techniques.join(', ')}`);
    const random = organisation.random.fork(`incident/${name}-${index}`);
    const theft = chooseTheft(organisation, robbable, technique, robbed, random);
    if (theft === null) continue;
    robbed.add(theft.victim.name);
    const log = new Log();
    const actors = robbable.map(({ actor }) => actor);
    labels.push(play(technique, { organisation, actors, random, log, ...theft }, `i${index + 1}-${name}`));
    logs.push({ name: `incident/${name}-${index}`, log });
  }
  return { labels, logs };
}

interface Theft {
  readonly victim: Actor;
  readonly stolen: Signer;
  readonly at: Instant;
}

function chooseTheft(
  organisation: Organisation,
  robbable: readonly Robbed[],
  technique: Technique,
  robbed: ReadonlySet<string>,
  random: Random,
): Theft | null {
  const fitting = robbable.filter(({ actor }) => technique.victims.includes(actor.archetype));
  const untouched = fitting.filter(({ actor }) => !robbed.has(actor.name));
  for (const { actor, sessions } of random.shuffled(untouched.length > 0 ? untouched : fitting)) {
    const theft = steal(organisation, actor, sessions, technique, random);
    if (theft !== null) return { victim: actor, ...theft };
  }
  return null;
}

/** A key can be stolen at any time; a session must be live, so the theft follows an opening of the victim's own. */
function steal(
  organisation: Organisation,
  actor: Actor,
  sessions: readonly OpenSession[],
  technique: Technique,
  random: Random,
): Omit<Theft, 'victim'> | null {
  const { start, end } = organisation.span;
  const latest = end - (technique.lasts ?? 0) * day - 2 * hour;
  const earliest = Math.max(actor.active.from, Math.min(start + 0.5 * (end - start), latest - day));
  const moment = Math.floor(earliest + random.next() * (latest - earliest));
  const { access } = actor;
  if (access.kind === 'key') return { stolen: userKey(access.user, keyAt(access.keys, moment).id), at: moment };
  if (access.kind === 'console' && technique.own === undefined) {
    return { stolen: consoleSession(access.user, moment, false), at: moment };
  }
  const live = sessions.filter(({ from }) => from >= earliest && from < latest);
  const session = access.kind === 'bearer' ? sessions[0] : live.length === 0 ? undefined : random.pick(live);
  if (session === undefined) return null;
  if (access.kind === 'bearer') return { stolen: session.signer, at: moment };
  const delay = Math.min(30 * minute, (session.until - session.from) / 3);
  return { stolen: session.signer, at: Math.floor(session.from + 2 * minute + random.next() * delay) };
}

function play(
  technique: Technique,
  stage: Omit<ConstructorParameters<typeof Attack>[0], 'difficulty'>,
  id: string,
): Incident {
  const { random, victim, organisation } = stage;
  const difficulty: Difficulty = random.pick(technique.difficulties);
  const means = technique.own ? ownMeans(victim, random) : meansOf(difficulty, victim, organisation, random);
  const attack = new Attack({ ...stage, difficulty }, means);
  technique.play(attack);
  const hostile = [...attack.hostile].sort((a, b) =>
    a.eventTime < b.eventTime ? -1 : a.eventTime > b.eventTime ? 1 : 0,
  );
  return {
    id,
    technique: technique.technique,
    family: 'anomalous',
    difficulty,
    hard: technique.own === true || technique.technique === 'slow-poisoning',
    credential: credentialOf(victim, stage.at),
    alsoAcceptable: [...new Set([...kinOf(victim), ...attack.alsoAcceptable])],
    firstHostileAt: hostile[0]?.eventTime ?? '',
    hostileEventIds: hostile.map((record) => record.eventID),
    story: `${technique.story}; ${victim.name} of ${victim.account.name}, from ${means.from}`,
  };
}

/** Who else may rightly be named: the user behind a key, the key behind a session. */
function kinOf({ access }: Actor): string[] {
  if (access.kind === 'key') return [access.user.arn];
  if (access.kind === 'assumed') return [access.parent.accessKeyId, access.parent.arn].filter((id) => id !== null);
  return [];
}

import { type Actor, credentialOf } from '../actors/actor.ts';
import { interleave } from '../interleave.ts';
import type { Difficulty, Incident } from '../labels.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { Log } from '../record/log.ts';
import { agents } from './agents.ts';
import { Attack } from './attack.ts';
import { awakening } from './awakening.ts';
import { damage, ruin } from './damage.ts';
import { disguise } from './disguise.ts';
import { escalation } from './escalation.ts';
import { hands } from './hands.ts';
import { meansOf, ownMeans } from './means.ts';
import { movement } from './movement.ts';
import { patience } from './patience.ts';
import { reconnaissance } from './reconnaissance.ts';
import { takeover } from './takeover.ts';
import type { Technique } from './technique.ts';
import { chooseTheft, type Robbed } from './theft.ts';

const everyday: readonly Technique[] = interleave(reconnaissance, escalation, damage, movement, awakening);
const unusual: readonly Technique[] = interleave(disguise, patience, ruin);
const further: readonly Technique[] = interleave(hands, takeover);
const catalogue: readonly Technique[] = [...everyday, ...unusual, ...agents, ...further];

/** What a small company sees, and thefts of other styles. */
export const techniques: readonly string[] = everyday.map((one) => one.technique);
/** Of agents alone: asked for by name, so that the mixtures above stay what they were. */
export const agentTechniques: readonly string[] = agents.map((one) => one.technique);
/** Of houses with one sign-on for everybody; elsewhere by name, as agents'. */
export const furtherTechniques: readonly string[] = further.map((one) => one.technique);
export const unusualTechniques: readonly string[] = unusual.map((one) => one.technique);

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
    if (technique === undefined)
      throw new Error(`unknown technique ${name}; known are ${catalogue.map((one) => one.technique).join(', ')}`);
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

function play(
  technique: Technique,
  stage: Omit<ConstructorParameters<typeof Attack>[0], 'difficulty'>,
  id: string,
): Incident {
  const { random, victim, organisation } = stage;
  const difficulty: Difficulty = random.pick(technique.difficulties);
  const chosen = technique.own
    ? ownMeans(victim, stage.at, random)
    : (technique.means?.(victim, organisation, random) ?? meansOf(difficulty, victim, organisation, random));
  // Whoever has an hour does not wait three minutes between calls.
  const means = { ...chosen, gap: Math.min(chosen.gap, (stage.until - stage.at) / 90) };
  const attack = new Attack({ ...stage, difficulty }, means);
  technique.play(attack);
  const hostile = [...attack.hostile].sort((a, b) =>
    a.eventTime < b.eventTime ? -1 : a.eventTime > b.eventTime ? 1 : 0,
  );
  return {
    id,
    technique: technique.technique,
    tactic: technique.tactic,
    family: 'anomalous',
    difficulty,
    hard: technique.own === true || technique.means !== undefined || technique.technique === 'slow-poisoning',
    credential: credentialOf(victim, stage.at),
    alsoAcceptable: [...new Set([...kinOf(victim), ...attack.alsoAcceptable])],
    firstHostileAt: hostile[0]?.eventTime ?? '',
    lastHostileAt: hostile.at(-1)?.eventTime ?? '',
    hostileEventIds: hostile.map((record) => record.eventID),
    ...(attack.giveaway !== null && { giveaway: attack.giveaway.eventID }),
    story: `${technique.story}; ${victim.name} of ${victim.account.name}, from ${means.from}`,
  };
}

/** Who else may rightly be named: the user behind a key, the key behind a session. */
function kinOf({ access }: Actor): string[] {
  if (access.kind === 'key') return [access.user.arn];
  if (access.kind === 'chained') return [access.signedOn.role.arn];
  if (access.kind === 'assumed') return [access.parent.accessKeyId, access.parent.arn].filter((id) => id !== null);
  return [];
}

import { day, formatInstant, hour, type Instant } from '../../core/model/instant.ts';
import { type Actor, credentialOf } from '../actors/actor.ts';
import { interleave } from '../interleave.ts';
import type { BenignChange } from '../labels.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { JsonObject } from '../record/cloudtrail-record.ts';
import { Log } from '../record/log.ts';
import type { Change, Happening } from './change.ts';
import { emergencies } from './emergencies.ts';
import { guards } from './guards.ts';
import { movements } from './movement.ts';
import { people } from './people.ts';
import { upheavals } from './upheavals.ts';
import { ventures } from './ventures.ts';
import { work } from './work.ts';

const everyday: readonly Change[] = interleave(work, movements, people);
const unusual: readonly Change[] = interleave(upheavals, emergencies);
const catalogue: readonly Change[] = [...everyday, ...unusual, ...ventures, ...guards];

/** What a small company sees, and what else may happen anywhere. */
export const changeKinds: readonly string[] = everyday.map((change) => change.kind);
export const unusualChangeKinds: readonly string[] = unusual.map((change) => change.kind);

/** Asked for by name, or by shapes that have them, so that the mixtures above stay what they were. */
export const furtherChangeKinds: readonly string[] = ventures.map((change) => change.kind);

/** Rare everywhere, and asked for by name alone. */
export const rareChangeKinds: readonly string[] = guards.map((change) => change.kind);

export interface Played {
  readonly labels: readonly BenignChange[];
  readonly logs: readonly { readonly name: string; readonly log: Log }[];
  readonly newcomers: readonly Actor[];
  readonly exemptions: readonly JsonObject[];
}

/** Lets the changes happen: before traffic is made, since they bend it. */
export function playChanges(organisation: Organisation, actors: readonly Actor[], kinds: readonly string[]): Played {
  const labels: BenignChange[] = [];
  const logs: { name: string; log: Log }[] = [];
  const newcomers: Actor[] = [];
  const exemptions: JsonObject[] = [];
  for (const [index, kind] of kinds.entries()) {
    const change = catalogue.find((one) => one.kind === kind);
    if (change === undefined)
      throw new Error(`unknown benign change ${kind}; known are ${catalogue.map((one) => one.kind).join(', ')}`);
    const name = `change/${kind}-${index}`;
    const random = organisation.random.fork(name);
    const { start, end } = organisation.span;
    const at = dayHour(start + (end - start) * (0.4 + 0.5 * random.next()), organisation);
    const log = new Log();
    const happening = change.play({
      organisation,
      actors: [...actors, ...newcomers],
      random,
      log,
      at,
      join: (actor) => newcomers.push(actor),
    });
    if (happening === null) continue;
    exemptions.push(...(happening.exemptions ?? []));
    labels.push(labelOf(kind, index, at, happening));
    logs.push({ name, log });
  }
  return { labels, logs, newcomers, exemptions };
}

function labelOf(kind: string, index: number, at: Instant, happening: Happening): BenignChange {
  const { actors, until, story, roles = [] } = happening;
  const own = actors.flatMap((actor) => [credentialOf(actor, at), credentialOf(actor, until)]);
  const credentials = new Set([...own, ...roles]);
  return {
    id: `b${index + 1}-${kind}`,
    kind,
    credentials: [...credentials],
    from: formatInstant(at),
    until: formatInstant(until),
    story,
  };
}

/** Ten in the morning, local. */
function dayHour(at: Instant, organisation: Organisation): Instant {
  return Math.floor(at / day) * day + (10 - organisation.zone) * hour;
}

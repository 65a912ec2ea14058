import { day, formatInstant, hour, type Instant } from '../../core/model/instant.ts';
import { type Actor, credentialOf } from '../actors/actor.ts';
import { interleave } from '../interleave.ts';
import type { BenignChange } from '../labels.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { Log } from '../record/log.ts';
import type { Change, Happening } from './change.ts';
import { movements } from './movement.ts';
import { people } from './people.ts';
import { work } from './work.ts';

const catalogue: readonly Change[] = interleave(work, movements, people);

export const changeKinds: readonly string[] = catalogue.map((change) => change.kind);

export interface Played {
  readonly labels: readonly BenignChange[];
  readonly logs: readonly { readonly name: string; readonly log: Log }[];
  readonly newcomers: readonly Actor[];
}

/** Lets the changes happen: before traffic is made, since they bend it. */
export function playChanges(organisation: Organisation, actors: readonly Actor[], kinds: readonly string[]): Played {
  const labels: BenignChange[] = [];
  const logs: { name: string; log: Log }[] = [];
  const newcomers: Actor[] = [];
  for (const [index, kind] of kinds.entries()) {
    const change = catalogue.find((one) => one.kind === kind);
    if (change === undefined) throw new Error(`unknown benign change ${kind}; known are ${changeKinds.join(', ')}`);
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
    labels.push(labelOf(kind, index, at, happening));
    logs.push({ name, log });
  }
  return { labels, logs, newcomers };
}

function labelOf(kind: string, index: number, at: Instant, happening: Happening): BenignChange {
  const { actors, until, story } = happening;
  const credentials = new Set(actors.flatMap((actor) => [credentialOf(actor, at), credentialOf(actor, until)]));
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

import { type Account, anAccount, type Organisation } from '../organisation/organisation.ts';
import { stockOf } from '../organisation/stock.ts';
import { agentOf } from '../organisation/user-agents.ts';
import type { Random } from '../random.ts';
import type { Actor, Archetype, Workload } from './actor.ts';
import { agents } from './agents.ts';
import { entryOf } from './entry.ts';
import { jobs } from './jobs.ts';
import { machines } from './machines.ts';
import type { Casting, Casts } from './part.ts';
import { people } from './people.ts';
import { pipelines } from './pipelines.ts';
import { researchers } from './researchers.ts';
import { sleepers } from './sleepers.ts';
import { specialists } from './specialists.ts';
import { technicians } from './technicians.ts';
import { workloads } from './workloads.ts';

const parts: Casts<Archetype> = {
  ...pipelines,
  ...machines,
  ...people,
  ...jobs,
  ...agents,
  ...sleepers,
  ...specialists,
  ...researchers,
  ...technicians,
};

/** The `number`-th actor of an archetype; the same whoever else is hired. */
export function hire(organisation: Organisation, archetype: Archetype, number: number, account?: Account): Actor {
  const name = `${archetype}-${number}`;
  const random = organisation.random.fork(`actor/${name}`);
  const casting: Casting = {
    organisation,
    archetype,
    account: account ?? anAccount(organisation, random),
    stock: stockOf(random, organisation.company, number),
    random,
    number,
  };
  const part = parts[archetype](casting);
  const workload: Workload = typeof part.workload === 'string' ? workloads[part.workload] : part.workload;
  return {
    name,
    archetype,
    account: casting.account,
    region: casting.account.region,
    access: part.access,
    rhythm: part.rhythm,
    workload: habit(workload, random),
    stock: casting.stock,
    places: part.places,
    byEndpoint: part.byEndpoint ?? [],
    improvises: part.improvises ?? false,
    agents: part.tools.map((tool) => agentOf(tool, random)),
    mishaps: {
      denied: (part.denied ?? 0.002) * organisation.clumsiness,
      throttled: 0.003 * organisation.clumsiness,
      missing: 0.004 * organisation.clumsiness,
    },
    entry: entryOf(archetype, part, casting, workload),
    episodes: [],
    active: { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY },
    ...(part.person === undefined ? {} : { person: part.person }),
  };
}

/** Nobody uses quite all of what their kind uses, nor in the same shares. */
function habit(workload: Workload, random: Random): Workload {
  const kept = workload.filter((_, index) => index < 2 || random.chance(0.85));
  return kept.map(([action, weight]) => [action, weight * (0.4 + random.next() * 1.2)]);
}

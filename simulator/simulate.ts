import { day, type Instant } from '../core/model/instant.ts';
import { backgroundOf } from './actors/background.ts';
import { castOf } from './actors/cast.ts';
import { trafficOf } from './actors/traffic.ts';
import { playChanges } from './changes/changes.ts';
import { witnessed } from './changes/witnessed.ts';
import { contextFiles } from './context/files.ts';
import { standingsOf } from './context/standings.ts';
import { playIncidents } from './incidents/incidents.ts';
import type { Labels } from './labels.ts';
import { foundOrganisation } from './organisation/organisation.ts';
import { Random } from './random.ts';
import type { Log } from './record/log.ts';
import { shapeCalled } from './shapes.ts';
import { byDelivery, deliver, type SimulatedRecord } from './trail/delivery.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly days: number;
  /** Midnight UTC of the first day. */
  readonly start?: Instant;
  /** About how many credentials the organisation has. */
  readonly credentials?: number;
  /** How many, or which techniques by name (see `techniques`); one that fits nobody is left out. */
  readonly incidents?: number | readonly string[];
  /** How many, or which kinds by name (see `changeKinds`). */
  readonly benignChanges?: number | readonly string[];
  /** What kind of organisation: see `shapeNames`. */
  readonly shape?: string;
}

export interface Simulation {
  readonly options: Required<SimulationOptions>;
  /** In order of delivery. */
  readonly records: readonly SimulatedRecord[];
  /** The context folder: file name to text. */
  readonly context: ReadonlyMap<string, string>;
  readonly labels: Labels;
}

/** Monday, 7 September 2026. */
export const defaultStart: Instant = 1_788_739_200_000;

/** A small organisation's CloudTrail traffic, made up from a seed: the same options give the same bytes. */
export function simulate(chosen: SimulationOptions): Simulation {
  const options = {
    start: defaultStart,
    credentials: 60,
    incidents: 8,
    benignChanges: 10,
    shape: 'small-company',
    ...chosen,
  };
  const { seed, days, start } = options;
  const random = new Random(`rescind/${seed}`);
  const shape = shapeCalled(options.shape);
  const organisation = foundOrganisation(random, { start, end: start + days * day }, shape);
  const residents = castOf(organisation, shape.cast, options.credentials);

  const changes = playChanges(organisation, residents, chosenFrom(shape.changes, options.benignChanges, seed));
  const actors = [...residents, ...changes.newcomers];
  const traffic = actors.map((actor) => ({ actor, ...trafficOf(actor, organisation) }));
  const outbreak = playIncidents(organisation, traffic, chosenFrom(shape.techniques, options.incidents, seed));

  const logs: readonly { readonly name: string; readonly log: Log }[] = [
    ...traffic.map(({ actor, log }) => ({ name: actor.name, log })),
    ...changes.logs,
    ...outbreak.logs,
    { name: 'background', log: backgroundOf(organisation, residents) },
  ];
  const records = logs.flatMap(({ name, log }) => deliver(log, random.fork(`delivery/${name}`))).sort(byDelivery);
  const labels = {
    incidents: outbreak.labels,
    benignChanges: witnessed(changes.labels, records),
    standings: standingsOf(actors, organisation),
  };
  return { options, records, context: contextFiles(organisation, actors, changes.exemptions), labels };
}

/** A number takes as many in a row, beginning elsewhere for every seed, so that a few seeds see them all. */
function chosenFrom(all: readonly string[], wanted: number | readonly string[], seed: number): readonly string[] {
  if (typeof wanted !== 'number') return wanted;
  const first = (((seed * 7) % all.length) + all.length) % all.length;
  return Array.from({ length: wanted }, (_, i) => all[(first + i) % all.length] ?? '');
}

import type { Account, Organisation, Person } from '../organisation/organisation.ts';
import type { Place } from '../organisation/places.ts';
import type { Stock } from '../organisation/stock.ts';
import type { Tool } from '../organisation/user-agents.ts';
import type { Random, Weighted } from '../random.ts';
import type { Access, Archetype, Entry, Workload } from './actor.ts';
import type { Rhythm } from './rhythm.ts';
import type { WorkloadName } from './workloads.ts';

/** What distinguishes one archetype from another; the rest every actor has alike. */
export interface Part {
  readonly access: Access;
  readonly rhythm: Rhythm;
  readonly workload: WorkloadName | Workload;
  readonly places: Weighted<Place>;
  readonly byEndpoint?: readonly string[];
  readonly improvises?: true;
  readonly tools: readonly Tool[];
  readonly person?: Person;
  readonly denied?: number;
  readonly entry?: Partial<Entry>;
}

export interface Casting {
  readonly organisation: Organisation;
  readonly archetype: Archetype;
  readonly account: Account;
  readonly stock: Stock;
  readonly random: Random;
  readonly number: number;
}

/** Writes the parts of some archetypes. */
export type Casts<A extends Archetype> = Readonly<Record<A, (casting: Casting) => Part>>;

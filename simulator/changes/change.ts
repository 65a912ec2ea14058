import { hour, type Instant } from '../../core/model/instant.ts';
import { type Actor, type Archetype, isOneOf } from '../actors/actor.ts';
import { workOf } from '../actors/traffic.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Random } from '../random.ts';
import type { JsonObject } from '../record/cloudtrail-record.ts';
import type { Log } from '../record/log.ts';

/** Where a change happens. It may bend actors' habits (episodes), send them on errands, or bring new actors. */
export interface Scene {
  readonly organisation: Organisation;
  readonly actors: readonly Actor[];
  readonly random: Random;
  readonly log: Log;
  /** When it begins. */
  readonly at: Instant;
  readonly join: (actor: Actor) => void;
}

export interface Happening {
  readonly actors: readonly Actor[];
  /** ARNs of roles that they took on for it. */
  readonly roles?: readonly string[];
  readonly until: Instant;
  readonly story: string;
  /** Lines of `exemptions.json`, where somebody announced it. */
  readonly exemptions?: readonly JsonObject[];
}

export interface Change {
  readonly kind: string;
  /** Null where this organisation has nobody it could happen to. */
  readonly play: (scene: Scene) => Happening | null;
}

/** Somebody to whom nothing has happened yet, if there is anybody left. */
export function oneOf(scene: Scene, ...archetypes: readonly Archetype[]): Actor | null {
  const fitting = scene.actors.filter((actor) => isOneOf(actor, archetypes));
  const untouched = fitting.filter((actor) => actor.episodes.length === 0);
  if (fitting.length === 0) return null;
  return scene.random.pick(untouched.length > 0 ? untouched : fitting);
}

/** `until`, or the end of the next day's work where that comes later: a change that lasts over a weekend only changes nothing. */
export function notBeforeWork({ organisation, at }: Scene, actor: Actor, until: Instant): Instant {
  const next = workOf(actor, organisation).find((stint) => stint.at >= at);
  return next === undefined ? until : Math.max(until, next.at + workday);
}

const workday = 8 * hour;

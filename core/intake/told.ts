import type { EventId } from '../model/brand.ts';
import type { Instant } from '../model/instant.ts';
import { compare } from '../model/sort-few.ts';
import type { CredentialUse } from './credential-use.ts';
import type { Intake } from './intake.ts';
import type { Testimony } from './testimony.ts';
import { useFrom, type What } from './what/what.ts';
import type { Who } from './who/who.ts';

/** What one record came to: a use of a credential, something told about another one, or both. */
export interface Told {
  readonly at: Instant;
  readonly id: string;
  readonly use: CredentialUse | null;
  readonly testimony: Testimony | null;
}

/** A use that waits to be told, in parts that it shares with others to take little memory. */
export interface Waiting {
  readonly at: Instant;
  readonly id: EventId;
  readonly who: Who;
  readonly what: What;
}

export function toldIn(one: Told | Waiting): Told {
  if (!('who' in one)) return one;
  const { at, id, who, what } = one;
  return { at, id, use: useFrom(who, what, at, id), testimony: null };
}

/** The call that made or changed what it names, be it its caller's own or one that a service made in somebody's name. */
export function callIn({ use, testimony }: Pick<Told, 'use' | 'testimony'>): CredentialUse | null {
  return use ?? (testimony?.kind === 'forwarded' ? testimony.call : null);
}

export function accountIn(one: Told | Waiting): string {
  if ('who' in one) return one.who.credential.accountId;
  return one.use?.credential.accountId ?? one.testimony?.accountId ?? '';
}

/** Joins what a record is as a use and what it tells of others; null where that is nothing. */
export function toldOf(taken: Intake, heard: Testimony | null): Told | null {
  if (taken.kind === 'use') return { at: taken.use.at, id: taken.use.id, use: taken.use, testimony: heard };
  return heard === null ? null : toldAlone(heard);
}

/** For a testimony in a record that is no use itself. */
export function toldAlone(testimony: Testimony): Told {
  return { at: testimony.at, id: testimony.eventId, use: null, testimony };
}

/** In order of time, then of id; of several with one time and id, one is kept and the others are deliveries of it. */
export function inTimeOrder(told: Told[]): {
  readonly told: Told[];
  readonly duplicates: number;
  readonly usesTwice: number;
} {
  told.sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id) || compare(contentOf(b), contentOf(a)));
  const once: Told[] = [];
  let usesTwice = 0;
  for (const one of told) {
    const before = once[once.length - 1];
    if (before === undefined || before.id !== one.id || before.at !== one.at) once.push(one);
    else if (one.use !== null) usesTwice++;
  }
  return { told: once, duplicates: told.length - once.length, usesTwice };
}

/** Which of two with one id but other content is kept must not depend on which arrived first. Any text comes after `null`. */
function contentOf({ use, testimony }: Told): string {
  return JSON.stringify([use, testimony]);
}

import type { Instant } from '../model/instant.ts';
import type { CredentialUse } from './credential-use.ts';
import type { Testimony } from './testimony.ts';

/** What one record came to: a use of a credential, something told about another one, or both. */
export interface Told {
  readonly at: Instant;
  readonly id: string;
  readonly use: CredentialUse | null;
  readonly testimony: Testimony | null;
}

/** In order of time, then of id; the second of two with one id is the same record delivered again. */
export function inTimeOrder(told: Told[]): {
  readonly told: Told[];
  readonly duplicates: number;
  readonly usesTwice: number;
} {
  told.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const once: Told[] = [];
  let usesTwice = 0;
  for (const one of told) {
    const before = once[once.length - 1];
    if (before === undefined || before.id !== one.id || before.at !== one.at) once.push(one);
    else if (one.use !== null) usesTwice++;
  }
  return { told: once, duplicates: told.length - once.length, usesTwice };
}

import type { ClientsOptions } from '../../adapters/aws/clients.ts';
import type { Teller } from '../../adapters/bus/teller.ts';
import type { Homes } from '../../contract/permissions.ts';
import type { ContextStore } from '../../core/context/habits/context-store.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import type { Clock, ContainmentStore, Ledger } from '../../core/outcome/ports.ts';
import type { Fresh, Settings } from '../settings.ts';
import type { TokenPorts } from './revoke.ts';

export interface Work {
  readonly store: ContainmentStore;
  readonly ledger: Ledger;
  /** What the function that observes has written: its word on a decision. */
  readonly memory: NoteStore;
  /** What was learned: of a key from its uses, and to teach it what an owner says was theirs. */
  readonly contexts: ContextStore;
  /** Where the budget is kept. */
  readonly notes: NoteStore;
  readonly teller: Teller;
  readonly settings: Fresh<Settings>;
  readonly clock: Clock;
  /** By what tokens are revoked that AWS does not know. */
  readonly tokens: TokenPorts;
  /** Whether the accounts have the role that writes inline denies. */
  readonly inlineDenies: boolean;
  /** Where roles are ours that are called like ours. */
  readonly homes: Homes;
  /** Names this invocation: what a claim is held by. */
  readonly worker: string;
  readonly sdk?: NonNullable<ClientsOptions['sdk']>;
}

/** AWS says nothing for as long as anybody may wait, so that nothing is planned, and nothing stored. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

/** Worth another try soon: whoever is told waits for what comes of that. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

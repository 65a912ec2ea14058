import { existsSync } from 'node:fs';
import { day } from '../../../core/model/instant.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { isDisruptive } from '../../../core/plan/ladder.ts';
import { openReplayState } from '../../replay/replay-state.ts';
import { count, shortId } from '../../terminal/words.ts';

/** What a replay of the user's own logs left on record. */
export interface ReplayOnRecord {
  readonly accounts: ReadonlySet<string>;
  readonly days: number;
  readonly decisions: readonly Pick<Decision, 'action' | 'owner' | 'principal' | 'credential'>[];
}

/** How often an automatic action would have disturbed whom. */
export interface Disturbance {
  readonly action: string;
  readonly times: number;
  /** Most disturbed first. */
  readonly whom: readonly { readonly who: string; readonly times: number }[];
}

export interface Readiness {
  readonly isReady: boolean;
  /** Sentences for a person. */
  readonly why: readonly string[];
  readonly disturbances: readonly Disturbance[];
}

/** Null where there is no such file, or no replay has written to it. */
export function replayOnRecord(path: string): ReplayOnRecord | null {
  // Opening would make one.
  if (!existsSync(path)) return null;
  const { remembered, decisions, close } = openReplayState(path);
  close();
  const { knownAccounts, activities } = remembered;
  const { from, to } = activities;
  return to >= from ? { accounts: knownAccounts, days: (to - from) / day, decisions } : null;
}

/** Days of the user's own traffic below which a replay says little about whom enforcement would disturb. */
const daysEnough = 14;

/** Whether a policy may be called ready to enforce in the account. It is not, while nobody has seen whom that would disturb. */
export function readinessOf(replay: ReplayOnRecord | null, accountId: string): Readiness {
  const how = 'Run: rescind replay YOUR-LOGS --state FILE. Then: rescind doctor --state FILE.';
  if (replay === null) {
    return { isReady: false, why: [`No replay of your own logs is on record. ${how}`], disturbances: [] };
  }
  const disturbances = disturbancesIn(replay.decisions);
  const told = [
    `A replay over ${count(Math.round(replay.days), 'day')} is on record.`,
    ...(disturbances.length === 0
      ? ['No automatic action would have disturbed anybody.']
      : disturbances.map(sentenceOf)),
  ];
  if (!replay.accounts.has(accountId)) {
    const stranger = `The replay on record contains no logs of account ${accountId}. ${how}`;
    return { isReady: false, why: [stranger], disturbances };
  }
  if (replay.days < daysEnough) {
    return {
      isReady: false,
      why: [...told, `That is less than ${daysEnough} days: replay more of your logs.`],
      disturbances,
    };
  }
  return { isReady: true, why: told, disturbances };
}

function disturbancesIn(decisions: ReplayOnRecord['decisions']): Disturbance[] {
  const byAction = Map.groupBy(
    decisions.filter(({ action }) => isDisruptive(action) || action === 'rotate'),
    ({ action }) => action,
  );
  return [...byAction]
    .map(([action, some]) => {
      const byWho = Map.groupBy(some, ({ owner, principal }) => owner ?? shortId(principal));
      const whom = [...byWho].map(([who, { length }]) => ({ who, times: length }));
      whom.sort((a, b) => b.times - a.times || (a.who < b.who ? -1 : 1));
      return { action, times: some.length, whom };
    })
    .toSorted((a, b) => (a.action < b.action ? -1 : 1));
}

const namesShown = 5;

function sentenceOf({ action, times, whom }: Disturbance): string {
  const names = whom.slice(0, namesShown).map(({ who, times }) => `${who} (${times})`);
  const more = whom.length > namesShown ? ` and ${whom.length - namesShown} more` : '';
  return `${action} would have come ${count(times, 'time')}: ${names.join(', ')}${more}.`;
}

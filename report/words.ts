import type { ActionKind, Decision, Instant } from './report-data.ts';

const dayLength = 86_400_000;
const numbers = new Intl.NumberFormat('en-US');
const shortDays = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** `2026-11-24 22:11` (UTC, as the page says once at its top). */
export function clockTime(at: Instant): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

/** `2026-11-24` */
export function date(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** `24 Nov` */
export function shortDay(day: number): string {
  return shortDays.format(day * dayLength);
}

export function dayOf(at: Instant): number {
  return Math.floor(at / dayLength);
}

/** `12,345` */
export function count(n: number): string {
  return numbers.format(n);
}

/** `1 credential`, `12 credentials` */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`, `a, b and 3 more` */
export function listed(items: readonly string[], most = 3): string {
  const shown = items.length > most ? [...items.slice(0, most - 1), `${count(items.length - most + 1)} more`] : items;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** Enough of an id to recognise it: `AKIA…MPLE`, or what an ARN names, without the path to it: `role/Worker`, `user/ann/access-key-1`. */
export function shortId(id: string): string {
  if (id.startsWith('arn:'))
    return id.slice(id.lastIndexOf(':') + 1).replace(/^(user|role)\/.*\/(?!access-key-\d$)/, '$1/');
  return id.length <= 8 ? id : `${id.slice(0, 4)}…${id.slice(-4)}`;
}

/** The fragment under which a credential is found; stable between runs, safe in an `id` and in a URL. */
export function anchorOf(id: string): string {
  return `c-${encodeURIComponent(id.toWellFormed())}`;
}

const deeds: Readonly<Record<ActionKind, { readonly done: string; readonly would: string }>> = {
  notify: { done: 'owner told', would: 'owner would be told' },
  pin: { done: 'pinned', would: 'would be pinned' },
  quarantine: { done: 'quarantined', would: 'would be quarantined' },
  'revoke-sessions': { done: 'sessions revoked', would: 'sessions would be revoked' },
  disable: { done: 'disabled', would: 'would be disabled' },
  rotate: { done: 'rotated', would: 'would be rotated' },
  restore: { done: 'restored', would: 'would be restored' },
};

/** What was done, in the words of the mode it was decided in. */
export function deed(decision: Decision): string {
  return deeds[decision.action][decision.mode === 'enforce' ? 'done' : 'would'];
}

export function doneWord(action: ActionKind): string {
  return deeds[action].done;
}

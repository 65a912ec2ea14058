import type { CredentialUse } from '../intake/credential-use.ts';
import { dayOf, type Instant } from '../model/instant.ts';
import type { Network } from './recorded-context.ts';

/**
 * First day on which an address was called from, and about the last, days as `dayOf` counts them: the last is the day after the
 * first, or a later one that begins a week, so that a busy address is news once a week.
 */
type Days = readonly [first: number, last: number];

/** The addresses that a principal called from, by network. Plain JSON; two books of the same uses are equal. */
export type AddressBook = Record<string, Record<string, Days>>;

/** Networks, and addresses of each, that are remembered. */
const mostNetworks = 20;
const mostAddresses = 64;

/** Whatever the order of calls, and however often they come, the book is the same. */
export function noteAddress(
  book: AddressBook,
  { source, at }: Pick<CredentialUse, 'source' | 'at'>,
  network: Network | null,
): void {
  if (network === null || source.kind !== 'address' || network.kind === 'endpoint') return;
  const addresses = book[network.id] ?? {};
  if (book[network.id] === undefined && Object.keys(book).length >= mostNetworks) return;
  const today = dayOf(at);
  const [first, last] = addresses[source.address] ?? [today, today];
  addresses[source.address] = daysFrom(Math.min(first, today), Math.max(last, today));
  book[network.id] = kept(addresses);
}

function daysFrom(first: number, last: number): Days {
  if (last === first) return [first, first];
  return [first, Math.max(first + 1, last - (last % 7))];
}

/** A flood of new addresses must not push out those that were there on an earlier day: the newest go first. */
function kept(addresses: Record<string, Days>): Record<string, Days> {
  const all = Object.entries(addresses);
  if (all.length <= mostAddresses) return addresses;
  const isLasting = ([, [first, last]]: (typeof all)[number]) => (first < last ? 1 : 0);
  all.sort((a, b) => isLasting(b) - isLasting(a) || b[1][1] - a[1][1] || a[1][0] - b[1][0] || (a[0] < b[0] ? -1 : 1));
  return Object.fromEntries(all.slice(0, mostAddresses));
}

/** As CIDRs: those of a network that were first called from two days before `at` or earlier, so that a thief's first day adds none. */
export function settledAddresses(book: AddressBook, networkId: string, at: Instant): string[] {
  return Object.entries(book[networkId] ?? {})
    .filter(([, days]) => isSettled(days, at))
    .map(([address]) => `${address}/${address.includes(':') ? 128 : 32}`)
    .toSorted();
}

/** Whether a use comes from one of them. */
export function isFromSettledAddress(
  book: AddressBook,
  { source, at }: Pick<CredentialUse, 'source' | 'at'>,
  network: Network | null,
): boolean {
  if (network === null || source.kind !== 'address') return false;
  const days = book[network.id]?.[source.address];
  return days !== undefined && isSettled(days, at);
}

function isSettled([first]: Days, at: Instant): boolean {
  return first < dayOf(at) - 1;
}

import { describe, expect, it } from 'vitest';
import { type AddressBook, noteAddress, settledAddresses } from '../../../core/context/addresses.ts';
import type { Network } from '../../../core/context/recorded-context.ts';
import { day, hour } from '../../../core/model/instant.ts';

const isp: Network = { id: 'AS1', asn: 1, country: 'IE', organisation: null, kind: 'isp', aws: false };
const start = 20_000 * day;

function note(book: AddressBook, address: string, at: number, network: Network | null = isp): void {
  noteAddress(book, { source: { kind: 'address', address }, at }, network);
}

describe('an address', () => {
  it('is settled once a whole day lies between its first call and now', () => {
    const book: AddressBook = {};
    note(book, '198.51.100.7', start + 23 * hour);
    expect(settledAddresses(book, 'AS1', start + 25 * hour)).toEqual([]);
    expect(settledAddresses(book, 'AS1', start + 47 * hour)).toEqual([]);
    expect(settledAddresses(book, 'AS1', start + 2 * day)).toEqual(['198.51.100.7/32']);
    expect(settledAddresses(book, 'AS2', start + 2 * day)).toEqual([]);
  });

  it('of either family is a CIDR of one', () => {
    const book: AddressBook = {};
    note(book, '2001:db8::7', start);
    expect(settledAddresses(book, 'AS1', start + 9 * day)).toEqual(['2001:db8::7/128']);
  });

  it('behind an endpoint, of a service, or of no network is none', () => {
    const book: AddressBook = {};
    note(book, '10.0.0.1', start, { ...isp, id: 'vpce-1', kind: 'endpoint' });
    note(book, '198.51.100.7', start, null);
    noteAddress(book, { source: { kind: 'service', name: 's3.amazonaws.com' }, at: start }, isp);
    expect(book).toEqual({});
  });
});

it('is the same book in whatever order the calls come, and however often', () => {
  const calls = [0, 5, 2, 9].map((days) => ['198.51.100.7', start + days * day] as const);
  const bookOf = (some: readonly (readonly [string, number])[]) => {
    const book: AddressBook = {};
    for (const [address, at] of some) note(book, address, at);
    return book;
  };
  expect(bookOf(calls.toReversed())).toEqual(bookOf([...calls, ...calls]));
});

it('is the same book on every day of a week but the first two', () => {
  const monday = start - (20_000 % 7) * day;
  const books = Array.from({ length: 8 }, (_, days) => {
    const book: AddressBook = {};
    note(book, '198.51.100.7', monday);
    for (let later = 1; later <= days; later++) note(book, '198.51.100.7', monday + later * day);
    return JSON.stringify(book);
  });
  expect(new Set(books.slice(1, 7)).size).toBe(1);
  expect(new Set(books).size).toBe(3);
});

it('a flood of new addresses pushes none out that lasts, and the book stays small', () => {
  const book: AddressBook = {};
  note(book, '198.51.100.7', start);
  note(book, '198.51.100.7', start + day);
  for (let i = 0; i < 500; i++) note(book, `203.0.113.${i % 250}`, start + 2 * day + i);
  for (let i = 0; i < 100; i++) note(book, '192.0.2.1', start, { ...isp, id: `AS${i}` });
  expect(settledAddresses(book, 'AS1', start + 3 * day)).toContain('198.51.100.7/32');
  expect(Object.keys(book)).toHaveLength(20);
  expect(Object.keys(book.AS1 ?? {})).toHaveLength(64);
});

import type { Network, NetworkKind } from '../../core/context/recorded-context.ts';
import { type Cidr, isPrivate, parseCidr } from '../../core/model/ip.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import { isAmazon, kindOf, networkIdOf } from './classes.ts';
import { prefixOf } from './position.ts';

export const columns = ['prefix', 'asn', 'country', 'organisation', 'kind'] as const;
type Column = (typeof columns)[number];

const kinds: readonly NetworkKind[] = ['cloud', 'isp', 'corp', 'gateway', 'hosting', 'vpn', 'tor'];

/** What is wrong with a line, as a sentence with the remedy. */
export interface Misfit {
  readonly field: Column | 'line';
  readonly message: string;
}

export interface Row {
  readonly prefix: Cidr;
  readonly network: Network;
}

/** `order` names the column of each cell. A cell that is not there is empty; only the prefix must be given. */
export function readRow(cells: readonly string[], order: readonly string[]): Result<Row, Misfit> {
  if (cells.length > order.length) {
    return misfit('line', `${cells.length} fields for ${order.length} columns: put a field that has a comma in quotes`);
  }
  const cell = (column: Column) => cells[order.indexOf(column)] ?? '';

  const prefix = parseCidr(cell('prefix'));
  if (prefix === null) return wrong('prefix', cell('prefix'), 'is not a prefix: write one like 203.0.113.0/24');
  const [base, length] = prefix;
  if (length < shortest[base.kind()])
    return wrong(
      'prefix',
      cell('prefix'),
      `covers too much of the internet: write no prefix shorter than /${shortest[base.kind()]}`,
    );
  const asn = readAsn(cell('asn'));
  if (!asn.ok) return asn;
  const country = cell('country').toUpperCase() || null;
  if (country !== null && !/^[A-Z]{2}$/.test(country)) {
    return wrong('country', cell('country'), 'is not a country code: write two letters, like DE, or nothing');
  }
  const organisation = cell('organisation') || null;
  const said = cell('kind').toLowerCase();
  const kind = said === '' ? kindUnsaid(prefix, asn.value, organisation) : kinds.find((known) => known === said);
  if (kind === undefined)
    return wrong('kind', cell('kind'), `is not a kind: write one of ${kinds.join(', ')}, or nothing`);

  const id = asn.value === null ? prefixOf(...prefix) : networkIdOf(asn.value, country);
  const aws = asn.value !== null && isAmazon(asn.value);
  return ok({ prefix, network: { id, asn: asn.value, country, organisation, kind, aws } });
}

/** No house has more addresses than that, and whoever took the world for the house's own would be blind. */
const shortest = { ipv4: 8, ipv6: 16 } as const;

function readAsn(text: string): Result<number | null, Misfit> {
  if (text === '') return ok(null);
  const asn = Number(/^(?:AS)?(\d{1,10})$/i.exec(text)?.[1]);
  if (asn >= 1 && asn < 2 ** 32) return ok(asn);
  return wrong('asn', text, 'is no AS number: write AS64500, 64500 or nothing');
}

function kindUnsaid([base]: Cidr, asn: number | null, organisation: string | null): NetworkKind {
  if (asn !== null) return kindOf(asn, organisation);
  return isPrivate(base) ? 'private' : 'unknown';
}

function wrong(field: Column, text: string, remedy: string) {
  return misfit(field, `"${text}" ${remedy}`);
}

export function misfit(field: Misfit['field'], message: string) {
  return fail({ field, message });
}

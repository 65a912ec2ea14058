import { type Cidr, isInside, parseAddress, parseCidr } from '../../model/ip.ts';
import type { DeclaredContext, Network } from '../recorded-context.ts';
import type { Allowed } from './declared.ts';

type Rule =
  | { readonly kind: 'anywhere' }
  | { readonly kind: 'cidr'; readonly cidr: Cidr }
  | { readonly kind: 'asn'; readonly asn: number }
  | { readonly kind: 'endpoint'; readonly id: string }
  | { readonly kind: 'vpc'; readonly id: string }
  | { readonly kind: 'words'; readonly words: string };

interface Place {
  readonly network: Network | null;
  readonly address: string | null;
  readonly vpcEndpointId: string | null;
}

/** `null` where no network was declared, no place is on record, or the entry that might allow it cannot be tested. */
export function allowsNetwork(
  declared: DeclaredContext | null,
  network: Network | null,
  address: string | null,
  vpcEndpointId: string | null,
): Allowed {
  const entries = declared?.expected.networks ?? null;
  if (entries === null || (network === null && address === null && vpcEndpointId === null)) return null;
  const answers = rulesOf(entries).map((rule) => allows(rule, { network, address, vpcEndpointId }));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}

// Entries are read once per credential, not once per call.
const readRules = new WeakMap<readonly string[], readonly Rule[]>();

function rulesOf(entries: readonly string[]): readonly Rule[] {
  const known = readRules.get(entries);
  if (known !== undefined) return known;
  const rules = entries.map(readRule);
  readRules.set(entries, rules);
  return rules;
}

function readRule(entry: string): Rule {
  const text = entry.trim().toLowerCase();
  if (text === '*' || text === 'any') return { kind: 'anywhere' };
  if (text.startsWith('vpce-')) return { kind: 'endpoint', id: text };
  if (text.startsWith('vpc-')) return { kind: 'vpc', id: text };
  const asn = /^(?:asn?\s*)?(\d+)$/.exec(text)?.[1];
  if (asn !== undefined) return { kind: 'asn', asn: Number(asn) };
  const cidr = parseCidr(text);
  return cidr === null ? { kind: 'words', words: text } : { kind: 'cidr', cidr };
}

function allows(rule: Rule, place: Place): Allowed {
  switch (rule.kind) {
    case 'anywhere':
      return true;
    case 'cidr':
      return place.address === null ? null : isAddressInside(place.address, rule.cidr);
    case 'asn':
      return allowsAsn(rule.asn, place);
    case 'endpoint':
      return place.vpcEndpointId?.toLowerCase() === rule.id;
    case 'vpc':
      // Records name the endpoint and not its VPC: a call through any endpoint may be the one that was meant.
      return place.network?.id.toLowerCase() === rule.id ? true : place.vpcEndpointId === null ? false : null;
    case 'words':
      return allowsWords(rule.words, place.network);
  }
}

function isAddressInside(text: string, cidr: Cidr): Allowed {
  const address = parseAddress(text);
  return address === null ? null : isInside(address, cidr);
}

const ofAmazon: ReadonlySet<number> = new Set([14618, 16509]);

function allowsAsn(asn: number, place: Place): Allowed {
  if (place.network?.asn === asn) return true;
  // Which of its two numbers Amazon uses depends on the Region, and no owner chooses it.
  if (place.network?.aws === true && ofAmazon.has(place.network.asn ?? 0)) return ofAmazon.has(asn);
  // Behind an endpoint there is no public network to compare; an unplaced address proves nothing either.
  return place.network === null || (place.network.asn === null && place.network.kind !== 'private') ? null : false;
}

/** `corp`, or an organisation's name; other words may mean anything, so they forbid nothing. */
function allowsWords(words: string, network: Network | null): Allowed {
  if (network === null) return null;
  const names = [network.id, network.kind, network.organisation ?? ''].map((name) => name.toLowerCase());
  return names.includes(words) ? true : null;
}

import type { Tag } from '../../intake/account/account-inventory.ts';
import { type Owner, unknownOwner } from '../../model/owner.ts';

/** Where an owner's name comes from, the surest first. */
export type OwnerSource = 'declared' | 'tag' | 'user-name' | 'account-tag' | 'only-user' | 'maker' | 'contact';

/** 0 to 1: how likely the named one really answers for the credential. */
export const ownerConfidence: Readonly<Record<OwnerSource, number>> = {
  declared: 0.95,
  tag: 0.8,
  'user-name': 0.6,
  'account-tag': 0.5,
  'only-user': 0.5,
  maker: 0.4,
  contact: 0.3,
};

/** Everything that may name an owner. */
export interface Clues {
  readonly declared: Owner;
  readonly tags: readonly Tag[];
  /** Of an IAM user; null for other credentials. */
  readonly userName: string | null;
  readonly accountTags: readonly Tag[];
  /** The one person whom every session on record names; null where it is nobody, or several. */
  readonly onlyUser: string | null;
  /** The person who made it, as the trail tells. */
  readonly maker: string | null;
  /** Address of the account's security or operations contact. */
  readonly contact: string | null;
}

export interface Directory {
  /** Tag keys that name an owner, the most telling first; any case. */
  readonly ownerTags: readonly string[];
  /** What tags write → who is meant: `team-blue` → an address. */
  readonly names?: Readonly<Record<string, string>>;
  /** Addresses of everybody who works here, lower case; null where nobody gave the list. */
  readonly people: ReadonlySet<string> | null;
}

export interface Ownership {
  readonly owner: Owner;
  readonly ownerSource: OwnerSource | null;
  readonly formerOwner: string | null;
}

/** The surest clue that names somebody who is still there; somebody who was named and has gone is kept apart. */
export function ownershipOf(clues: Clues, directory: Directory): Ownership {
  const named: readonly (readonly [OwnerSource, Owner])[] = [
    ['declared', clues.declared],
    ['tag', taggedOwner(clues.tags, directory.ownerTags)],
    ['user-name', isAddress(clues.userName) ? { kind: 'person', name: clues.userName } : unknownOwner],
    ['account-tag', taggedOwner(clues.accountTags, directory.ownerTags)],
    ['only-user', personOf(clues.onlyUser)],
    ['maker', personOf(clues.maker)],
    ['contact', clues.contact === null ? unknownOwner : { kind: 'team', name: clues.contact }],
  ];
  let formerOwner: string | null = null;
  for (const [ownerSource, said] of named) {
    const owner = meant(said, directory.names);
    if (owner.kind === 'unknown') continue;
    if (!isGone(owner, directory.people)) return { owner, ownerSource, formerOwner };
    formerOwner ??= owner.name;
  }
  return { owner: unknownOwner, ownerSource: null, formerOwner };
}

function personOf(name: string | null): Owner {
  return name === null ? unknownOwner : { kind: 'person', name };
}

/** The policy's word on who is meant by a name. */
function meant(owner: Owner, names: Directory['names'] = {}): Owner {
  const name = owner.kind === 'unknown' ? undefined : names[owner.name];
  return name === undefined ? owner : readOwner(name);
}

/** Only an address can be looked up: a nickname that is not in the list proves nothing. */
function isGone(owner: Owner, people: ReadonlySet<string> | null): boolean {
  return owner.kind === 'person' && people !== null && isAddress(owner.name) && !people.has(owner.name.toLowerCase());
}

/** The address that an ARN ends with: of a user, or of a session. */
export function personIn(arn: string | undefined): string | null {
  const name = arn?.slice(arn.lastIndexOf('/') + 1) ?? null;
  return isAddress(name) ? name : null;
}

function isAddress(text: string | null): text is string {
  return text !== null && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

function taggedOwner(tags: readonly Tag[], ownerTags: readonly string[]): Owner {
  const tag = ownerTags
    .map((name) => tags.find(({ Key }) => Key.toLowerCase() === name.toLowerCase()))
    .find((found) => found !== undefined);
  return tag === undefined ? unknownOwner : readOwner(tag.Value, tag.Key.toLowerCase() === 'team');
}

const noOwner = new Set(['', '-', 'none', 'n/a', 'unknown', 'unowned', 'null', 'tbd', '?']);
const teamWords = /\b(?:team|squad|guild|group|platform|ops|sre|devops|security)\b/i;

export function readOwner(text: string, isTeam = false): Owner {
  const name = text.trim();
  if (noOwner.has(name.toLowerCase())) return unknownOwner;
  return { kind: isTeam || teamWords.test(name) ? 'team' : 'person', name };
}

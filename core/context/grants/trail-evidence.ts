import type { CredentialUse } from '../../intake/credential-use.ts';
import type { AccountId } from '../../model/brand.ts';
import { type Credential, isPersonsRole, subjectOf } from '../../model/credential.ts';
import { day, dayOf, type Instant } from '../../model/instant.ts';
import { keptIn } from '../../model/kept.ts';
import { iamAction } from './actions/iam-action.ts';
import { type GrantMade, grantMadeBy, personOf } from './grant-made.ts';
import { holderArn, type Maker, madeNames, makingOf } from './maker.ts';

/** What a trail shows of one credential. */
export interface SeenInTrail {
  /** The day, at its start. */
  readonly firstUsedAt: Instant;
  readonly lastUsedAt: Instant;
  readonly longestGapDays: number | null;
  readonly usedActions: readonly string[];
  /** Days between the first and the last on record. */
  readonly observedDays: number;
  /** Addresses of calls that were allowed, as CIDRs, and endpoints, the latest first. */
  readonly cidrs: readonly string[];
  readonly vpcEndpoints: readonly string[];
  /** Everybody whom its sessions named. */
  readonly people: readonly string[];
  readonly refused: readonly Refused[];
}

/** An action that was refused to it, and since when. */
export interface Refused {
  /** In IAM's spelling. */
  readonly action: string;
  readonly firstAt: Instant;
}

interface Book {
  readonly credential: Credential;
  lastUsedAt: Instant;
  readonly days: Set<number>;
  /** Action in IAM's spelling → how often it was called and not refused. */
  readonly calls: Map<string, number>;
  /** Address → last day. */
  readonly addresses: Map<string, number>;
  readonly endpoints: Set<string>;
  readonly people: Set<string>;
  /** Action in IAM's spelling → when it was first refused. */
  readonly refused: Map<string, Instant>;
}

/** With more addresses than this it has no place of its own. */
const mostAddresses = 64;

/** Reads a trail for what no list shows a sweep: habits, places, makers and grants. The order of records does not matter. */
export class TrailEvidence {
  readonly #books = new Map<string, Book>();
  readonly #makers = new Map<string, Maker>();
  readonly grants: GrantMade[] = [];
  /** Secrets and parameters, which are read rather than used, by name. */
  readonly #read = new Map<string, Book>();
  /** Account → its first record. */
  readonly #began = new Map<string, Instant>();
  #latestAt: Instant | null = null;

  /** Anybody's last use on record: of later days the trail knows nothing. */
  get latestAt(): Instant | null {
    return this.#latestAt;
  }

  note(use: CredentialUse): void {
    const { credential, at } = use;
    this.#latestAt = Math.max(this.#latestAt ?? at, at);
    this.#began.set(credential.accountId, Math.min(this.#began.get(credential.accountId) ?? at, at));
    const read = use.denied ? null : readBy(use);
    if (read !== null) this.#noteIn(bookIn(this.#read, read, credential), use, null);
    const person = personOf(use);
    this.#noteIn(this.#bookOf(sweptAs(credential)), use, person);
    // A sweep lists a role once; the people behind an Identity Center role have books of their own as well.
    if (isPersonsRole(credential)) this.#noteIn(this.#bookOf(credential), use, person);
    this.noteChange(use);
  }

  /** What a call makes or gives, which counts where a service made the call for somebody as well. */
  noteChange(call: CredentialUse): void {
    this.#noteMaking(call);
    const grant = grantMadeBy(call);
    if (grant !== null) this.grants.push(grant);
  }

  #noteIn(book: Book, use: CredentialUse, person: string | null): void {
    const { at, source, action } = use;
    book.lastUsedAt = Math.max(book.lastUsedAt, at);
    book.days.add(dayOf(at));
    if (person !== null && book.people.size < mostAddresses) book.people.add(person);
    const name = iamAction(action);
    if (use.denied) {
      book.refused.set(name, Math.min(book.refused.get(name) ?? at, at));
      return;
    }
    book.calls.set(name, (book.calls.get(name) ?? 0) + 1);
    if (use.vpcEndpointId !== null) book.endpoints.add(use.vpcEndpointId);
    else if (source.kind === 'address') {
      const { addresses } = book;
      addresses.set(source.address, Math.max(addresses.get(source.address) ?? 0, dayOf(at)));
    }
  }

  /** All credentials of the account that were used, each once; of Identity Center roles the people as well. */
  credentialsIn(accountId: AccountId): readonly Credential[] {
    const all = [...this.#books.values()].map(({ credential }) => credential);
    return all.filter((credential) => credential.accountId === accountId);
  }

  /**
   * What it did, together with those that it replaced; for a secret or parameter, how it was read. Null where the trail has no
   * call of any. With `bornAt`, what was there when the trail began has paused until its first call.
   */
  seen(
    credential: Credential,
    forebears: readonly Credential[] = [],
    bornAt: Instant | null = null,
  ): SeenInTrail | null {
    const books = [
      ...[...forebears, credential].flatMap((one) => this.#books.get(subjectOf(one)) ?? []),
      ...[nameToRead(credential)].flatMap((name) => this.#read.get(name ?? '') ?? []),
    ];
    const [first] = books;
    if (first === undefined) return null;
    const book = books.reduce(joined);
    const days = [...book.days].sort((a, b) => a - b);
    const began = this.#began.get(credential.accountId) ?? null;
    const from = bornAt !== null && began !== null && bornAt <= began ? [dayOf(began)] : [];
    const known = [...from, ...days];
    const gaps = known.slice(1).map((one, i) => one - (known[i] ?? one));
    const addresses = [...book.addresses].sort((a, b) => b[1] - a[1]).map(([address]) => address);
    return {
      firstUsedAt: (days[0] ?? 0) * day,
      lastUsedAt: book.lastUsedAt,
      longestGapDays: gaps.length === 0 ? null : Math.max(...gaps),
      usedActions: [...book.calls.keys()],
      observedDays: (days.at(-1) ?? 0) - (from[0] ?? days[0] ?? 0) + 1,
      cidrs: addresses.length > mostAddresses ? [] : addresses.map((one) => `${one}/${one.includes(':') ? 128 : 32}`),
      vpcEndpoints: [...book.endpoints].sort(),
      people: [...book.people].sort(),
      refused: [...book.refused].map(([action, firstAt]) => ({ action, firstAt })),
    };
  }

  /** Calls that were not refused, of all credentials of a principal together. */
  callsOf(principal: string): { readonly action: string; readonly times: number }[] {
    const calls = new Map<string, number>();
    for (const { credential, calls: own } of this.#books.values()) {
      if (holderArn(credential) !== principal || credential !== sweptAs(credential)) continue;
      for (const [action, times] of own) calls.set(action, (calls.get(action) ?? 0) + times);
    }
    return [...calls].map(([action, times]) => ({ action, times })).sort((a, b) => (a.action < b.action ? -1 : 1));
  }

  /** Who made the credential, else its principal; null where the trail does not reach back so far. */
  makerOf(credential: Credential): Maker | null {
    return (
      madeNames(credential)
        .map((name) => this.#makers.get(name))
        .find((one) => one) ?? null
    );
  }

  #noteMaking(use: CredentialUse): void {
    const made = makingOf(use);
    if (made === null) return;
    const [name, maker] = made;
    const before = this.#makers.get(name);
    // A name that is made anew has a new maker.
    if (before === undefined || before.at < maker.at) this.#makers.set(name, maker);
  }

  #bookOf(credential: Credential): Book {
    return bookIn(this.#books, subjectOf(credential), credential);
  }
}

function bookIn(books: Map<string, Book>, key: string, credential: Credential): Book {
  return keptIn(books, key, () => ({
    credential,
    lastUsedAt: Number.NEGATIVE_INFINITY,
    days: new Set(),
    calls: new Map(),
    addresses: new Map(),
    endpoints: new Set(),
    people: new Set(),
    refused: new Map(),
  }));
}

const reads: Readonly<Record<string, 'secret' | 'parameter' | undefined>> = {
  'secretsmanager:GetSecretValue': 'secret',
  'secretsmanager:BatchGetSecretValue': 'secret',
  'ssm:GetParameter': 'parameter',
  'ssm:GetParameters': 'parameter',
};

/** The secret or parameter that a call read; null for every other call. It counts for all Regions that have one of that name. */
function readBy({ action, target, credential }: CredentialUse): string | null {
  const kind = reads[action];
  return kind === undefined || target.resource === null ? null : readName(kind, credential.accountId, target.resource);
}

function nameToRead({ kind, id, accountId }: Credential): string | null {
  return kind === 'secret' || kind === 'parameter' ? readName(kind, accountId, id) : null;
}

/** Callers name it by its ARN, by part of that, or by its name. */
function readName(kind: 'secret' | 'parameter', accountId: AccountId, name: string): string {
  const account = name.startsWith('arn:') ? (name.split(':')[4] ?? accountId) : accountId;
  const plain = kind === 'secret' ? secretName(name) : name.replace(/^.*:parameter/, '').replace(/^\//, '');
  return `${kind} ${account} ${plain}`;
}

function secretName(name: string): string {
  const [, rest] = /:secret:(.+)$/.exec(name) ?? [];
  return rest === undefined ? name : rest.replace(/-[A-Za-z0-9]{6}$/, '');
}

/** As a sweep lists it: a role is one credential, whoever is behind its sessions. */
function sweptAs(credential: Credential): Credential {
  return isPersonsRole(credential) ? { ...credential, person: null } : credential;
}

function joined(a: Book, b: Book): Book {
  const times = (action: string) => (a.calls.get(action) ?? 0) + (b.calls.get(action) ?? 0);
  const lastDay = (address: string) => Math.max(a.addresses.get(address) ?? 0, b.addresses.get(address) ?? 0);
  return {
    credential: b.credential,
    lastUsedAt: Math.max(a.lastUsedAt, b.lastUsedAt),
    days: new Set([...a.days, ...b.days]),
    calls: new Map([...a.calls.keys(), ...b.calls.keys()].map((action) => [action, times(action)])),
    addresses: new Map([...a.addresses.keys(), ...b.addresses.keys()].map((one) => [one, lastDay(one)])),
    endpoints: new Set([...a.endpoints, ...b.endpoints]),
    people: new Set([...a.people, ...b.people]),
    refused: new Map([...a.refused, ...b.refused].toSorted(([, one], [, other]) => other - one)),
  };
}

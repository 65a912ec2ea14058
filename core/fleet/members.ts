import type { Dossier } from '../assess.ts';
import type { GivenBook } from '../context/grants/given.ts';
import { type Maker, madeKeyName, madeNames, makingOf } from '../context/grants/maker.ts';
import { type Baseline, emptyBaseline } from '../context/habits/baseline.ts';
import { emptyMemo, type Memo } from '../context/memo.ts';
import { kinshipOf, type Population, personOf } from '../context/population.ts';
import { emptyRecent } from '../context/recent.ts';
import type { Inventoried } from '../context/recorded-context.ts';
import { Sessions } from '../context/sessions/sessions.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { AccountId } from '../model/brand.ts';
import { type Credential, isPersonsRole, neighbourhoodOf, subjectOf } from '../model/credential.ts';
import { day, type Instant } from '../model/instant.ts';
import { keptIn } from '../model/kept.ts';
import { nameIn } from '../model/own-name.ts';
import { type CaseState, newCase } from '../plan/case.ts';
import { newCourse } from '../verdict/course.ts';
import { emptyEvidence } from '../verdict/evidence.ts';
import { type Experience, emptyExperience } from '../verdict/experience.ts';
import type { Surroundings } from './surroundings.ts';

/** One credential: what is on record of it, and how far the answer to it has gone. */
export interface Member {
  readonly credential: Credential;
  readonly dossier: Dossier;
  readonly state: CaseState;
  readonly memo: Memo;
}

/** What is kept of a credential from one stretch to the next. */
export type Left = Pick<Dossier, 'baseline' | 'recent' | 'watchedSince' | 'madeBy' | 'evidence' | 'course' | 'radius'> &
  Pick<Member, 'state' | 'memo'>;

/** All that a fleet remembers. Whoever keeps it elsewhere between two stretches fills it before, and stores it after. */
export interface FleetMemory {
  readonly members: Map<string, Member>;
  /** By the principal's ARN, by kinship, and by person. */
  readonly principals: Map<string, Baseline>;
  readonly accounts: Map<string, Baseline>;
  readonly sessions: Sessions;
  /** By neighbourhood, as the accounts are. */
  readonly populations: Map<string, Population>;
  /** By account. */
  readonly experiences: Map<string, Experience>;
  /** By user, role, group or policy. */
  readonly given: GivenBook;
  /** Who made keys that nobody has used since, users and roles: by `madeNames`. */
  readonly made: Map<string, Maker>;
}

export function emptyMemory(): FleetMemory {
  return {
    members: new Map(),
    principals: new Map(),
    accounts: new Map(),
    sessions: new Sessions(),
    populations: new Map(),
    experiences: new Map(),
    given: new Map(),
    made: new Map(),
  };
}

/** The credentials of a fleet: found by what a record or a notice knows of them, and taken up when they are first seen. */
export class Members {
  readonly bySubject: Map<string, Member>;
  readonly #memory: FleetMemory;
  readonly #surroundings: Surroundings;
  /** By account and the user's or role's own name. */
  readonly #named = new Map<string, Credential[]>();
  /** Those with a long-lived access key, by its id. */
  readonly #byKey = new Map<string, Member>();

  constructor(memory: FleetMemory, surroundings: Surroundings) {
    this.bySubject = memory.members;
    this.#memory = memory;
    this.#surroundings = surroundings;
    for (const member of memory.members.values()) this.#note(member);
  }

  /** Whoever was never seen is taken up as a stranger. */
  of(credential: Credential): Member {
    return this.bySubject.get(subjectOf(credential)) ?? this.admit(credential, this.#stranger(credential));
  }

  /** As `of`, but a stranger is only looked at, not taken up. */
  look(credential: Credential): Member {
    return this.bySubject.get(subjectOf(credential)) ?? this.#made(credential, this.#stranger(credential));
  }

  withKey(accessKeyId: string): Member | undefined {
    return this.#byKey.get(accessKeyId);
  }

  /** The credentials of the user or role of that name. */
  named(accountId: AccountId, name: string): readonly Credential[] {
    return this.#named.get(memberName(accountId, name)) ?? [];
  }

  /** Remembers what a use makes, so that it is known for new, and whose it is, once it is first seen. */
  noteMade(use: CredentialUse): void {
    const making = makingOf(use);
    if (making === null) return;
    const [name, maker] = making;
    // The record of its making came after its first use. Nobody else goes by a key's id.
    const late = this.#byKey.get(use.target.accessKeyId ?? '');
    if (late !== undefined) late.dossier.madeBy ??= maker;
    else this.#memory.made.set(name, maker);
  }

  /** Takes up a credential where it was left. */
  admit(credential: Credential, left: Left): Member {
    const member = this.#made(credential, left);
    this.bySubject.set(subjectOf(credential), member);
    if (isAlone(credential)) for (const name of madeNames(credential).slice(0, 1)) this.#memory.made.delete(name);
    this.#note(member);
    return member;
  }

  #note(member: Member): void {
    const { credential } = member;
    if (credential.kind === 'access-key') this.#byKey.set(credential.id, member);
    keptIn(this.#named, memberName(credential.accountId, nameIn(credential.principal)), () => []).push(credential);
  }

  #made(credential: Credential, { state, memo, ...left }: Left): Member {
    const declared = ownDates(credential, this.#surroundings.declared(credential));
    const kinship = kinshipOf(credential, declared);
    const person = personOf(credential);
    return {
      credential,
      dossier: {
        declared,
        inventoried: ownDates(credential, this.#surroundings.inventoried?.(credential) ?? null),
        ...left,
        // Only a user's several credentials share habits; a role is its own principal.
        principalBaseline:
          credential.kind === 'role' ? null : keptIn(this.#memory.principals, credential.principal, emptyBaseline),
        kinBaseline: kinship === null ? null : keptIn(this.#memory.principals, kinship, emptyBaseline),
        personBaseline: person === null ? null : keptIn(this.#memory.principals, person, emptyBaseline),
        accountBaseline: keptIn(this.#memory.accounts, neighbourhoodOf(credential), emptyBaseline),
        population: keptIn(this.#memory.populations, neighbourhoodOf(credential), emptyRecent),
        experience: keptIn(this.#memory.experiences, neighbourhoodOf(credential), emptyExperience),
        session: null,
        makers: () => [],
        forebears: () => nobody,
        maker: () => null,
        parentDoubt: 0,
        knownAccounts: this.#surroundings.knownAccounts,
      },
      state,
      memo,
    };
  }

  #stranger(credential: Credential): Left {
    return {
      baseline: emptyBaseline(),
      recent: emptyRecent(),
      watchedSince: this.#watchedSince(credential),
      madeBy: madeNames(credential)
        .map((name) => this.#memory.made.get(name))
        .find((maker) => maker !== undefined),
      evidence: emptyEvidence(),
      course: newCourse(),
      state: newCase(),
      memo: emptyMemo(),
    };
  }

  /**
   * Since when a use of a credential would have been seen: since its making, where that is on record; else, for one that is known to be older,
   * since its account's first record. A key that is on no list is older, too, if the records would show its making, which takes those of
   * IAM; they all come from one Region.
   */
  #watchedSince(credential: Credential): Instant | null {
    const made = this.#memory.made.get(madeKeyName(credential));
    if (made !== undefined) return made.at;
    const { firstAt, tables } = keptIn(this.#memory.accounts, neighbourhoodOf(credential), emptyBaseline);
    if (this.#isListed(credential)) return Number.isFinite(firstAt) ? firstAt : null;
    const firstOfIam = tables.service.entries.get('iam')?.firstDay;
    if (credential.kind !== 'access-key' || firstOfIam === undefined) return null;
    return Math.max(firstAt, firstOfIam * day);
  }

  #isListed(credential: Credential): boolean {
    const { declared, inventoried } = this.#surroundings;
    const lists = [declared(credential), inventoried?.(credential) ?? null];
    return lists.some((known) => ownDates<Dates>(credential, known)?.createdAt != null);
  }
}

function memberName(accountId: AccountId, name: string): string {
  return `${accountId} ${name}`;
}

/** Whether no other credential can come by the same maker's note: others of the same user may, or of a role that people share. */
function isAlone(credential: Credential): boolean {
  return credential.kind === 'role' ? credential.person === null : credential.id !== credential.principal;
}

type Dates = Pick<Inventoried, 'createdAt' | 'lastUsedAt'>;

/** When a role was made and last taken on says nothing about a person who is new to it: beginning is not waking up. */
function ownDates<T extends Dates>(credential: Credential, known: T | null): T | null {
  return isPersonsRole(credential) && known !== null ? { ...known, createdAt: null, lastUsedAt: null } : known;
}

const nobody: ReadonlySet<string> = new Set();

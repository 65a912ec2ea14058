import { assess, assessTestimony, type Dossier, learnFrom } from './assess.ts';
import { type Baseline, emptyBaseline } from './context/baseline.ts';
import { fingerprint } from './context/fingerprint.ts';
import type { GivenBook } from './context/given.ts';
import { lessonOf } from './context/lesson.ts';
import {
  emptyMemo,
  type Memo,
  noteElsewhere,
  noteJudged,
  type Repetition,
  repetitionOf,
  turnTo,
} from './context/memo.ts';
import { placeUse } from './context/place.ts';
import { kinshipOf, type Population } from './context/population.ts';
import { emptyRecent } from './context/recent.ts';
import type { DeclaredContext, Inventoried, Network, Networks } from './context/recorded-context.ts';
import { noteSessionAt, type SessionRecord } from './context/session-record.ts';
import { Sessions } from './context/sessions.ts';
import { sightingOf } from './context/sighting.ts';
import { Sorter } from './context/sorts.ts';
import { countUse } from './context/volume.ts';
import type { CredentialUse } from './intake/credential-use.ts';
import type { Exposed, Found, Holder, Testimony } from './intake/testimony.ts';
import type { Told } from './intake/told.ts';
import type { AccountId, Arn } from './model/brand.ts';
import { type Credential, isToken, neighbourhoodOf, subjectOf } from './model/credential.ts';
import type { Instant } from './model/instant.ts';
import { keptIn } from './model/kept.ts';
import { nameIn, rootArn } from './model/own-name.ts';
import { type CaseState, newCase } from './plan/case.ts';
import { type Circumstances, decide } from './plan/decide.ts';
import type { Decision } from './plan/decision.ts';
import { isDisruptive } from './plan/ladder.ts';
import { noteFix } from './signals/anomalous/impossible-travel.ts';
import { leastDoubt } from './signals/anomalous/parent-in-doubt.ts';
import { tacticOf } from './signals/grave-actions.ts';
import type { Assessment } from './verdict/assessment.ts';
import { newCourse } from './verdict/course.ts';
import { emptyEvidence } from './verdict/evidence.ts';
import { type Experience, emptyExperience } from './verdict/experience.ts';
import { score } from './verdict/score.ts';
import { assessWidened, credentialsOf, grownBy, nameOfHolder, type Reached, reachedBy } from './widening.ts';

/** What the fleet is told besides the records. */
export interface Surroundings {
  readonly networks: Networks;
  /** The owner's word on a credential. */
  readonly declared: (credential: Credential) => DeclaredContext | null;
  /** What a list of credentials says of one, where there was a list. */
  readonly inventoried?: (credential: Credential) => Inventoried | null;
  readonly knownAccounts: ReadonlySet<string>;
  /** All accounts of the organisation; null where nobody knows them all. Absent: a trail of several accounts is theirs. */
  readonly ours?: ReadonlySet<string> | null;
  /** Hears of every use before it is judged. */
  readonly onUse?: (use: CredentialUse, network: Network | null) => void;
  /** Hears of every assessment with a signal in it; `use` null where somebody else's word caused it. */
  readonly onAssessment?: (assessment: Assessment, use: CredentialUse | null, dossier: Dossier) => void;
}

/** One credential: what is on record of it, and how far the answer to it has gone. */
export interface Member {
  readonly credential: Credential;
  readonly dossier: Dossier;
  readonly state: CaseState;
  readonly memo: Memo;
}

/** What was on record of a credential when it was last seen. */
export type Left = Pick<Dossier, 'baseline' | 'recent' | 'watchedSince' | 'evidence' | 'course' | 'radius'> &
  Pick<Member, 'state' | 'memo'>;

/** All that a fleet remembers. Whoever keeps it elsewhere between two stretches fills it before, and stores it after. */
export interface FleetMemory {
  readonly members: Map<string, Member>;
  /** By the principal's ARN, and by kinship. */
  readonly principals: Map<string, Baseline>;
  readonly accounts: Map<string, Baseline>;
  readonly sessions: Sessions;
  /** By neighbourhood, as the accounts are. */
  readonly populations: Map<string, Population>;
  /** By account. */
  readonly experiences: Map<string, Experience>;
  /** By user, role, group or policy. */
  readonly given: GivenBook;
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
  };
}

/**
 * All credentials of an organisation, judged use by use in order of time. Holds no clock and touches nothing: whoever
 * feeds it, what it decides is a function of what it was told.
 */
export class Fleet {
  readonly members: Map<string, Member>;
  readonly #surroundings: Surroundings;
  readonly #circumstances: Circumstances;
  readonly #principals: Map<string, Baseline>;
  readonly #accounts: Map<string, Baseline>;
  readonly #sessions: Sessions;
  readonly #populations: Map<string, Population>;
  /** By account. */
  readonly experiences: Map<string, Experience>;
  readonly #given: GivenBook;
  readonly #sorter = new Sorter();
  /** By account and the user's or role's own name. */
  readonly #named = new Map<string, Credential[]>();
  /** Those with a long-lived access key, by its id. */
  readonly #byKey = new Map<string, Member>();

  constructor(surroundings: Surroundings, circumstances: Circumstances, memory: FleetMemory = emptyMemory()) {
    this.members = memory.members;
    this.#principals = memory.principals;
    this.#accounts = memory.accounts;
    this.#sessions = memory.sessions;
    this.#populations = memory.populations;
    this.experiences = memory.experiences;
    this.#given = memory.given;
    this.#surroundings = surroundings;
    this.#circumstances = circumstances;
    for (const member of memory.members.values()) this.#note(member);
  }

  /** Judges a stretch of time, in order. Who made a session is heard before the session's first use. */
  *take(told: readonly Told[]): Generator<Decision> {
    for (const { testimony } of told) if (testimony?.kind === 'mint') this.#sessions.noteMint(testimony);
    for (const { use, testimony, at } of told) {
      if (testimony?.kind === 'exposed' || testimony?.kind === 'finding') yield* this.#hear(testimony);
      // Nearly always there is none, and a generator for each use would cost as much as most judgements do.
      if (use !== null) for (const decision of this.#judge(use)) yield decision;
      if (use !== null && use.service === 'iam') yield* this.#rescore(use);
      this.#sessions.forget(at);
    }
  }

  #judge(use: CredentialUse): readonly Decision[] {
    const member = this.#member(use.credential);
    const network = placeUse(use, this.#surroundings.networks);
    this.#surroundings.onUse?.(use, network);
    const { dossier } = member;
    const session = this.#sessions.of(use);
    const parent = this.#parentOf(session);
    const parentDoubt = parent === undefined ? 0 : score(parent.dossier.evidence.signals, use.at).bits;
    const { memo } = member;
    turnTo(memo, use.at, this.#sorter.keyFrom(use));
    const sorts = this.#sorter.sortsOf(memo.key, use, network, session, dossier.declared);
    const again = repetitionOf(memo, use, network, sorts, dossier.baseline);
    if (again !== 'none' && parentDoubt < leastDoubt) {
      noteRepetition(use, network, session, dossier, again);
      if (again === 'elsewhere') noteElsewhere(memo, use.at, sorts);
      return noDecisions;
    }
    const assessment = assess(use, network, { ...member.dossier, session, parentDoubt }, this.#circumstances.policy);
    if (assessment === null) {
      noteJudged(memo, use.at, sorts, false, false);
      return noDecisions;
    }
    const { thresholds } = this.#circumstances.policy;
    const gaveReason = assessment.signals.some(({ lastAt }) => lastAt === use.at);
    noteJudged(memo, use.at, sorts, gaveReason, assessment.score.value >= thresholds.notify);
    const decision = this.#answer(member, assessment, use);
    if (parent === undefined) return decision === null ? noDecisions : [decision];
    return [
      ...(decision === null ? [] : [decision]),
      ...(isGoingOn(use, parentDoubt) ? this.#tellOfDeed(parent, use) : []),
      ...(decision !== null && isDisruptive(decision.action) ? this.#tellParent(parent, decision) : []),
    ];
  }

  /** The credential that had a session made, where the records show it and it was seen in use itself. */
  #parentOf(session: SessionRecord | null): Member | undefined {
    const key = session?.parent?.accessKeyId ?? null;
    if (key === null) return undefined;
    return this.#byKey.get(key) ?? this.members.get(this.#sessions.subjectOf(key) ?? '');
  }

  /** What a doubtful credential's session does is told of the credential itself: one story, whoever's name is on its parts. */
  *#tellOfDeed(parent: Member, { at, id, action, denied, credential }: CredentialUse): Generator<Decision> {
    const told = { at, eventId: id, accountId: parent.credential.accountId };
    yield* this.#weighWord(parent, { kind: 'acted', ...told, credential: credential.id, action, denied });
  }

  /** Who lost a session to a thief may have lost more. */
  *#tellParent(parent: Member, { at, eventId, credential }: Decision): Generator<Decision> {
    const told = { at, eventId: eventId ?? '', accountId: parent.credential.accountId };
    yield* this.#weighWord(parent, { kind: 'taken-back', ...told, credential });
  }

  /** Whoever is given more is judged anew at once, as it stands now, and what is decided later knows how much is at stake. */
  *#rescore(use: CredentialUse): Generator<Decision> {
    const { policy } = this.#circumstances;
    const { knownAccounts, ours = knownAccounts.size > 1 ? knownAccounts : null } = this.#surroundings;
    for (const reached of reachedBy(use, policy, this.#given, ours)) {
      const all = this.#named.get(nameOf(reached.made.accountId, nameOfHolder(reached.holder))) ?? [];
      for (const credential of credentialsOf(reached, all)) yield* this.#rescoreOne(credential, reached, use);
    }
  }

  *#rescoreOne(credential: Credential, reached: Reached, use: CredentialUse): Generator<Decision> {
    const member = this.members.get(subjectOf(credential)) ?? this.#made(credential, this.#stranger(credential));
    const { declared, inventoried } = member.dossier;
    const grown = grownBy(reached, inventoried, this.#given);
    if (grown.after > (inventoried?.blastRadius ?? 0)) member.dossier.radius = grown.after;
    const { policy } = this.#circumstances;
    const assessment = assessWidened(credential, reached, grown, use, declared, policy);
    if (assessment === null) return;
    this.#surroundings.onAssessment?.(assessment, null, member.dossier);
    // Each gift is a case of its own: what was said of another says nothing about this one.
    const decision = decide(assessment, newCase(), this.#circumstances);
    if (decision !== null) yield decision;
  }

  *#hear(testimony: Exposed | Found): Generator<Decision> {
    for (const credential of this.#credentialsMeant(testimony)) {
      yield* this.#weighWord(this.#member(credential), testimony);
    }
  }

  *#weighWord(member: Member, testimony: Testimony): Generator<Decision> {
    const { policy } = this.#circumstances;
    const assessment = assessTestimony(testimony, member.credential, member.dossier, policy);
    const decision = assessment === null ? null : this.#answer(member, assessment, null);
    if (decision !== null) yield decision;
  }

  /** A credential's account is watched from its first record on. */
  #watchedSince(neighbourhood: string): Instant | null {
    const { firstAt } = keptIn(this.#accounts, neighbourhood, emptyBaseline);
    return Number.isFinite(firstAt) ? firstAt : null;
  }

  #answer(member: Member, assessment: Assessment, use: CredentialUse | null): Decision | null {
    if (assessment.signals.length > 0) {
      const session = use === null ? null : this.#sessions.of(use);
      this.#surroundings.onAssessment?.(assessment, use, { ...member.dossier, session });
    }
    return decide(assessment, member.state, this.#circumstances);
  }

  /** The credentials that a notice speaks of: those with the key it names, else those of the user it names. */
  #credentialsMeant(testimony: Exposed | Found): Credential[] {
    const { accountId, userName } = testimony;
    const keys = testimony.kind === 'exposed' ? testimony.accessKeyIds : [testimony.accessKeyId];
    const subjects = keys.map((key) => (key === null ? null : this.#sessions.subjectOf(key)));
    const mine = [...this.members.values()]
      .map((member) => member.credential)
      // AWS speaks of its own credentials; a token's client may have a user's name.
      .filter((credential) => credential.accountId === accountId && !isToken(credential.kind));
    const byKey = mine.filter(
      (credential) => keys.some((key) => key === credential.id) || subjects.includes(subjectOf(credential)),
    );
    if (byKey.length > 0) return byKey;
    const holder = testimony.kind === 'exposed' ? 'user' : testimony.holder;
    const byName = mine.filter((credential) => isOf(credential, holder, userName));
    return byName.length > 0 ? mostDoubtful(byName, this.members) : strangers(testimony);
  }

  #member(credential: Credential): Member {
    return this.members.get(subjectOf(credential)) ?? this.admit(credential, this.#stranger(credential));
  }

  /** Takes up a credential where it was left. */
  admit(credential: Credential, left: Left): Member {
    const member = this.#made(credential, left);
    this.members.set(subjectOf(credential), member);
    this.#note(member);
    return member;
  }

  #note(member: Member): void {
    const { credential } = member;
    if (credential.kind === 'access-key') this.#byKey.set(credential.id, member);
    keptIn(this.#named, nameOf(credential.accountId, nameIn(credential.principal)), () => []).push(credential);
  }

  #made(credential: Credential, { state, memo, ...left }: Left): Member {
    const declared = this.#surroundings.declared(credential);
    const kinship = kinshipOf(credential, declared);
    return {
      credential,
      dossier: {
        declared,
        inventoried: this.#surroundings.inventoried?.(credential) ?? null,
        ...left,
        // Only a user's several credentials share habits; a role is its own principal.
        principalBaseline:
          credential.kind === 'role' ? null : keptIn(this.#principals, credential.principal, emptyBaseline),
        kinBaseline: kinship === null ? null : keptIn(this.#principals, kinship, emptyBaseline),
        accountBaseline: keptIn(this.#accounts, neighbourhoodOf(credential), emptyBaseline),
        population: keptIn(this.#populations, neighbourhoodOf(credential), emptyRecent),
        experience: keptIn(this.experiences, neighbourhoodOf(credential), emptyExperience),
        session: null,
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
      watchedSince: this.#watchedSince(neighbourhoodOf(credential)),
      evidence: emptyEvidence(),
      course: newCourse(),
      state: newCase(),
      memo: emptyMemo(),
    };
  }
}

const noDecisions: readonly Decision[] = [];

/** What changes when a sort of use comes again. */
function noteRepetition(
  use: CredentialUse,
  network: Network | null,
  session: SessionRecord | null,
  dossier: Dossier,
  again: Repetition,
): void {
  if (session !== null) noteSessionAt(session, use, network);
  const { baseline: own } = dossier;
  noteFix({ use, network, context: dossier });
  if (again === 'elsewhere') {
    learnFrom(lessonOf(sightingOf(use, network, session)), dossier, 'learn');
    return;
  }
  if (use.at > own.lastAt) own.lastAt = use.at;
  countUse(own, use.at, fingerprint(use.id), fingerprint(use.action), use.denied, true);
}

function nameOf(accountId: AccountId, name: string): string {
  return `${accountId} ${name}`;
}

/** Of several credentials of one user, those that something speaks against; all of them where nothing does. */
function mostDoubtful(credentials: Credential[], members: ReadonlyMap<string, Member>): Credential[] {
  const doubtful = credentials.filter((credential) =>
    members.get(subjectOf(credential))?.dossier.evidence.signals.some((signal) => signal.bits >= doubtBits),
  );
  return doubtful.length > 0 ? doubtful : credentials;
}

/** A session of a credential in doubt looks around, does something grave, or is refused. */
function isGoingOn(use: CredentialUse, parentDoubt: number): boolean {
  return parentDoubt >= leastDoubt && (use.denied || tacticOf(use.action) !== null);
}

/** Bits from which a signal is more than everyday noise. */
const doubtBits = 5;

/** Of the user or role of that name, or of the root user. */
function isOf({ kind, principal }: Credential, holder: Holder, name: string | null): boolean {
  if (holder === 'root') return kind === 'root';
  return name !== null && nameIn(principal) === name && principal.includes(`:${holder}/`);
}

/** Credentials that a notice names and no record has shown yet. */
function strangers(testimony: Exposed | Found): Credential[] {
  const { accountId, userName } = testimony;
  const keys = testimony.kind === 'exposed' ? testimony.accessKeyIds : [testimony.accessKeyId];
  const holder = testimony.kind === 'exposed' ? 'user' : testimony.holder;
  const principal = principalOf(accountId, holder, userName ?? 'unknown');
  const named = keys.flatMap((key) => (key?.startsWith('AKIA') === true ? [key] : []));
  if (named.length > 0) return named.map((id) => ({ kind: 'access-key', id, accountId, principal }));
  if (holder === 'root') return [{ kind: 'root', id: principal, accountId, principal }];
  if (userName === null) return [];
  return [
    holder === 'role'
      ? { kind: 'role', id: principal, accountId, principal, person: null }
      : { kind: 'console-password', id: principal, accountId, principal },
  ];
}

function principalOf(accountId: AccountId, holder: Holder, name: string): Arn {
  return holder === 'root' ? rootArn(accountId) : (`arn:aws:iam::${accountId}:${holder}/${name}` as Arn);
}

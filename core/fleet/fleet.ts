import { assess, assessTestimony, type Dossier } from '../assess.ts';
import type { GivenBook } from '../context/grants/given.ts';
import { isHabit } from '../context/habits/familiarity.ts';
import { fingerprint } from '../context/habits/fingerprint.ts';
import { lessonOf } from '../context/habits/lesson.ts';
import { countUse } from '../context/habits/volume.ts';
import { noteElsewhere, noteJudged, type Repetition, repetitionOf, turnTo } from '../context/memo.ts';
import { placeUse } from '../context/place.ts';
import { emptyRecent } from '../context/recent.ts';
import type { Network } from '../context/recorded-context.ts';
import { noteSessionAt, type SessionRecord } from '../context/sessions/session-record.ts';
import type { Sessions, TakenSession } from '../context/sessions/sessions.ts';
import { storyKey, tellerOf } from '../context/sessions/story.ts';
import { isPersonByRecord, sightingOf } from '../context/sighting.ts';
import { Sorter } from '../context/sorts.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { Exposed, Found, NotRotated, Testimony } from '../intake/testimony.ts';
import { callIn, type Told } from '../intake/told.ts';
import { type Credential, subjectOf } from '../model/credential.ts';
import { dayOf } from '../model/instant.ts';
import { keptIn } from '../model/kept.ts';
import { newCase } from '../plan/case.ts';
import { type Circumstances, decide, sparedFor } from '../plan/decide.ts';
import type { Decision } from '../plan/decision.ts';
import { isDisruptive } from '../plan/ladder.ts';
import { noteFix } from '../signals/anomalous/impossible-travel.ts';
import { noteLine } from '../signals/anomalous/new-address.ts';
import { leastDoubt } from '../signals/anomalous/parent-in-doubt.ts';
import { tacticOf } from '../signals/grave-actions.ts';
import { observe } from '../signals/observation.ts';
import { type Signal, whoBesideDeed } from '../signals/signal.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { signalsOfSession } from '../verdict/evidence.ts';
import type { Experience } from '../verdict/experience.ts';
import { learnFrom } from '../verdict/learning.ts';
import { whoGroups } from '../verdict/witnesses.ts';
import { credentialsMeant } from './credentials-meant.ts';
import { Exits } from './exits.ts';
import { type Behind, isTakenBack, Makers } from './makers.ts';
import { emptyMemory, type FleetMemory, type Left, type Member, Members } from './members.ts';
import { assessNotRotated, secretIn } from './rotation-failed.ts';
import type { Surroundings } from './surroundings.ts';
import { assessWidened, credentialsOf, grownBy, nameOfHolder, type Reached, reachedBy } from './widening.ts';

/**
 * All credentials of an organisation, judged use by use in order of time. Holds no clock and touches nothing: whoever
 * feeds it, what it decides is a function of what it was told.
 */
export class Fleet {
  readonly #surroundings: Surroundings;
  readonly #circumstances: Circumstances;
  readonly #members: Members;
  readonly #sessions: Sessions;
  readonly #given: GivenBook;
  /** By account. */
  readonly experiences: ReadonlyMap<string, Experience>;
  readonly #sorter = new Sorter();
  readonly #exits: Exits;
  readonly #makers: Makers;
  readonly #populations: FleetMemory['populations'];

  constructor(surroundings: Surroundings, circumstances: Circumstances, memory: FleetMemory = emptyMemory()) {
    this.#surroundings = surroundings;
    this.#circumstances = circumstances;
    this.#members = new Members(memory, surroundings);
    this.#sessions = memory.sessions;
    this.#given = memory.given;
    this.experiences = memory.experiences;
    this.#exits = new Exits(memory.populations);
    this.#makers = new Makers(this.#members, memory.sessions, circumstances);
    this.#populations = memory.populations;
  }

  /** By subject. */
  get members(): ReadonlyMap<string, Member> {
    return this.#members.bySubject;
  }

  /** Takes up a credential where it was left. */
  admit(credential: Credential, left: Left): void {
    this.#members.admit(credential, left);
  }

  /** Judges a stretch of time, in order. Who made a session is heard before the session's first use. */
  *take(told: readonly Told[]): Generator<Decision> {
    for (const { testimony } of told) if (testimony?.kind === 'mint') this.#sessions.noteMint(testimony);
    for (const one of told) {
      const { use, testimony, at } = one;
      if (testimony?.kind === 'exposed' || testimony?.kind === 'finding') yield* this.#hear(testimony);
      if (testimony?.kind === 'not-rotated') yield* this.#tellOwner(testimony);
      if (use !== null) {
        const decisions = this.#judge(use);
        // Nearly always there is none, and to ask for each use would cost as much as most judgements do.
        if (decisions !== noDecisions) yield* decisions;
      }
      const call = callIn(one);
      if (call?.service === 'iam') {
        this.#members.noteMade(call);
        yield* this.#rescore(call);
      }
      // After the call by which it was made: what is said of the future is not heard.
      if (testimony?.kind === 'mint') yield* this.#tellLate(testimony.child.accessKeyId);
      this.#sessions.forget(at);
    }
  }

  #judge(use: CredentialUse): Iterable<Decision> {
    const member = this.#members.of(use.credential);
    const located = placeUse(use, this.#surroundings.networks);
    const session = this.#sessions.of(use);
    const network = this.#exits.placeOf(use, located, session);
    this.#surroundings.onUse?.(use, network);
    const { dossier } = member;
    const behind = this.#makers.behind(use, session, dossier);
    const { memo } = member;
    turnTo(memo, use.at, this.#sorter.keyFrom(use));
    const sorts = this.#sorter.sortsOf(memo.key, use, network, session, dossier.declared);
    const again = repetitionOf(memo, use, network, sorts, dossier.baseline);
    const { policy } = this.#circumstances;
    if (again !== 'none' && behind.doubt < leastDoubt) {
      // Whoever only repeats their calls is there all the same. Asked first, since nothing else here needs an observation.
      if (isPersonByRecord(use, session)) {
        noteLine(observe(use, network, this.#knownOf(use, session, dossier, behind), policy));
      }
      noteRepetition(use, network, session, dossier, again);
      if (again === 'elsewhere') noteElsewhere(memo, use.at, sorts);
      return noDecisions;
    }
    const known = this.#knownOf(use, session, dossier, behind);
    const assessment = assess(use, network, known, policy);
    this.#exits.note(use, located, session, known, assessment, policy);
    if (assessment === null) {
      noteJudged(memo, use.at, sorts, false, false);
      return noDecisions;
    }
    const { thresholds } = policy;
    const gaveReason = assessment.signals.some(({ lastAt }) => lastAt === use.at);
    noteJudged(memo, use.at, sorts, gaveReason, assessment.score.value >= thresholds.notify);
    const decision = this.#answer(member, assessment, use);
    const { parent, doubt } = behind;
    const isDoubtful = parent !== undefined && doubt >= leastDoubt && isNoDailyWork(use, dossier);
    // What stands already needs no decision, and is no less news to whoever had this session made.
    const mayBeHeld = gaveReason && assessment.verdict === 'compromised' && isTakenBack(member);
    const isHeld = mayBeHeld && !this.#isHeldBack(decision, assessment);
    if (session !== null && (isDoubtful || isHeld)) {
      return this.#withMakers(use, session, decision, isHeld, isDoubtful ? parent : undefined);
    }
    return decision === null ? noDecisions : [decision];
  }

  /** What there is to know when a use is assessed: of its credential, its session and who stands behind it. */
  #knownOf(use: CredentialUse, session: SessionRecord | null, dossier: Dossier, behind: Behind) {
    const { parent, maker, doubt, isMadeWhileTaken } = behind;
    const teller = tellerOf(use, session);
    return {
      ...dossier,
      session,
      makers: () => this.#sessions.makersOf(session),
      forebears: () => this.#makers.forebearsOf(session),
      maker: () => this.#makers.makerBehind(session),
      story: teller === null ? undefined : keptIn(this.#populations, storyKey(teller), emptyRecent),
      parentDoubt: doubt,
      isParentTaken: [parent, maker].some((one) => one !== undefined && isTakenBack(one)),
      isMadeWhileTaken,
      parentBaseline: parent?.dossier.baseline,
      handsBaseline: parent?.dossier.personBaseline ?? undefined,
    };
  }

  /** Of what is held back there is no decision either, once there is nothing new to tell. */
  #isHeldBack(decision: Decision | null, assessment: Assessment): boolean {
    return decision === null ? sparedFor(assessment, this.#circumstances) !== null : !isDisruptive(decision.action);
  }

  /** One after the other: whoever takes a decision was told last of the assessment that it comes from. */
  *#withMakers(
    use: CredentialUse,
    { parent }: SessionRecord,
    decision: Decision | null,
    isHeld: boolean,
    doubtful: Member | undefined,
  ): Generator<Decision> {
    if (decision !== null) yield decision;
    if (doubtful !== undefined) yield* this.#tellOfDeed(doubtful, parent?.accessKeyId ?? null, use);
    const { at, id: eventId, accessKeyId, credential } = use;
    if (!isHeld || accessKeyId === null || this.#sessions.isTold(accessKeyId)) return;
    const isDone = yield* this.#tellMakers(accessKeyId, { at, eventId, credential: credential.id });
    if (isDone) this.#sessions.noteTold(accessKeyId);
  }

  /** What a doubtful credential's session does is told of the credential itself: one story, whoever's name is on its parts. */
  *#tellOfDeed(
    parent: Member,
    by: string | null,
    { at, id, action, denied, credential }: CredentialUse,
  ): Generator<Decision> {
    const told = { at, eventId: id, accountId: parent.credential.accountId };
    const word: Testimony = { kind: 'acted', ...told, credential: credential.id, action, denied };
    yield* this.#weighWord(parent, word, by);
  }

  /**
   * Who lost a session to a thief may have lost more, and so may whoever made what that was made with. False where one of them was only
   * held back, so that it is to be told again.
   */
  *#tellMakers(accessKeyId: string, taken: TakenSession): Generator<Decision, boolean> {
    const lost = this.#makers.lost(accessKeyId, taken);
    // From the first on, lest a limit be spent on the links of a chain and spare what opened them all.
    for (const [maker, assessment] of lost.toReversed()) {
      const decision = this.#answer(maker, assessment, null);
      if (decision !== null) yield decision;
    }
    return lost.every(([maker, { verdict }]) => verdict !== 'compromised' || isTakenBack(maker));
  }

  /** Who had it made is on record only now, and it had to be taken back before. */
  *#tellLate(accessKeyId: string): Generator<Decision> {
    const taken = this.#sessions.takenOf(accessKeyId);
    if (taken !== null) yield* this.#tellMakers(accessKeyId, taken);
  }

  /** Whoever is given more is judged anew at once, as it stands now, and what is decided later knows how much is at stake. */
  *#rescore(use: CredentialUse): Generator<Decision> {
    const { policy } = this.#circumstances;
    const { knownAccounts, ours = knownAccounts.size > 1 ? knownAccounts : null } = this.#surroundings;
    for (const reached of reachedBy(use, policy, this.#given, ours)) {
      const all = this.#members.named(reached.made.accountId, nameOfHolder(reached.holder));
      for (const credential of credentialsOf(reached, all)) yield* this.#rescoreOne(credential, reached, use);
    }
  }

  *#rescoreOne(credential: Credential, reached: Reached, use: CredentialUse): Generator<Decision> {
    const member = this.#members.look(credential);
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
    const named = testimony.kind === 'finding' ? testimony.accessKeyId : null;
    for (const credential of credentialsMeant(testimony, this.members, this.#sessions)) {
      const isOfSession = named !== null && this.#sessions.subjectOf(named) === subjectOf(credential);
      yield* this.#weighWord(this.#members.of(credential), testimony, isOfSession ? named : null);
    }
  }

  *#tellOwner(testimony: NotRotated): Generator<Decision> {
    const member = this.#members.of(secretIn(testimony));
    const assessment = assessNotRotated(testimony, member.dossier.declared, this.#circumstances.policy);
    const decision = assessment === null ? null : this.#answer(member, assessment, null);
    if (decision !== null) yield decision;
  }

  /** `key`: the one that it is said of, or null. Of a role, others hold sessions that had no part in it. */
  *#weighWord(member: Member, testimony: Testimony, key: string | null = null): Generator<Decision> {
    const { policy } = this.#circumstances;
    const assessment = assessTestimony(testimony, member.credential, member.dossier, policy, key);
    const decision = assessment === null ? null : this.#answer(member, assessment, null);
    if (decision !== null) yield decision;
  }

  /**
   * The session that a word names. Not where another session of the role is in strange hands as well: then they are all meant. Nor does a word
   * say by which door the holder came in.
   */
  #sessionMeant({ session, signals }: Assessment): SessionRecord | null {
    const name = session === null ? null : this.#sessions.sessionOf(session);
    if (session === null || name === null) return null;
    const own = signalsOfSession(signals, name);
    const isOfAnother = (signal: Signal) =>
      whoGroups.has(signal.group) && signal.bits >= whoBesideDeed && !own.includes(signal);
    const record = signals.some(isOfAnother) ? null : this.#sessions.named(session);
    return record === null ? null : { ...record, parent: null };
  }

  #answer(member: Member, assessment: Assessment, use: CredentialUse | null): Decision | null {
    if (assessment.signals.length > 0) {
      const session = use === null ? this.#sessionMeant(assessment) : this.#sessions.of(use);
      this.#surroundings.onAssessment?.(assessment, use, { ...member.dossier, session });
    }
    return decide(assessment, member.state, this.#circumstances);
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

/** It looks around, does something grave, or is refused: what the credential does not do on its ordinary days, whoever opens its session. */
function isNoDailyWork(use: CredentialUse, { baseline }: Dossier): boolean {
  return use.denied || (tacticOf(use) !== null && !isHabit(baseline, 'action', use.action, dayOf(use.at)));
}

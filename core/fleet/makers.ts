import { assessTestimony, type Dossier } from '../assess.ts';
import { makerOf } from '../context/population.ts';
import type { SessionRecord } from '../context/sessions/session-record.ts';
import { longestChain, type Sessions, type TakenSession } from '../context/sessions/sessions.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import { subjectOf } from '../model/credential.ts';
import { day, type Instant, minute } from '../model/instant.ts';
import { type Circumstances, sparedFor } from '../plan/decide.ts';
import { isDisruptive } from '../plan/ladder.ts';
import { leastDoubt } from '../signals/anomalous/parent-in-doubt.ts';
import type { Signal } from '../signals/signal.ts';
import { stepsWindow } from '../signals/what/steps.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { signalsOfSession } from '../verdict/evidence.ts';
import { score } from '../verdict/score.ts';
import { doubtAbout } from '../verdict/verdict.ts';
import { wasLeftBefore } from '../verdict/witnesses.ts';
import type { Member, Members } from './members.ts';

/** Who stands behind a use. */
export interface Behind {
  /** Who had its session made. */
  readonly parent: Member | undefined;
  /** Who made its credential. */
  readonly maker: Member | undefined;
  /** Bits, by whichever of the two is in more doubt. */
  readonly doubt: number;
  /** The maker was taken back about when it made this. */
  readonly isMadeWhileTaken: boolean;
}

/** Who had sessions and credentials made, and how much in doubt they are. */
export class Makers {
  readonly #members: Members;
  readonly #sessions: Sessions;
  readonly #circumstances: Circumstances;

  constructor(members: Members, sessions: Sessions, circumstances: Circumstances) {
    this.#members = members;
    this.#sessions = sessions;
    this.#circumstances = circumstances;
  }

  /** Who made a use's session and its credential, and how much of the doubt about them falls on the use. */
  behind({ at, sessionIssuedAt }: CredentialUse, session: SessionRecord | null, dossier: Dossier): Behind {
    const { madeBy } = dossier;
    const parent = this.#parentOf(session);
    const maker = madeBy === undefined ? undefined : this.#members.bySubject.get(madeBy.subject);
    const doubt = Math.max(
      parent === undefined ? 0 : this.#doubtAbout(parent, session?.parent?.accessKeyId, sessionIssuedAt ?? at, at),
      maker === undefined ? 0 : this.#doubtAboutMaker(maker, dossier, at),
    );
    const isLeft = maker !== undefined && isMadeWhileTaken(maker, dossier);
    return { parent, maker, doubt, isMadeWhileTaken: isLeft };
  }

  /** The credential that had a session made, where the records show it and it was seen in use itself. */
  #parentOf(session: SessionRecord | null): Member | undefined {
    return this.#memberWith(session?.parent?.accessKeyId ?? null);
  }

  /** Everybody that the session came through. A thief may go through many roles, so none of them is a sibling that explains what another shows. */
  forebearsOf(session: SessionRecord | null): ReadonlySet<string> {
    return this.#subjectsWith(this.#sessions.makersOf(session));
  }

  /** The same, with the one that the session itself belongs to. */
  #chainOf(accessKeyId: string): ReadonlySet<string> {
    const parent = this.#sessions.parentOf(accessKeyId);
    return this.#subjectsWith([accessKeyId, ...this.#sessions.makersOf({ places: [], parent })]);
  }

  /** All that one key opens moves with it, so it counts as one. */
  makerBehind(session: SessionRecord | null): string | null {
    const first = this.#sessions.makersOf(session).findLast((key) => this.#memberWith(key) !== undefined);
    const member = this.#memberWith(first ?? null);
    return member === undefined ? null : makerOf(member.credential);
  }

  #subjectsWith(keys: readonly string[]): ReadonlySet<string> {
    const credentials = keys.flatMap((key) => this.#memberWith(key)?.credential ?? []);
    return new Set(credentials.flatMap((credential) => [subjectOf(credential), credential.principal]));
  }

  /** By what the session that made this one did, where that is known: other sessions of its role were in other hands. */
  #doubtAbout({ dossier }: Member, accessKeyId: string | null | undefined, openedAt: Instant, at: Instant): number {
    const { signals } = dossier.evidence;
    if (signals.length === 0) return 0;
    const session = this.#sessions.sessionOf(accessKeyId ?? '');
    const own = session === null ? signals : signalsOfSession(signals, session);
    return doubtAbout(notLeftBefore(openedAt, own), at, this.#circumstances.policy);
  }

  /** By what the session that made it did, where others are in the role as well. What was made before its maker fell into doubt is not the thief's. */
  #doubtAboutMaker(maker: Member, { madeBy }: Dossier, at: Instant): number {
    const { evidence } = maker.dossier;
    if (madeBy === undefined || evidence.signals.length === 0) return 0;
    const signals = notLeftBefore(madeBy.at, signalsOfSession(evidence.signals, madeBy.accessKeyId ?? ''));
    const doubt = doubtAbout(signals, at, this.#circumstances.policy);
    if (doubt < leastDoubt) return 0;
    const since = Math.min(...score(signals, at).contributions.map(({ signal }) => signal.at));
    return madeBy.at >= since - stepsWindow ? doubt : 0;
  }

  #memberWith(key: string | null): Member | undefined {
    if (key === null) return undefined;
    return this.#members.withKey(key) ?? this.#members.bySubject.get(this.#sessions.subjectOf(key) ?? '');
  }

  /** The makers that are lost with a session, each with its assessment. The last may turn out not to be lost, or its maker is not known yet. */
  lost(accessKeyId: string, taken: TakenSession): readonly (readonly [Member, Assessment])[] {
    const makers: (readonly [Member, Assessment])[] = [];
    const { at, eventId } = taken;
    const chain = this.#chainOf(accessKeyId);
    let { credential } = taken;
    let key = accessKeyId;
    while (makers.length < 2 * longestChain) {
      const parent = this.#sessions.parentOf(key);
      // A chain longer than anybody needs is followed no further link by link, but from where it began.
      const by = (makers.length === longestChain && parent?.first) || (parent?.accessKeyId ?? null);
      const maker = this.#memberWith(by);
      if (by === null || maker === undefined) {
        this.#sessions.noteTaken(key, { at, eventId, credential });
        break;
      }
      const { accountId } = maker.credential;
      const word = { kind: 'taken-back', at, eventId: eventId ?? '', accountId, credential } as const;
      const others = new Set(chain);
      others.delete(subjectOf(maker.credential));
      const dossier = { ...maker.dossier, forebears: () => others };
      const assessment = assessTestimony(word, maker.credential, dossier, this.#circumstances.policy, by);
      if (assessment === null) break;
      makers.push([maker, assessment]);
      if (assessment.verdict !== 'compromised') break;
      // An exemption protects that maker only, and nobody before it in the chain.
      if (sparedFor(assessment, this.#circumstances) === null) credential = maker.credential.id;
      key = by;
    }
    return makers;
  }
}

/** Where a maker was on the way, and no more when it made this, says nothing about what it made. */
function notLeftBefore(madeAt: Instant, signals: readonly Signal[]): readonly Signal[] {
  return signals.filter((signal) => !wasLeftBefore(madeAt - clocksApart, signal));
}

/** Two services may give one call two times. */
const clocksApart = 5 * minute;

/** Evidence against a maker fades. That it, or the session of it that made this, was taken back at about that time does not. */
function isMadeWhileTaken({ credential, state }: Member, { madeBy }: Dossier): boolean {
  if (madeBy === undefined) return false;
  const isOfMany = credential.kind === 'role' && credential.person === null;
  return state.taken.some(
    ({ at, session }) =>
      madeBy.at >= at - stepsWindow && madeBy.at <= at + day && (!isOfMany || session === madeBy.accessKeyId),
  );
}

/** Its case has come to a disruption. */
export function isTakenBack({ state }: Member): boolean {
  return state.rung !== null && isDisruptive(state.rung);
}

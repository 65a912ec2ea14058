import { type Homes, isOwnRole } from '../../contract/permissions.ts';
import type { NoteStore } from '../../core/context/note-store.ts';
import { day, type Instant } from '../../core/model/instant.ts';
import { readLabels } from '../../core/observe/labels.ts';
import type { Containment } from '../../core/outcome/containment.ts';
import { type ContainmentStore, firstOf } from '../../core/outcome/ports.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { protectionOfDecision } from '../../core/plan/exemption.ts';
import { distrustOf } from '../../core/plan/track-record.ts';
import { enforcesIn } from '../../core/policy/policy.ts';
import { amendAnswers } from '../answers.ts';
import type { Settings } from '../settings.ts';
import { type Consent, consentTo, type Question } from './asking.ts';
import { reserve } from './budget.ts';
import { oftenWrong } from './taken-back.ts';

/** What the moment of acting says about a decision made earlier. */
export interface Brakes {
  readonly decision: Decision;
  readonly settings: Pick<Settings, 'policy' | 'exemptions' | 'words'>;
  /** Where the budget and people's answers are kept. */
  readonly notes: NoteStore;
  /** A person decided on it, whom neither observe mode nor a limit holds back: both are for the automaton. */
  readonly byWord: boolean;
  /** Who else holds AdministratorAccess in the account, as IAM names them; null where the target does not. */
  readonly otherAdministrators: readonly string[] | null;
  readonly homes: Homes;
}

export interface Braked {
  /** Arms a new outcome only if nothing stands against it. One that is there already goes on. */
  readonly store: ContainmentStore;
  /** What people were asked, if they were. */
  readonly question: () => Question | null;
}

export function braked(store: ContainmentStore, brakes: Brakes): Braked {
  let question: Question | null = null;
  return {
    question: () => question,
    store: {
      ...store,
      async arm(rows, now) {
        const first = firstOf(rows);
        if ((await store.ofOutcome(first.outcomeId)).length > 0) return store.arm(rows, now);
        const consent = await standingAgainst(rows, brakes, now);
        question = consent.kind === 'asked' ? consent.question : null;
        const why = 'why' in consent ? consent.why : await reserve(rows, brakes, now);
        if (why === null) return store.arm(rows, now);
        return {
          kind: 'held',
          hold: { credential: first.credential, by: 'the policy', reason: why, until: null },
        };
      },
    },
  };
}

/**
 * Everything that may be asked again at any moment: the policy, exemptions and protected names, how far the reasons are
 * trusted, and what people said. A question that nobody has put yet is put.
 */
export async function standingAgainst(
  rows: readonly Containment[],
  brakes: Omit<Brakes, 'otherAdministrators'>,
  now: Instant,
): Promise<Consent> {
  const why = refusalOf(rows, brakes, now) ?? (brakes.byWord ? null : await untrusted(brakes, now));
  return why === null ? consentTo(brakes.decision, brakes.settings, brakes.notes, now) : { kind: 'over', why };
}

/** A decision about a use is the answer to its hour. */
const goodFor = 7 * day;

function refusalOf(
  rows: readonly Containment[],
  { decision, settings, byWord, homes }: Pick<Brakes, 'decision' | 'settings' | 'byWord' | 'homes'>,
  now: Instant,
): string | null {
  const { policy, exemptions } = settings;
  if (exemptions === null) return 'the policy, the exemptions or the context could not be read';
  if (!byWord && !enforcesIn(policy, decision.accountId)) return 'the policy no longer enforces in this account';
  if (!byWord && decision.eventId !== null && now - decision.at > goodFor)
    return 'the decision is older than a week: check it again';
  if (rows.some(({ measure: { target } }) => target.kind === 'role' && isOwnRole(target.arn, homes))) {
    return 'Rescind does not act on its own roles, nor on those that deploy it';
  }
  const named = [
    decision.credential,
    ...rows.flatMap(({ measure }) => ('accessKeyId' in measure ? [measure.accessKeyId] : [])),
  ];
  for (const credential of new Set(named)) {
    const protection = protectionOfDecision({ ...decision, credential }, policy, exemptions, now);
    if (protection !== null) return protection;
  }
  return null;
}

/** What people approved has earned its trust from them. */
async function untrusted(
  { decision, settings: { policy }, notes }: Omit<Brakes, 'otherAdministrators'>,
  now: Instant,
): Promise<string | null> {
  const distrust =
    distrustOf(decision, await readLabels(notes), policy) ?? (await oftenWrong(decision, policy, notes, now));
  if (distrust === null) return null;
  const { decided } = await amendAnswers(decision.id, notes, (value) => ({ answers: null, value }));
  return decided?.choice === 'approve' ? null : distrust;
}

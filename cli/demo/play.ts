import { Timeline } from '../../adapters/timeline/timeline.ts';
import type { Dossier } from '../../core/assess.ts';
import type { DeclaredContext, Networks } from '../../core/context/recorded-context.ts';
import { Fleet } from '../../core/fleet/fleet.ts';
import { groundsOf } from '../../core/grounds.ts';
import type { CredentialUse } from '../../core/intake/credential-use.ts';
import { accountIn } from '../../core/intake/told.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Response } from '../../core/respond.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import { trustEarned } from '../../core/verdict/trust.ts';
import type { Simulation } from '../../simulator/simulate.ts';
import { Activities } from '../replay/activity.ts';
import { takeIn } from '../replay/read-file.ts';
import { emptySummary, type ReplaySummary } from '../replay/summary.ts';
import { Aftermath } from './aftermath.ts';
import { Places } from './places.ts';
import { type Responder, responderOn } from './responder.ts';
import { attempt, containable, type Twin, twinOf } from './twin.ts';

/** One decision, carried out, with the proof of it. */
export interface Scene {
  readonly decision: Decision;
  readonly response: Response;
  /** The thief's next call, and the workload's, tried right after the decision; null where there is none. */
  readonly thiefDenied: boolean | null;
  readonly ownerServed: boolean | null;
  /** What AWS held of the principal before. */
  readonly before: string;
}

export interface Play {
  readonly summary: ReplaySummary;
  readonly scenes: readonly Scene[];
  readonly activities: Activities;
  readonly aftermath: Aftermath;
  /** How far the judge may be trusted, a sentence each. */
  readonly trust: readonly string[];
  readonly responder: Responder;
  readonly twin: Twin;
}

export interface Setting {
  readonly simulation: Simulation;
  readonly policy: Policy;
  readonly networks: Networks;
  readonly declared: ReadonlyMap<string, DeclaredContext>;
  readonly statePath: string;
  readonly onScene: (scene: Scene) => Promise<void>;
}

/** The simulated traffic through the real corridor in enforce mode; whatever is decided is done on the twin before the next call. */
export async function play(setting: Setting): Promise<Play> {
  const { simulation, policy, networks, declared } = setting;
  const hostile = new Set(simulation.labels.incidents.flatMap(({ hostileEventIds }) => hostileEventIds));
  const twin = twinOf(simulation);
  const places = new Places();
  const responder = responderOn(twin, places, setting.statePath);
  const aftermath = new Aftermath(twin, (id) => hostile.has(id));
  const activities = new Activities();
  let latest = null as { readonly assessment: Assessment; readonly dossier: Dossier } | null;

  const { summary, timeline, knownAccounts, uses } = takeAllIn(simulation);
  const surroundings = {
    networks,
    knownAccounts,
    declared: (credential: { readonly id: string }) => declared.get(credential.id) ?? null,
    onUse: (use: CredentialUse, network: ReturnType<Networks['locate']> | null) => {
      activities.noteUse(use, network);
      if (!hostile.has(use.id)) places.note(use, network);
    },
    onAssessment: (assessment: Assessment, _: CredentialUse | null, dossier: Dossier) => {
      latest = { assessment, dossier };
      activities.noteAssessment(assessment);
    },
  };
  const fleet = new Fleet(surroundings, { policy, exemptions: [], spent: emptySpent() });

  const scenes: Scene[] = [];
  for (const { told, usesTwice } of timeline.hours()) {
    summary.records.duplicate += usesTwice;
    summary.records.scored -= usesTwice;
    aftermath.meet(told, 0);
    for (const decision of fleet.take(told)) {
      if (latest === null) continue;
      const index = told.findIndex(({ id }) => id === decision.eventId);
      const before = containable(twin, decision);
      const { assessment, dossier } = latest;
      const response = await responder.answer(
        decision,
        assessment,
        dossier.session,
        groundsOf(assessment, dossier, policy),
      );
      if (isDisruptive(decision.action)) {
        aftermath.contain(decision.principal);
        aftermath.meet(told, index + 1);
      }
      const later =
        uses.get(decision.principal)?.filter(({ at, id }) => at >= decision.at && id !== decision.eventId) ?? [];
      const isStopped = (next: CredentialUse | undefined) => (next && attempt(twin, next)?.byRescind) ?? null;
      const ownerStopped = isStopped(later.find(({ id }) => !hostile.has(id)));
      const scene = {
        decision,
        response,
        before,
        thiefDenied: isStopped(later.find(({ id }) => hostile.has(id))),
        ownerServed: ownerStopped === null ? null : !ownerStopped,
      };
      scenes.push(scene);
      await setting.onScene(scene);
    }
  }
  timeline.close();
  activities.noteEstablished(fleet.members.values(), activities.to);
  summary.credentials = fleet.members.size;
  summary.decisions = scenes.length;
  responder.kept.commit();
  const trust = trustEarned(fleet.experiences.values(), policy);
  return { summary, scenes, activities, aftermath, trust, responder, twin };
}

function takeAllIn({ records }: Simulation) {
  const summary = emptySummary();
  const timeline = new Timeline();
  const knownAccounts = new Set<string>();
  const uses = new Map<string, CredentialUse[]>();
  for (const { record } of records) {
    const told = takeIn(record, {}, summary);
    if (told === null) continue;
    knownAccounts.add(accountIn(told));
    timeline.add(told);
    if (told.use === null) continue;
    const { principal } = told.use.credential;
    const mine = uses.get(principal);
    if (mine === undefined) uses.set(principal, [told.use]);
    else mine.push(told.use);
  }
  for (const mine of uses.values()) mine.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return { summary, timeline, knownAccounts, uses };
}

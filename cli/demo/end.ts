import { formatInstant } from '../../core/model/instant.ts';
import { outcomeIdOf } from '../../core/outcome/containment.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import type { Labels } from '../../simulator/labels.ts';
import type { Play } from './play.ts';
import { answerOf, incidentOf, isAbout, type Restored } from './tell.ts';

/** How the demo ended, for a program: what the last lines of its story say. */
export function endOf(
  { summary, scenes, aftermath }: Play,
  labels: Labels,
  restored: Restored | null,
  report: string | false,
): object {
  const thefts = labels.incidents.map((incident) => {
    const mine = scenes.filter(({ decision }) => isAbout(incident, decision.credential, decision.principal));
    const disruptive = mine.filter(({ decision }) => isDisruptive(decision.action));
    const first = disruptive[0] ?? mine[0];
    if (first === undefined) return { technique: incident.technique, noticedAt: null };
    const { thief, owner } = aftermath.of(first.decision.principal);
    const noticedAt = formatInstant(first.decision.at);
    return {
      technique: incident.technique,
      noticedAt,
      answer: answerOf(disruptive),
      decision: first.decision.id,
      thief,
      owner,
    };
  });
  const disturbed = scenes.filter((scene) => isDisruptive(scene.decision.action) && incidentOf(scene, labels) === null);
  return {
    records: summary.records,
    decisions: scenes.length,
    thefts,
    honestChanges: labels.benignChanges.length,
    disturbed: [...new Set(disturbed.map(({ decision }) => decision.credential))],
    restored: restored && { outcomeId: outcomeIdOf(restored.decision.id), exactly: restored.exactly },
    report: report === false ? null : report,
  };
}

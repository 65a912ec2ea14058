import { expect, test } from 'vitest';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { placeUse } from '../../../core/context/place.ts';
import { Fleet } from '../../../core/fleet/fleet.ts';
import { emptyMemory } from '../../../core/fleet/members.ts';
import { intake } from '../../../core/intake/intake.ts';
import { testimony } from '../../../core/intake/testimony.ts';
import { inTimeOrder, toldOf } from '../../../core/intake/told.ts';
import { subjectOf } from '../../../core/model/credential.ts';
import { emptySpent } from '../../../core/plan/limits.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { noteDeletion } from '../../../core/signals/anomalous/data-destruction.ts';
import { noteGrave } from '../../../core/signals/anomalous/grave-sequence.ts';
import { noteMadeUser } from '../../../core/signals/anomalous/persistence.ts';
import { noteNewService } from '../../../core/signals/anomalous/service-sprawl.ts';
import { noteStep, stepByStep } from '../../../core/signals/anomalous/step-by-step.ts';
import { bitsOf, cuesOf } from '../../../core/signals/cues.ts';
import { observe } from '../../../core/signals/observation.ts';
import { useSignals } from '../../../core/signals/registry.ts';
import { simulate } from '../../../simulator/simulate.ts';

const networks = bundledNetworks();
const policy = defaultPolicy;

test('no signal speaks of a use that gives none of its cues, and nothing is noted of it', () => {
  const { records } = simulate({ seed: 12, days: 10, credentials: 15 });
  const { told } = inTimeOrder(records.flatMap(({ record }) => toldOf(intake(record), testimony(record)) ?? []));
  const memory = emptyMemory();
  const surroundings = { networks, declared: () => null, knownAccounts: new Set<string>() };
  const fleet = new Fleet(surroundings, { policy, exemptions: [], spent: emptySpent() }, memory);
  const unasked = new Set<string>();
  const noted = new Set<string>();
  let spoken = 0;
  let quiet = 0;
  for (const one of told) {
    for (const _ of fleet.take([one]));
    const { use } = one;
    const dossier = use === null ? undefined : memory.members.get(subjectOf(use.credential))?.dossier;
    if (use === null || dossier === undefined) continue;
    const context = { ...dossier, session: memory.sessions.of(use) };
    const observation = observe(use, placeUse(use, networks), context, policy);
    const cues = cuesOf(observation);
    for (const { id, hears, judge } of useSignals) {
      if (judge(observation) === null) continue;
      spoken++;
      if ((cues & bitsOf(hears)) === 0) unasked.add(id);
    }
    if ((cues & bitsOf(stepByStep.hears)) !== 0) continue;
    quiet++;
    const before = new Map(context.recent.seen);
    for (const note of [noteGrave, noteDeletion, noteNewService, noteMadeUser, noteStep]) note(observation);
    for (const [thing, at] of context.recent.seen) if (before.get(thing) !== at) noted.add(thing);
  }
  expect(unasked).toEqual(new Set());
  expect(noted).toEqual(new Set());
  expect(spoken).toBeGreaterThan(1_000);
  expect(quiet).toBeGreaterThan(1_000);
});

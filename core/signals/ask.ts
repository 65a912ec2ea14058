import { sortFew } from '../model/sort-few.ts';
import type { Policy } from '../policy/policy.ts';
import { agentAstray, noteRefused } from './anomalous/agent-astray.ts';
import { noteSecret } from './anomalous/credential-access.ts';
import { noteDeletion } from './anomalous/data-destruction.ts';
import { dataSprawl, noteDataSet } from './anomalous/data-sprawl.ts';
import { declaredScope, noteUndeclared } from './anomalous/declared-scope.ts';
import { noteGrave } from './anomalous/grave-sequence.ts';
import { noteFix } from './anomalous/impossible-travel.ts';
import { noteLocked } from './anomalous/locked-away.ts';
import { noteStray } from './anomalous/many-hands.ts';
import { masterRole, noteMaster } from './anomalous/master-role.ts';
import { noteLine } from './anomalous/new-address.ts';
import { noteMadeUser } from './anomalous/persistence.ts';
import { noteNewService } from './anomalous/service-sprawl.ts';
import { noteStep, stepByStep } from './anomalous/step-by-step.ts';
import { bitsOf, cuesOf } from './cues.ts';
import type { Observation } from './observation.ts';
import { useSignals } from './registry.ts';
import { type Family, type Finding, leastBits, type Signal, type SignalDefinition, type UseSignal } from './signal.ts';
import { noteWritten } from './what/given.ts';
import { noteMadeTrail } from './what/own-trail.ts';

/** What the signals say about a use. What only counts in number is noted first, so that this use is counted as well. */
export function signalsIn(observation: Observation): Signal[] {
  noteWhatMattersTogether(observation);
  const cues = cuesOf(observation);
  return cues === 0 ? [] : findings(observation, cues);
}

function noteWhatMattersTogether(observation: Observation): void {
  noteMadeTrail(observation);
  noteWritten(observation);
  noteSecret(observation);
  noteFix(observation);
  noteLine(observation);
}

function findings(observation: Observation, cues: number): Signal[] {
  const { use, policy } = observation;
  noteLocked(observation);
  if ((cues & ofSteps) !== 0) {
    noteGrave(observation);
    noteDeletion(observation);
    noteNewService(observation);
    noteMadeUser(observation);
    noteStray(observation);
    noteStep(observation);
  }
  if ((cues & ofRoles) !== 0) noteMaster(observation);
  if ((cues & ofData) !== 0) noteDataSet(observation);
  if ((cues & ofTasks) !== 0) noteRefused(observation);
  if ((cues & ofWord) !== 0) noteUndeclared(observation);
  const found: Signal[] = [];
  for (const { signal, hears } of enabledUseSignals(policy)) {
    if ((cues & hears) === 0) continue;
    const finding = signal.judge(observation);
    if (finding !== null && finding.bits >= leastBits) {
      found.push(signalOf(signal, finding, { at: use.at, eventId: use.id }, policy));
    }
  }
  return found;
}

/** Only uses that give one of these cues can be a step of a story, or part of one. */
const ofSteps = bitsOf(stepByStep.hears);

const ofTasks = bitsOf(agentAstray.hears);

const ofRoles = bitsOf(masterRole.hears);

const ofData = bitsOf(dataSprawl.hears);

const ofWord = bitsOf(declaredScope.hears);

interface Listener {
  readonly signal: UseSignal;
  readonly hears: number;
}

// A policy outlives many uses, so which signals it leaves on is worked out once for each policy.
const enabled = new WeakMap<Policy, readonly Listener[]>();

function enabledUseSignals(policy: Policy): readonly Listener[] {
  const known = enabled.get(policy);
  if (known !== undefined) return known;
  const signals = useSignals
    .filter((signal) => isEnabled(signal, policy))
    .map((signal) => ({ signal, hears: bitsOf(signal.hears) }));
  enabled.set(policy, signals);
  return signals;
}

function isEnabled(signal: SignalDefinition, policy: Policy): boolean {
  return policy.signals[signal.id]?.enabled !== false;
}

/** The same for a standing or a testimony. */
export function signalsBy<T extends SignalDefinition>(
  asked: readonly T[],
  judge: (signal: T) => Finding | null,
  cause: Pick<Signal, 'at' | 'eventId'>,
  policy: Policy,
): Signal[] {
  return asked.flatMap((signal) => {
    const finding = isEnabled(signal, policy) ? judge(signal) : null;
    return finding === null ? [] : [signalOf(signal, finding, cause, policy)];
  });
}

/** What a signal may do is decided by the policy, else by what it found, else by its definition. */
function signalOf(
  definition: SignalDefinition,
  finding: Finding,
  { at, eventId }: Pick<Signal, 'at' | 'eventId'>,
  policy: Policy,
): Signal {
  const { id, name, family } = definition;
  const group = finding.group ?? definition.group;
  const basis = finding.basis ?? definition.basis;
  const authority = policy.signals[id]?.authority ?? finding.authority ?? definition.authority;
  const { bits, key, evidence } = finding;
  return {
    id,
    name,
    family,
    group,
    authority,
    basis,
    bits,
    key,
    at,
    eventId,
    lastAt: at,
    evidence,
    // Filled in later for some; here so that all objects have one shape.
    holder: undefined,
    sessions: undefined,
  };
}

export function familiesOf(signals: readonly Signal[]): Family[] {
  const families: Family[] = [];
  for (const { family } of signals) if (!families.includes(family)) families.push(family);
  sortFew(families, (a, b) => (a < b ? -1 : 1));
  return families;
}

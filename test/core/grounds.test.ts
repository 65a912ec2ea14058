import { describe, expect, it } from 'vitest';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import type { Dossier } from '../../core/assess.ts';
import type { Network } from '../../core/context/recorded-context.ts';
import { Fleet } from '../../core/fleet/fleet.ts';
import { groundsOf } from '../../core/grounds.ts';
import type { CredentialUse } from '../../core/intake/credential-use.ts';
import { intake } from '../../core/intake/intake.ts';
import { testimony } from '../../core/intake/testimony.ts';
import { inTimeOrder, toldOf } from '../../core/intake/told.ts';
import { rankOf, rungFor, strongest } from '../../core/plan/ladder.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import type { Grounds } from '../../core/plan/weighed.ts';
import { defaultPolicy, type Policy } from '../../core/policy/policy.ts';
import { allSignals } from '../../core/signals/registry.ts';
import type { Group, Signal } from '../../core/signals/signal.ts';
import type { Assessment } from '../../core/verdict/assessment.ts';
import { newCourse } from '../../core/verdict/course.ts';
import { signalsKept } from '../../core/verdict/evidence.ts';
import { simulate } from '../../simulator/simulate.ts';
import { assessed } from './assessed.ts';
import { copyOf } from './context/sightings.ts';

interface Judged {
  readonly use: CredentialUse;
  readonly network: Network | null;
  readonly assessment: Assessment;
  /** As it was then. */
  readonly dossier: Dossier;
  readonly grounds: Grounds;
}

/** Every assessment of a use of a made-up organisation that somebody might ask about, with what explains it. */
function judgedIn(seed: number): Judged[] {
  const { records } = simulate({ seed, days: 18, credentials: 24, incidents: 10, benignChanges: 6 });
  const { told } = inTimeOrder(records.flatMap(({ record }) => toldOf(intake(record), testimony(record)) ?? []));
  const judged: Judged[] = [];
  let network: Network | null = null;
  const surroundings = {
    networks: bundledNetworks(),
    declared: () => null,
    knownAccounts: new Set<string>(),
    onUse: (_: CredentialUse, place: Network | null) => {
      network = place;
    },
    onAssessment: (assessment: Assessment, use: CredentialUse | null, live: Dossier) => {
      if (use === null || assessment.score.value < 30 || assessment.longDoubt !== null) return;
      const dossier = copied(live);
      judged.push({ use, network, assessment, dossier, grounds: groundsOf(assessment, dossier, policy) });
    },
  };
  const fleet = new Fleet(surroundings, { policy, exemptions: [], spent: emptySpent() });
  for (const _ of fleet.take(told));
  return judged;
}

const policy = defaultPolicy;
const all = judgedIn(21);

/** Baselines go on learning, and makers are looked up; what else is remembered is plain. */
function copied({
  baseline,
  principalBaseline,
  kinBaseline,
  personBaseline,
  accountBaseline,
  makers,
  forebears,
  maker,
  ...rest
}: Dossier): Dossier {
  return {
    ...structuredClone(rest),
    makers,
    forebears,
    maker,
    baseline: copyOf(baseline),
    principalBaseline: principalBaseline && copyOf(principalBaseline),
    kinBaseline: kinBaseline && copyOf(kinBaseline),
    personBaseline: personBaseline && copyOf(personBaseline),
    accountBaseline: accountBaseline && copyOf(accountBaseline),
  };
}

/** A policy that knows no signal of the group. */
function blindTo(group: string): Policy {
  const signals = allSignals.filter((signal) => signal.group === group).map(({ id }) => [id, { enabled: false }]);
  return { ...policy, signals: Object.fromEntries(signals) };
}

function judgeAgain({ use, network, dossier }: Judged, group: string | null, more: readonly Signal[] = []): Assessment {
  const kept = dossier.evidence.signals.filter((signal) => signal.group !== group);
  // A day that nothing was seen of yet, so that it is judged whatever it comes to.
  const copy = { ...copied(dossier), course: newCourse(), evidence: { signals: [...kept, ...more] } };
  return assessed(use, network, copy, group === null ? policy : blindTo(group));
}

/** Evidence that is made up: so many bits of a group, from the bare facts. */
function made(group: Group, bits: number, { at }: Assessment, changes: Partial<Signal> = {}): Signal {
  const words = { id: 'S00', name: 'made-up', family: 'anomalous', evidence: 'Made up' } as const;
  const seen = { key: group, at, lastAt: at, eventId: null };
  return { ...words, ...seen, group, bits, authority: 'corroborate', basis: 'fact', ...changes };
}

const who = ['identity', 'lifecycle', 'client'] as const;
const what = ['intent', 'volume', 'scope'] as const;

/** What a clause asks for, in the least that it says. */
function added(clause: string, judged: Judged): Signal[] {
  const { assessment } = judged;
  const bits = new Map(assessment.score.contributions.map((one) => [one.group, one.bits]));
  const witness = (groups: readonly Group[]) => {
    const free = groups.find((group) => !assessment.quorum.includes(group));
    return free === undefined ? [] : [made(free, policy.thresholds.quorumBits, assessment)];
  };
  // A witness of each sort, by the bare facts, whatever habits say beside them.
  if (clause.includes('evidence that needs no habit'))
    return [who[0], what[0]].map((group) => made(group, policy.thresholds.quorumBits, assessment));
  if (clause.includes('witness about who')) return witness(who);
  if (clause.includes('witness about what')) return witness(what);
  if (clause.includes('independent')) return [...witness(who), ...witness(what)];
  if (clause.includes('honest explanation')) return [made('action', 12, assessment, { id: 'S17', authority: 'pin' })];
  // Points, about who it is or about anything: to the brim of what groups can hold.
  const room = clause.includes('about who') ? who : [...who, ...what];
  return room.map((group) => made(group, Math.max(8, bits.get(group) ?? 0), assessment));
}

describe('what would have changed an answer', () => {
  it('is what comes of judging again, with the evidence of that group out of the world', () => {
    const changes = new Set<string>();
    for (const judged of all) {
      expect(judged.grounds.earned).toBe(rungFor(judged.assessment, policy));
      // Where there is no room for more evidence, what was let go of comes back in another's place.
      const isFull = judged.assessment.signals.length > signalsKept - 3;
      for (const { group, score, action } of judged.grounds.without) {
        const again = judgeAgain(judged, group);
        const expected = isFull
          ? { group, score, action }
          : { group, score: again.score.value, action: rungFor(again, policy) };
        expect({ group, score, action }).toEqual(expected);
        expect(action).toBe(rungFor(again, policy));
        changes.add(`${judged.grounds.earned} to ${action}`);
      }
    }
    for (const change of ['notify to null', 'pin to notify', 'pin to quarantine', 'disable to pin', 'pin to pin']) {
      expect([...changes]).toContain(change);
    }
  });

  it('is what a stronger answer lacked, once it is there', () => {
    const verdicts = new Set<string>();
    for (const judged of all) {
      const { lacking, earned } = judged.grounds;
      const rank = earned === null ? -1 : rankOf(earned);
      const isStrongest = rankOf(strongest(judged.assessment.credential)) <= rank;
      if (judged.assessment.verdict === 'benign') continue;
      expect(lacking.length === 0).toBe(isStrongest);
      if (isStrongest) continue;
      verdicts.add(judged.assessment.verdict);
      const more = lacking.flatMap((clause) => added(clause, judged));
      const better = rungFor(judgeAgain(judged, null, more), policy);
      expect(better === null ? -1 : rankOf(better), lacking.join('; ')).toBeGreaterThan(rank);
    }
    expect([...verdicts].sort()).toEqual(['compromised', 'insufficient-data', 'suspicious']);
  });
});

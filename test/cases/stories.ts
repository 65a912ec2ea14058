import { defaultPolicy } from '../../core/policy/policy.ts';
import { bitsOf, cuesOf } from '../../core/signals/cues.ts';
import type { Observation } from '../../core/signals/observation.ts';
import type { Finding, SignalDefinition, UseSignal } from '../../core/signals/signal.ts';
import type { Expectation, StandingCases, TestimonyCases, UseCases } from './case.ts';
import { observationOf } from './play.ts';
import { cases as s01 } from './s01-canary-used.ts';
import { cases as s02 } from './s02-exposed-by-provider.ts';
import { cases as s03 } from './s03-declared-network-breached.ts';
import { cases as s04 } from './s04-declared-scope-breached.ts';
import { cases as s05 } from './s05-used-after-expiry.ts';
import { cases as s06 } from './s06-declared-rate-breached.ts';
import { cases as s07 } from './s07-compute-session-outside-aws.ts';
import { cases as s08 } from './s08-session-moved.ts';
import { cases as s09 } from './s09-new-network.ts';
import { cases as s10 } from './s10-new-country.ts';
import { cases as s11 } from './s11-rented-network.ts';
import { cases as s12 } from './s12-impossible-travel.ts';
import { cases as s13 } from './s13-new-region.ts';
import { cases as s14 } from './s14-new-service.ts';
import { cases as s15 } from './s15-new-action.ts';
import { cases as s16 } from './s16-credential-access.ts';
import { cases as s17 } from './s17-persistence.ts';
import { cases as s18 } from './s18-privilege-escalation.ts';
import { cases as s19 } from './s19-defence-impairment.ts';
import { cases as s20 } from './s20-share-outside.ts';
import { cases as s21 } from './s21-impact.ts';
import { cases as s22 } from './s22-model-hijack.ts';
import { cases as s23 } from './s23-denied-burst.ts';
import { cases as s24 } from './s24-enumeration.ts';
import { cases as s25 } from './s25-rate-burst.ts';
import { cases as s26 } from './s26-key-test.ts';
import { cases as s27 } from './s27-dormant-wake-up.ts';
import { cases as s28 } from './s28-new-client.ts';
import { cases as s29 } from './s29-mfa-absent.ts';
import { cases as s30 } from './s30-new-peer.ts';
import { cases as s31 } from './s31-off-hours.ts';
import { cases as s32 } from './s32-unused.ts';
import { cases as s33 } from './s33-never-used.ts';
import { cases as s34 } from './s34-over-age.ts';
import { cases as s35 } from './s35-ownerless.ts';
import { cases as s36 } from './s36-unused-grants.ts';
import { cases as s37 } from './s37-admin-equivalent.ts';
import { cases as s38 } from './s38-lateral-movement.ts';
import { cases as s39 } from './s39-detector-finding.ts';
import { cases as s40 } from './s40-declared-client-breached.ts';
import { cases as s41 } from './s41-foreign-endpoint.ts';
import { cases as s42 } from './s42-secrets-sweep.ts';
import { cases as s43 } from './s43-grave-sequence.ts';
import { cases as s44 } from './s44-agent-astray.ts';
import { cases as s45 } from './s45-data-destruction.ts';
import { cases as s46 } from './s46-service-sprawl.ts';
import { cases as s47 } from './s47-new-role.ts';
import { cases as s48 } from './s48-discovery.ts';
import { cases as s49 } from './s49-parent-in-doubt.ts';
import { cases as s50 } from './s50-child-taken-back.ts';
import { cases as s51 } from './s51-open-trust.ts';
import { cases as s52 } from './s52-owner-gone.ts';
import { cases as s53 } from './s53-second-home.ts';
import { cases as s54 } from './s54-child-astray.ts';
import { cases as s55 } from './s55-step-by-step.ts';
import { cases as s56 } from './s56-new-address.ts';
import { cases as s57 } from './s57-locked-away.ts';
import { cases as s58 } from './s58-many-hands.ts';
import { cases as s59 } from './s59-other-runtime.ts';
import { cases as s60 } from './s60-agent-burst.ts';
import { cases as s61 } from './s61-declared-parent-breached.ts';
import { cases as s62 } from './s62-root-used.ts';
import { cases as s63 } from './s63-master-role.ts';
import { cases as s64 } from './s64-other-system.ts';
import { cases as s65 } from './s65-new-data.ts';
import { cases as s66 } from './s66-data-sprawl.ts';
import { cases as s70 } from './s70-lease-lapsed.ts';
import { cases as s71 } from './s71-grant-over.ts';
import { cases as s72 } from './s72-widened.ts';
import { cases as s73 } from './s73-rotation-failed.ts';

const useCases: readonly UseCases[] = [
  s01,
  s03,
  s04,
  s05,
  s06,
  s07,
  s08,
  s09,
  s10,
  s11,
  s12,
  s13,
  s14,
  s15,
  s16,
  s17,
  s18,
  s19,
  s20,
  s21,
  s22,
  s23,
  s24,
  s25,
  s26,
  s27,
  s28,
  s29,
  s30,
  s31,
  s38,
  s40,
  s41,
  s42,
  s43,
  s44,
  s45,
  s46,
  s47,
  s48,
  s49,
  s53,
  s55,
  s56,
  s57,
  s58,
  s59,
  s60,
  s61,
  s62,
  s63,
  s64,
  s65,
  s66,
];
const testimonyCases: readonly TestimonyCases[] = [s02, s39, s50, s54];
const standingCases: readonly StandingCases[] = [s32, s33, s34, s35, s36, s37, s51, s52, s70, s71, s72, s73];

export const caseKinds = ['fires', 'silent', 'lookalike'] as const;

/** One case of any kind of signal, ready to be told. */
export interface Story {
  readonly signal: SignalDefinition;
  readonly kind: (typeof caseKinds)[number];
  readonly name: string;
  readonly expect: Expectation;
  find(): Finding | null;
}

/** As the corridor asks: a signal that hears none of its cues is not. */
function asked(signal: UseSignal, observation: Observation): Finding | null {
  return (cuesOf(observation) & bitsOf(signal.hears)) === 0 ? null : signal.judge(observation);
}

/** Every case there is. */
export const stories: readonly Story[] = caseKinds.flatMap((kind) => [
  ...useCases.flatMap(({ signal, [kind]: cases }) =>
    cases.map((one) => ({ ...one, signal, kind, find: () => asked(signal, observationOf(one)) })),
  ),
  ...testimonyCases.flatMap(({ signal, [kind]: cases }) =>
    cases.map((one) => ({ ...one, signal, kind, find: () => signal.judge(one.told) })),
  ),
  ...standingCases.flatMap(({ signal, [kind]: cases }) =>
    cases.map((one) => ({
      ...one,
      signal,
      kind,
      find: () => signal.judge(one.standing, one.policy ?? defaultPolicy, one.now),
    })),
  ),
]);

import { graveAction, targetWords } from './grave-action.ts';

/** After these nobody watches any more. */
const lastStraws =
  /:(?:StopLogging|DeleteTrail|DeleteDetector|LeaveOrganization|StopConfigurationRecorder|DeleteConfigurationRecorder|DisableSecurityHub)$/;

export const defenceImpairment = graveAction({
  id: 'S19',
  name: 'defence-impairment',
  tactic: 'defence-impairment',
  base: 6,
  authority: 'pin',
  basis: 'habit',
  sentence: 'The credential blinds those who watch: trails, detectors, recorders, flow logs, the organisation itself.',
  attack: ['T1562.008', 'T1562.007', 'T1685.002', 'T1686'],
  falsePositives: ['A team retires a trail or detector on purpose.', 'A pipeline is taught to manage log groups.'],
  deed: (observation) => `${observation.use.action} ${targetWords(observation)}`.trim(),
  /** Log groups and rules come and go with applications; trails and detectors do not. */
  weigh: (observation, bits) => {
    if (/^(?:logs|events|wafv2|ses|s3):/.test(observation.use.action)) {
      return { bits: bits * 0.6, authority: 'corroborate' };
    }
    // Blinding everybody is no beginner’s task: a credential without a past may not do it unseen either.
    return bits > 0 && lastStraws.test(observation.use.action) ? { bits: bits + 2, basis: 'fact' } : { bits };
  },
});

import { graveAction, targetWords } from './grave-action.ts';

/** After these nobody watches any more. */
export const lastStraws =
  /:(?:StopLogging|DeleteTrail|DeleteEventDataStore|DeleteDetector|DeleteMembers|DisassociateMembers|StopMonitoringMembers|DisassociateFromAdministratorAccount|LeaveOrganization|StopConfigurationRecorder|DeleteConfigurationRecorder|DisableSecurityHub|Disable)$/;

export const defenceImpairment = graveAction({
  id: 'S19',
  name: 'defence-impairment',
  tactic: 'defence-impairment',
  base: 6,
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential blinds those who watch: trails, detectors, recorders, flow logs, the organisation itself.',
  attack: ['T1562.008', 'T1562.007', 'T1685.002', 'T1686'],
  falsePositives: ['A team retires a trail or detector on purpose.', 'A pipeline is taught to manage log groups.'],
  deed: (observation) => `${observation.use.action} ${targetWords(observation)}`.trim(),
  /** Log groups and rules come and go with applications, and trails are set up anew by pipelines; nobody sends them away. */
  weigh: (observation, bits) => {
    if (/^(?:logs|events|monitoring|wafv2|ses|s3):/.test(observation.use.action)) return { bits: bits * 0.6 };
    // Blinding everybody is no beginner’s task: a credential without a past may not do it unseen either.
    return bits > 0 && lastStraws.test(observation.use.action)
      ? { bits: bits + 2, basis: 'fact', authority: 'pin' }
      : { bits };
  },
});

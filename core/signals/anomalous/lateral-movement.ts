import { graveSignal, targetWords } from '../what/grave-signal.ts';

export const lateralMovement = graveSignal({
  id: 'S38',
  name: 'lateral-movement',
  tactic: 'lateral-movement',
  base: 4,
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The credential opens a shell on machines or access to clusters, which it did not do before.',
  attack: ['T1021.004', 'T1021.007', 'T1651'],
  falsePositives: ['An engineer on call opens a session.', 'A runbook is automated.'],
  deed: (observation) => `${observation.use.action} ${targetWords(observation)}`.trim(),
});

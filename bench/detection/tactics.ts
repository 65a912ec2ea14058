import { defaultPolicy, type Policy } from '../../core/policy/policy.ts';
import type { Tactic } from '../../simulator/labels.ts';

/**
 * The signals that were written with a tactic in mind, and those that know its calls by a list (S43, S55). Without them a theft
 * of this tactic is one that nobody foresaw: what is left knows only who called, from where, with what, and that it is new.
 */
const ownSignals: Readonly<Record<Tactic, readonly string[]>> = {
  'initial-access': ['S01', 'S02', 'S07', 'S08', 'S27', 'S29', 'S30', 'S41', 'S58', 'S59', 'S61', 'S62'],
  discovery: ['S23', 'S24', 'S26', 'S46', 'S48', 'S55'],
  'credential-access': ['S16', 'S42', 'S43', 'S44', 'S55'],
  persistence: ['S17', 'S43', 'S55'],
  'privilege-escalation': ['S18', 'S43', 'S55'],
  'defence-impairment': ['S19', 'S43', 'S55'],
  'lateral-movement': ['S38', 'S43', 'S47', 'S55', 'S63'],
  exfiltration: ['S20', 'S24', 'S43', 'S55', 'S65', 'S66'],
  impact: ['S21', 'S22', 'S25', 'S43', 'S45', 'S55', 'S57', 'S60'],
};

export const tactics = Object.keys(ownSignals) as Tactic[];

export function policyWithout(tactic: Tactic): Policy {
  const signals = Object.fromEntries(ownSignals[tactic].map((id) => [id, { enabled: false }]));
  return { ...defaultPolicy, signals };
}

export function signalsOf(tactic: Tactic): string {
  return ownSignals[tactic].join(' ');
}

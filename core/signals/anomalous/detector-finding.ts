import type { Finding, TestimonySignal } from '../signal.ts';

export const detectorFinding: TestimonySignal = {
  judges: 'testimony',
  id: 'S39',
  name: 'detector-finding',
  family: 'anomalous',
  group: 'context',
  authority: 'pin',
  basis: 'fact',
  sentence: 'GuardDuty or Access Analyzer has a finding about this credential.',
  attack: ['T1078.004'],
  falsePositives: ['GuardDuty is mistaken.', 'A role is opened to a partner on purpose.'],
  judge(told): Finding | null {
    if (told.kind !== 'finding') return null;
    if (told.by === 'Access Analyzer') {
      return { bits: 3, key: told.type, evidence: `Access Analyzer reports ${told.type}`, authority: 'corroborate' };
    }
    const bits = certainFindings.test(told.type) ? 12 : told.severity >= 7 ? 8 : told.severity >= 4 ? 5 : 2;
    return { bits, key: told.type, evidence: `GuardDuty reports ${told.type} (severity ${told.severity})` };
  },
};

/**
 * Matched by their beginnings: the families grow new endings, and name their resources anew. `.Custom` is a list that
 * somebody of the organisation made, not AWS's knowledge.
 */
const certainFindings =
  /^(?:UnauthorizedAccess:\w+\/(?:\w+CredentialExfiltration|TorIPCaller|MaliciousIPCaller(?!\.Custom))|CredentialAccess:\w+\/CompromisedCredentials|AttackSequence:)/;

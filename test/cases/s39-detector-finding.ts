import { detectorFinding } from '../../core/signals/anomalous/detector-finding.ts';
import type { TestimonyCases } from './case.ts';
import { exposed, finding, minted } from './testimony.ts';

export const cases: TestimonyCases = {
  signal: detectorFinding,
  fires: [
    {
      name: 'GuardDuty saw the credentials of an instance outside AWS',
      told: finding('UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS', 8),
      expect: { bits: [10, 16], says: ['InstanceCredentialExfiltration', 'severity 8'] },
    },
    {
      name: 'GuardDuty found the behaviour odd, at medium severity',
      told: finding('Discovery:IAMUser/AnomalousBehavior', 5),
      expect: { bits: [3, 7], says: ['AnomalousBehavior'] },
    },
    {
      name: 'a finding under a name that is yet to come, about the same',
      told: finding('UnauthorizedAccess:IAMRole/FunctionCredentialExfiltration.Elsewhere', 5),
      expect: { bits: [10, 16], says: ['FunctionCredentialExfiltration'] },
    },
    {
      name: 'a sequence of steps about a service that has none yet',
      told: finding('AttackSequence:Bedrock/CompromisedModel', 5),
      expect: { bits: [10, 16], says: ['CompromisedModel'] },
    },
  ],
  silent: [{ name: 'a session is made', told: minted, expect: null }],
  lookalike: [
    { name: 'AWS reports the key as public: that is its own signal', told: exposed('aws'), expect: null },
    {
      name: 'an address on a list that somebody of the organisation uploaded weighs no more than it says',
      told: finding('UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom', 5),
      expect: { bits: [3, 7] },
    },
    {
      name: 'an informational finding is worth little',
      told: finding('Policy:IAMUser/RootCredentialUsage', 2),
      expect: { bits: [0, 3] },
    },
  ],
};

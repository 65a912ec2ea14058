import { exposedByProvider } from '../../core/signals/anomalous/exposed-by-provider.ts';
import type { TestimonyCases } from './case.ts';
import { exposed, finding, minted } from './testimony.ts';

export const cases: TestimonyCases = {
  signal: exposedByProvider,
  fires: [
    {
      name: 'AWS found the key in a public repository',
      told: exposed('aws'),
      expect: { bits: [20, 20], says: ['AWS reports', 'public', 'AWS_RISK_CREDENTIALS_EXPOSED'] },
    },
    {
      name: 'somebody of the account put the quarantine policy on the user, which anybody with IAM rights can',
      told: exposed('principal'),
      expect: { bits: [8, 8], says: ['quarantine', 'AWSCompromisedKeyQuarantineV3'], authority: 'pin' },
    },
  ],
  silent: [{ name: 'a session is made', told: minted, expect: null }],
  lookalike: [
    {
      name: 'GuardDuty has a finding about the key: that is its own signal',
      told: finding('UnauthorizedAccess:IAMUser/TorIPCaller', 8),
      expect: null,
    },
    {
      name: 'AWS only suspects that the key is public',
      told: exposed('aws-suspects'),
      expect: { bits: [8, 16], says: ['suspects'], authority: 'pin' },
    },
  ],
};

import type { Finding, TestimonySignal } from '../signal.ts';

export const exposedByProvider: TestimonySignal = {
  judges: 'testimony',
  id: 'S02',
  name: 'exposed-by-provider',
  family: 'anomalous',
  group: 'context',
  authority: 'hard',
  basis: 'fact',
  sentence: 'AWS reports the credential as public, or its quarantine policy was attached to the user.',
  attack: ['T1552.001'],
  falsePositives: ['The key is part of a public example and was never secret.'],
  judge(told): Finding | null {
    if (told.kind !== 'exposed') return null;
    const { by, notice } = told;
    if (by === 'aws')
      return { bits: 20, key: 'exposed', evidence: `AWS reports that this credential is public (${notice})` };
    if (by === 'aws-suspects') {
      const evidence = `AWS suspects that this credential is public (${notice})`;
      return { bits: 12, key: 'exposed', evidence, authority: 'pin' };
    }
    // Anybody with IAM rights can attach that policy: then it is a colleague's word, not AWS's, and holds the user already. It is told of, and
    // is a witness beside others.
    return {
      bits: 8,
      key: 'exposed',
      evidence: `Somebody attached AWS’s quarantine policy for compromised keys to this user (${notice})`,
      authority: 'pin',
    };
  },
};

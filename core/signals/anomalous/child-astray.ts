import type { Finding, TestimonySignal } from '../signal.ts';

export const childAstray: TestimonySignal = {
  judges: 'testimony',
  id: 'S54',
  name: 'child-astray',
  family: 'anomalous',
  group: 'intent',
  authority: 'corroborate',
  basis: 'fact',
  isDeed: true,
  sentence: 'A credential in doubt made a session, and that session continues where the credential left off.',
  attack: ['T1550.001', 'T1021.007', 'T1078.004'],
  falsePositives: ['A person assumes a role in another account for the first time, and looks around there.'],
  judge(told): Finding | null {
    if (told.kind !== 'acted') return null;
    const { credential, action, denied } = told;
    return {
      bits: 4.5,
      key: credential,
      evidence: `A session that it made, of ${credential}, called ${action}${denied ? ' (refused)' : ''}`,
    };
  },
};

import { unknownOwner } from '../../core/model/owner.ts';
import { ownerless } from '../../core/signals/stale/ownerless.ts';
import type { StandingCases } from './case.ts';
import { declared, now, role, root, standing } from './standing.ts';

export const cases: StandingCases = {
  signal: ownerless,
  fires: [
    {
      name: 'no owner is on record, which alone is not worth a notice',
      standing: standing({ owner: unknownOwner }),
      now,
      expect: { bits: [4, 7.9], says: ['No owner'] },
    },
    {
      name: 'the account has a contact, who need not know the credential',
      standing: standing({ owner: { kind: 'team', name: 'security@acme.example' }, ownerSource: 'contact' }),
      now,
      expect: { bits: [4, 7.9], says: ['security@acme.example'] },
    },
  ],
  silent: [
    { name: 'a team answers for it', standing: standing(), now, expect: null },
    {
      name: 'switched off',
      standing: standing({ owner: unknownOwner, status: 'inactive' }),
      now,
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'the root user belongs to the account',
      standing: standing({ owner: unknownOwner, credential: root }),
      now,
      expect: null,
    },
    {
      name: 'a service-linked role belongs to AWS',
      standing: standing({ owner: unknownOwner, credential: role, keeper: 'service-linked' }),
      now,
      expect: null,
    },
    {
      name: "a canary's owner need not be public",
      standing: standing({ owner: unknownOwner, declared: declared({ canary: true }) }),
      now,
      expect: null,
    },
  ],
};

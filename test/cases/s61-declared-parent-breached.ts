import { defaultPolicy } from '../../core/policy/policy.ts';
import { declaredParent } from '../../core/signals/anomalous/declared-parent.ts';
import type { UseCases } from './case.ts';
import { expects } from './standing.ts';
import { pipeline, use } from './use.ts';

const agentFor = (...parents: string[]) => expects({ parents }, { kind: 'agent' });
const as = (sourceIdentity: string) => use({ ...pipeline, sourceIdentity });

export const cases: UseCases = {
  signal: declaredParent,
  fires: [
    {
      name: 'an agent that acts for mia is made to act for somebody else',
      declared: agentFor('mia', 'team-support-*'),
      use: as('mallory'),
      expect: { bits: [8, 8], says: ['acts for mia, team-support-*; it acts for mallory'], authority: 'corroborate' },
    },
    {
      name: 'the same where the owner’s word is enforced',
      declared: agentFor('mia'),
      policy: { ...defaultPolicy, declared: 'enforce' },
      use: as('mallory'),
      expect: { bits: [20, 20], authority: 'hard' },
    },
    {
      name: 'a role that is no agent weighs less: colleagues join',
      declared: expects({ parents: ['mia'] }),
      use: as('mallory'),
      expect: { bits: [5, 5] },
    },
  ],
  silent: [
    { name: 'the declared parent', declared: agentFor('mia'), use: as('mia'), expect: null },
    { name: 'nothing was declared', declared: expects({}), use: as('mallory'), expect: null },
    {
      name: 'nobody is known to stand behind the session',
      declared: agentFor('mia'),
      use: use(pipeline),
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'another member of the declared team',
      declared: agentFor('team-support-*'),
      use: as('team-support-7'),
      expect: null,
    },
    {
      name: 'a workflow known by its tag, and a session whose making nobody saw',
      declared: agentFor('workflow=nightly'),
      use: as('runner'),
      expect: null,
    },
  ],
};

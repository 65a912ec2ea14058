import { unknownOwner } from '../../core/model/owner.ts';
import { ownerGone } from '../../core/signals/stale/owner-gone.ts';
import { ownershipOf } from '../../core/signals/standing/ownership.ts';
import type { StandingCases } from './case.ts';
import { now, standing } from './standing.ts';

/** A credential tagged with an owner, beside the list of people. */
function ownedBy(owner: string, people: readonly string[] | null, status: 'active' | 'inactive' = 'active') {
  const clues = {
    declared: unknownOwner,
    tags: [{ Key: 'Owner', Value: owner }],
    userName: null,
    accountTags: [],
    onlyUser: null,
    maker: null,
    contact: 'security@acme.example',
  };
  const directory = { ownerTags: ['owner'], people: people === null ? null : new Set(people) };
  return standing({ status, ...ownershipOf(clues, directory) });
}

export const cases: StandingCases = {
  signal: ownerGone,
  fires: [
    {
      name: 'the tagged owner is not in the list of people',
      standing: ownedBy('kim@acme.example', ['lee@acme.example']),
      now,
      expect: { bits: [8, 10], says: ['kim@acme.example'] },
    },
  ],
  silent: [
    { name: 'the owner is there', standing: ownedBy('Lee@acme.example', ['lee@acme.example']), now, expect: null },
    { name: 'nobody gave a list of people', standing: ownedBy('kim@acme.example', null), now, expect: null },
    {
      name: 'switched off',
      standing: ownedBy('kim@acme.example', ['lee@acme.example'], 'inactive'),
      now,
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'the owner is a team, which stays when people leave',
      standing: ownedBy('storage team', ['lee@acme.example']),
      now,
      expect: null,
    },
    {
      name: 'a nickname cannot be looked up',
      standing: ownedBy('kim', ['lee@acme.example']),
      now,
      expect: null,
    },
  ],
};

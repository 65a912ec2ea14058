import { foreignEndpoint } from '../../core/signals/anomalous/foreign-endpoint.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { accountId, stranger, use } from './use.ts';

const through = (owner: typeof stranger) => ({ vpcEndpointId: 'vpce-0abc', vpcEndpointAccountId: owner });

export const cases: UseCases = {
  signal: foreignEndpoint,
  fires: [
    {
      name: 'a stolen key is used through an endpoint in the thief’s own account, to look as if it were inside AWS',
      history: days(30),
      knownAccounts: [accountId, 'another account of the house'],
      use: use(through(stranger)),
      expect: { bits: [8, 16], says: ['vpce-0abc', stranger], authority: 'pin' },
    },
    {
      name: 'so it is where no other account of the house is on record, though it may be the house’s own',
      history: days(30),
      knownAccounts: [accountId],
      use: use(through(stranger)),
      expect: { bits: [8, 16], authority: 'corroborate' },
    },
  ],
  silent: [
    { name: 'a call over the internet', history: days(30), use: use(), expect: null },
    { name: 'an endpoint of its own account', use: use(through(accountId)), expect: null },
  ],
  lookalike: [
    {
      name: 'a workload that came by it from its first day on',
      use: use(through(stranger)),
      expect: null,
    },
    {
      name: 'and goes on to',
      history: days(1, through(stranger)),
      use: use(through(stranger)),
      expect: null,
    },
    {
      name: 'a workload that moves to where the others of its account are',
      history: days(30),
      neighbours: days(30, through(stranger)),
      use: use(through(stranger)),
      expect: null,
    },
    {
      name: 'the organisation’s network account owns the endpoints of all others',
      knownAccounts: [stranger],
      use: use(through(stranger)),
      expect: null,
    },
    {
      name: 'the record does not say whose endpoint it was',
      use: use({ vpcEndpointId: 'vpce-0abc' }),
      expect: null,
    },
  ],
};

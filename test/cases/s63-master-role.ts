import type { Untrusted } from '../../core/model/brand.ts';
import { masterRole } from '../../core/signals/anomalous/master-role.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { home, hotel, nextDoor, office } from './places.ts';
import { laptop, stranger, use } from './use.ts';

const assuming = (name: string, account = stranger) => ({
  action: 'sts:AssumeRole',
  target: { resource: `arn:aws:iam::${account}:role/${name}` as Untrusted },
});
const master = assuming('OrganizationAccountAccessRole');
const mastersOfTwo = ['1', '2'].map((n) =>
  use(assuming('OrganizationAccountAccessRole', n.repeat(12) as typeof stranger)),
);

export const cases: UseCases = {
  signal: masterRole,
  fires: [
    {
      name: 'a backup key tries the administrator’s role of another account',
      history: days(30),
      use: use({ ...master, denied: true }),
      expect: {
        bits: [8, 8],
        says: ['OrganizationAccountAccessRole, which has full access', 'refused', 'no role in 30 days'],
      },
    },
    {
      name: 'or the one that is named after administrators',
      history: days(30),
      use: use({ ...assuming('admin'), denied: true }),
      expect: { bits: [8, 8], says: ['role/admin, which is named after administrators (refused)'] },
    },
    {
      name: 'a key on its first day goes through the accounts of an organisation',
      neighbours: days(30),
      earlier: mastersOfTwo,
      use: use({ ...master, denied: true }),
      expect: {
        bits: [10, 10],
        says: ['Tried at least 3 roles within an hour', '0 days'],
        authority: 'notify',
        basis: 'fact',
      },
    },
  ],
  silent: [
    {
      name: 'the same in the first week of a watch, in which everything is new',
      neighbours: days(3),
      earlier: mastersOfTwo,
      use: use(master),
      expect: null,
    },
    {
      name: 'a new key tries the same account three times',
      neighbours: days(30),
      earlier: [use(master), use(master)],
      use: use(master),
      expect: null,
    },
    { name: 'an administrator goes there every day', history: days(30, master), use: use(master), expect: null },
    { name: 'a key of which nothing is on record', use: use(master), expect: null },
  ],
  lookalike: [
    { name: 'it assumes a role made for it', history: days(30), use: use(assuming('backup-reader')), expect: null },
    {
      name: 'it takes on one that is named by who reads',
      history: days(30),
      use: use(assuming('admin-reader')),
      expect: null,
    },
    {
      name: 'a person’s new duties come with a role that is named after administrators: reported, but no witness',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: office, ...assuming('admin') }),
      expect: { bits: [8, 8], authority: 'notify' },
    },
    {
      name: 'not with the one that has full access',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: office, ...master }),
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    {
      name: 'nor to whoever is somewhere else as well',
      history: workdays(30, { ...laptop, from: office }),
      use: use({ ...laptop, from: hotel, ...assuming('admin') }),
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    {
      name: 'nor on another line of the usual network',
      history: workdays(30, { ...laptop, from: home }),
      use: use({ ...laptop, from: nextDoor, ...assuming('admin') }),
      expect: { bits: [8, 8], authority: 'corroborate' },
    },
    {
      name: 'a pipeline that goes into accounts by roles is given one more account',
      history: days(30, assuming('AWSControlTowerExecution', '444455556666' as typeof stranger)),
      use: use(assuming('AWSControlTowerExecution')),
      expect: null,
    },
  ],
};

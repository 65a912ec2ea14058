import type { Untrusted } from '../../core/model/brand.ts';
import { hour } from '../../core/model/instant.ts';
import { persistence } from '../../core/signals/anomalous/persistence.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { gateway, home, hotel, lima, nextDoor, office, vpn } from './places.ts';
import { laptop, mia, named, noon, pipeline, stranger, use } from './use.ts';

const forAnother = { action: 'iam:CreateAccessKey', ...named('admin') };
/** Whatever lets somebody in, and what the account's administrators do every day or nobody does. */
const waysIn = [
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:UpdateLoginProfile',
  'iam:CreateServiceSpecificCredential',
  'iam:ResetServiceSpecificCredential',
  'iam:UploadSigningCertificate',
];
const making = (...sharedWith: string[]) => ({
  ...pipeline,
  action: 'iam:CreateRole',
  target: { principalName: 'service-42' as Untrusted, sharedWith },
});
const browsing = { ...mia, from: home, by: 'Mozilla/5.0' };
const forVendor = { asksExternalId: true } as const;
const letting = (asked: object) => ({
  action: 'iam:CreateRole',
  target: { principalName: 'auditor' as Untrusted, sharedWith: [stranger], ...asked },
});
const inviting = (...sharedWith: string[]) => ({
  action: 'lambda:AddPermission',
  target: { resource: 'sync' as Untrusted, sharedWith },
});
const forItself = { action: 'iam:CreateAccessKey', ...named('backup') };

export const cases: UseCases = {
  signal: persistence,
  fires: [
    {
      name: 'a record that does not say which user was created',
      history: days(30),
      use: use({ action: 'iam:CreateUser' }),
      expect: { bits: [5, 9], says: ['for somebody the record does not name'] },
    },
    {
      name: 'the root user’s mail is sent elsewhere, in a record that names nobody',
      history: days(30),
      use: use({ action: 'account:StartPrimaryEmailUpdate' }),
      expect: { bits: [5, 9], says: ['account:StartPrimaryEmailUpdate; '] },
    },
    {
      name: 'a key in a record that leaves out whose, after such a one: that user’s',
      history: days(30),
      earlier: [use({ action: 'iam:CreateUser', minutesLater: -5 })],
      use: use({ action: 'iam:CreateAccessKey' }),
      expect: { bits: [5, 9], says: ['for somebody the record does not name'] },
    },
    {
      name: 'a developer makes a key for somebody else, which none of the account’s administrators does: worth a word',
      history: workdays(30, { ...laptop, from: home }),
      use: use({ ...laptop, ...forAnother, from: home }),
      expect: { bits: [8, 9], basis: 'habit' },
    },
    {
      name: 'a user could not be made, so that the key is for one who was there before',
      history: days(30),
      earlier: [use({ action: 'iam:CreateUser', ...named('support2'), denied: true, minutesLater: -5 })],
      use: use({ action: 'iam:CreateAccessKey', ...named('support2') }),
      expect: { bits: [7, 9], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'or that was there already',
      history: days(30),
      earlier: [
        use({
          action: 'iam:CreateUser',
          ...named('admin'),
          errorCode: 'EntityAlreadyExistsException',
          minutesLater: -5,
        }),
      ],
      use: use({ action: 'iam:CreateAccessKey', ...named('admin') }),
      expect: { bits: [7, 9], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'a second key of its own, made from a new place: bears witness, but not alone',
      history: days(30),
      use: use({ ...forItself, from: vpn }),
      expect: { bits: [5, 9], authority: 'corroborate', basis: 'habit' },
    },
    {
      name: 'an account outside may run a function from now on: a door, where nobody builds',
      history: days(30),
      use: use({ ...inviting(stranger), by: 'Boto3/1.34' }),
      expect: {
        bits: [8.5, 11],
        says: ['lambda:AddPermission for sync', `open to ${stranger}`],
        authority: 'pin',
        basis: 'fact',
      },
    },
    {
      name: 'a backup key makes an access key for an administrator',
      history: days(30),
      use: use(forAnother),
      expect: { bits: [5, 9], says: ['iam:CreateAccessKey for admin'], authority: 'pin' },
    },
    ...waysIn.map((action) => ({
      name: `a way in under another’s name: ${action}`,
      history: days(30),
      use: use({ action, ...named('admin') }),
      expect: { bits: [7, 9], says: [`${action} for admin`], authority: 'pin' } as const,
    })),
    {
      name: 'in its first week, from a system made for breaking in: that needs no habits to be told',
      history: workdays(4, laptop),
      use: use({ ...laptop, by: 'aws-cli/2.9.19 Linux/6.6.0-kali8-amd64', ...forAnother }),
      expect: { bits: [5, 9], basis: 'fact' },
    },
    {
      name: 'in its first week, from its own: a habit that it does not have yet',
      history: workdays(4, laptop),
      use: use({ ...laptop, ...forAnother }),
      expect: { bits: [5, 9], basis: 'habit' },
    },
    {
      name: 'it tries to make a login and is refused: a thief who was refused is a thief',
      history: days(30),
      use: use({ action: 'iam:CreateLoginProfile', ...named('admin'), denied: true }),
      expect: { bits: [5, 9], says: ['refused'] },
    },
    {
      name: 'a second key for itself, made behind a VPN that it never used',
      history: workdays(30, laptop),
      use: use({ ...laptop, ...forItself, from: vpn }),
      expect: { bits: [4, 9] },
    },
    {
      name: 'a machine makes a key for somebody, as its account’s administrators do',
      history: days(30),
      neighbours: days(30, { action: 'iam:CreateAccessKey' }),
      use: use({ action: 'iam:CreateAccessKey', ...named('admin') }),
      expect: { bits: [7, 9], says: ['admin'], authority: 'pin' },
    },
    ...[
      { name: 'that anybody of the vendor’s customers may have walk in', doing: {}, asked: {} },
      { name: 'from elsewhere', doing: { from: hotel }, asked: forVendor },
      { name: 'by another program', doing: { by: 'curl/8.5' }, asked: forVendor },
      { name: 'in the night', doing: { at: noon - 10 * hour }, asked: forVendor },
    ].map(({ name, doing, asked }) => ({
      name: `an administrator makes a role for a vendor, ${name}`,
      history: days(30, browsing),
      use: use({ ...browsing, ...doing, ...letting(asked) }),
      expect: { bits: [7, 11], authority: 'pin', basis: 'fact' } as const,
    })),
    {
      name: 'an administrator on the move makes a role for a vendor, where they never were',
      history: [home, office, lima, vpn, gateway].flatMap((from, i) =>
        days(1 + (i % 2), { ...browsing, from }, 1 + 2 * i),
      ),
      use: use({ ...browsing, from: hotel, ...letting(forVendor) }),
      expect: { bits: [7, 11], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'an administrator of few days makes a role for a vendor',
      history: days(3, browsing),
      use: use({ ...browsing, ...letting(forVendor) }),
      expect: { bits: [7, 11], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'a pipeline makes a role for an account outside that must bring an external id',
      history: days(30, pipeline),
      use: use({ ...pipeline, ...letting(forVendor) }),
      expect: { bits: [7, 11], authority: 'pin', basis: 'fact' },
    },
    {
      name: 'who makes roles every day makes one for a stranger',
      history: days(30, making()),
      use: use(making(stranger)),
      expect: {
        bits: [7, 9],
        says: ['iam:CreateRole for service-42, open to', stranger],
        authority: 'pin',
        basis: 'fact',
      },
    },
    {
      name: 'another line of a person’s provider, and another program: a key for somebody, from somewhere else',
      history: days(30, browsing),
      use: use({ ...mia, ...forAnother, from: nextDoor }),
      expect: { bits: [5, 9], authority: 'pin' },
    },
    {
      name: 'a key makes itself a console',
      history: days(30),
      use: use({ action: 'signin:GetSigninToken' }),
      expect: { bits: [8, 10] },
    },
  ],
  silent: [
    {
      name: 'Identity Center opens somebody’s console',
      history: days(30, mia),
      use: use({ ...mia, action: 'signin:GetSigninToken' }),
      expect: null,
    },
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
    {
      name: 'a pipeline that creates roles every day',
      history: days(30, making()),
      use: use(making()),
      expect: null,
    },
    {
      name: 'a pipeline that makes roles for a partner every day',
      history: days(30, making(stranger)),
      use: use(making(stranger)),
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'a password for a new user that somebody else created: weighs no more than before',
      history: workdays(30, { ...laptop, from: home }),
      use: use({ ...laptop, action: 'iam:CreateLoginProfile', ...named('newcomer'), from: home }),
      expect: { bits: [5, 7.9] },
    },
    {
      name: 'an administrator at the desk makes a role for a vendor, which asks for an external id: worth a word alone',
      history: days(30, browsing),
      use: use({ ...browsing, ...letting(forVendor) }),
      expect: { bits: [8, 11], authority: 'corroborate', says: [stranger] },
    },
    {
      name: 'a person takes up the command line for it, by a line that was theirs for two days: its sequence is no second witness',
      history: [...days(30, browsing), ...days(2, { ...browsing, from: nextDoor })],
      use: use({ ...mia, ...forAnother, from: nextDoor }),
      expect: { bits: [5, 9], authority: 'corroborate' },
    },
    {
      name: 'another account of the organisation may run a function',
      history: days(30),
      knownAccounts: [stranger],
      use: use(inviting(stranger)),
      expect: { bits: [4, 8], authority: 'corroborate' },
    },
    {
      name: 'somebody who signed in lets an account outside run a function, at their desk: told',
      history: days(30, mia),
      use: use({ ...mia, ...inviting(stranger) }),
      expect: { bits: [8, 11], says: [stranger], authority: 'corroborate' },
    },
    {
      name: 'a program that builds lets it, at its own place: told',
      history: days(30, pipeline),
      use: use({ ...pipeline, ...inviting(stranger) }),
      expect: { bits: [8, 11], authority: 'corroborate' },
    },
    {
      name: 'who makes roles every day makes one for another account of the organisation',
      history: days(30, making()),
      knownAccounts: [stranger],
      use: use(making(stranger)),
      expect: null,
    },
    {
      name: 'a colleague is welcomed: the key is for the user just made',
      history: workdays(30, laptop),
      earlier: [use({ ...laptop, action: 'iam:CreateUser', ...named('newcomer'), minutesLater: -2 })],
      use: use({ ...laptop, action: 'iam:CreateAccessKey', ...named('newcomer') }),
      expect: { bits: [0, 9], authority: 'corroborate' },
    },
    {
      name: 'a person rotates their own key at their own place',
      history: workdays(30, laptop),
      use: use({ ...laptop, ...forItself }),
      expect: { bits: [0, 3], authority: 'corroborate' },
    },
    {
      name: 'a person’s administrator makes a key for somebody, as the account’s administrators do: no pin',
      history: workdays(30, laptop),
      neighbours: workdays(30, { ...laptop, action: 'iam:CreateAccessKey' }),
      use: use({ ...laptop, action: 'iam:CreateAccessKey', ...named('admin') }),
      expect: { bits: [3, 6], authority: 'corroborate' },
    },
    {
      name: 'a key that makes keys for others every day',
      history: days(30, { action: 'iam:CreateAccessKey' }),
      use: use({ action: 'iam:CreateAccessKey', ...named('admin') }),
      expect: null,
    },
    {
      name: 'it lists the keys there are',
      history: days(30),
      use: use({ action: 'iam:ListAccessKeys' }),
      expect: null,
    },
  ],
};

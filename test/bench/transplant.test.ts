import { describe, expect, it } from 'vitest';
import { readAttacks } from '../../bench/transplant/attacks.ts';
import { hostsIn } from '../../bench/transplant/hosts.ts';
import { callersOf, guises, transplant } from '../../bench/transplant/transplant.ts';
import { Random } from '../../simulator/random.ts';
import { simulate } from '../../simulator/simulate.ts';
import { call, rented, start, userNamed } from '../stories/watch.ts';

const quiet = simulate({ seed: 4, days: 20, credentials: 40, incidents: 0, benignChanges: 0 });
const hosts = hostsIn(quiet, new Random('hosts'));

describe('hosts', () => {
  it('are settled credentials, each named once', () => {
    expect(hosts.length).toBeGreaterThan(15);
    expect(new Set(hosts.map(({ credential }) => credential)).size).toBe(hosts.length);
    expect(new Set(hosts.map(({ kind }) => kind))).toEqual(new Set(['key', 'instance', 'session']));
  });
});

describe('a transplanted attack', () => {
  const thief = userNamed('recorded', 'AKIARECORDED00000001');
  const records = [
    call(thief, start, 'iam:CreateUser', rented, { requestParameters: { userName: 'backdoor' } }),
    call(thief, start + 5000, 'ec2:GetPasswordData', rented, { errorCode: 'Client.UnauthorizedOperation' }),
  ];
  const attack = { name: 'persistence.example', records: JSON.parse(JSON.stringify(records)) };
  const host = hosts.find(({ kind }) => kind === 'key');

  it('asks for a key where a key did it', () => {
    expect(callersOf(attack)).toEqual(['key']);
  });

  it.each(guises)('from %s keeps calls and errors, and nothing of whom it was recorded on', (guise) => {
    if (host === undefined) throw new Error('no key among the hosts');
    const { log, label } = transplant(attack, [host], guise, new Random('attack'));
    const planted = log.entries.map(({ record }) => record);
    expect(planted.map(({ eventName, errorCode }) => [eventName, errorCode])).toEqual([
      ['CreateUser', undefined],
      ['GetPasswordData', 'Client.UnauthorizedOperation'],
    ]);
    expect(planted.map(({ userIdentity }) => userIdentity.accessKeyId)).toEqual([host.credential, host.credential]);
    expect(planted.map(({ awsRegion }) => awsRegion)).toEqual(['us-east-1', host.honest.awsRegion]);
    expect(JSON.stringify(planted)).not.toMatch(/123456789012|AKIARECORDED|user\/recorded/);
    expect(label.hostileEventIds).toEqual(planted.map(({ eventID }) => eventID));
    expect(planted.every(({ sourceIPAddress }) => sourceIPAddress === host.honest.sourceIPAddress)).toBe(
      guise === 'own desk',
    );
  });
});

it('says so where there are no recorded attacks', () => {
  expect(readAttacks('no/such/folder')).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { digestKeyOf } from '../../../core/context/habits/digest.ts';
import { emptySession } from '../../../core/context/sessions/session-record.ts';
import { Sorter } from '../../../core/context/sorts.ts';
import type { CredentialUse, Target } from '../../../core/intake/credential-use.ts';
import type { AccountId, Untrusted } from '../../../core/model/brand.ts';
import { awsIreland } from '../../cases/places.ts';
import { named, region, use } from '../../cases/use.ts';

const { network } = awsIreland;

describe('two uses of one call', () => {
  const one = use(named('bot'));
  const again = (changes: Partial<CredentialUse> = {}): CredentialUse => ({ ...one, ...changes });
  const sorter = new Sorter();
  const key = sorter.keyFrom(one);
  const sortOf = (two: CredentialUse, by = key) => sorter.sortsOf(by, two, network, null, null).sort;

  it('are of one sort', () => {
    expect(sortOf(again({ id: use({ minutesLater: 5 }).id, at: one.at + 5 }))).toBe(sortOf(one));
  });

  it.each([
    { mfa: true },
    { console: true },
    { denied: true },
    { sourceIdentity: 'ann' },
    { federatedSubject: 'repo:org/app' },
    { issuedTo: { kind: 'instance', id: 'i-0a' } },
    { region: region('us-east-1') },
    { vpcEndpointAccountId: '999988887777' as AccountId },
  ] satisfies Partial<CredentialUse>[])('are of two where one has %o', (change) => {
    const before = sortOf(one);
    expect(sortOf(again(change))).not.toBe(before);
    expect(sortOf(one)).toBe(before);
  });

  it('are of two where one is by a link and the other by a service, which has no place either', () => {
    const by = (source: CredentialUse['source']) =>
      sorter.sortsOf(key, again({ source, userAgent: null }), null, null, null).sort;
    expect(by({ kind: 'link' })).not.toBe(by({ kind: 'service', name: 'AWS Internal' }));
  });

  it.each([
    { data: 'ledger/' },
    { codeOf: ['999988887777' as AccountId] },
    { document: '{}' },
    { resource: 'orders' as Untrusted },
    { folders: 'all' },
    { mild: true },
    { blinding: true },
    { unguarding: true },
    { emptying: true },
    { everywhere: true },
  ] satisfies Partial<Target>[])('are of two where what one is aimed at has %o', (change) => {
    expect(sortOf(again({ target: { ...one.target, ...change } }))).not.toBe(sortOf(one));
  });

  it('are of two where the program runs on another system, not where it is of another version', () => {
    const by = (agent: string) => sortOf(again({ userAgent: use({ by: agent }).userAgent }));
    const [mac, windows] = ['os/macos#24.6.0', 'os/windows#10'];
    expect(by(`aws-cli/2.17 ${windows}`)).not.toBe(by(`aws-cli/2.17 ${mac}`));
    expect(by(`aws-cli/2.31 ${mac}`)).toBe(by(`aws-cli/2.17 ${mac}`));
    expect(by('aws-cli/2.17')).not.toBe(by('boto3/2.17'));
  });

  it('are of two where somebody else had the session made', () => {
    const by = (peer: string) => ({
      ...emptySession(),
      parent: { peer, accessKeyId: null, principal: null, tags: null },
    });
    const sorts = ['ann', 'bob', 'ann'].map((peer) => sorter.sortsOf(key, one, network, by(peer), null).sort);
    expect(new Set(sorts).size).toBe(2);
    expect(sorts[2]).toBe(sorts[0]);
  });

  it('are of two where another person is behind the same role', () => {
    const by = (person: string) => ({
      ...emptySession(),
      parent: { peer: 'arn:aws:sts::1:assumed-role/ops', accessKeyId: null, principal: null, tags: null, person },
    });
    const sorts = ['ann', 'bob', 'ann'].map((person) => sorter.sortsOf(key, one, network, by(person), null).sort);
    expect(new Set(sorts).size).toBe(2);
    expect(sorts[2]).toBe(sorts[0]);
  });

  it('are told apart by the key that each is remembered by', () => {
    const other = digestKeyOf('somebody else’s first record');
    expect(sortOf(one, other)).not.toBe(sortOf(one));
    expect(new Sorter().sortsOf(other, one, network, null, null).sort).toBe(sortOf(one, other));
  });
});

it('the first record that a sorter sees gives it its key', () => {
  const [first, second] = [use(), use({ minutesLater: 1 })];
  const sorter = new Sorter();
  expect(sorter.keyFrom(first)).toEqual(digestKeyOf(first.id));
  expect(sorter.keyFrom(second)).toEqual(digestKeyOf(first.id));
});

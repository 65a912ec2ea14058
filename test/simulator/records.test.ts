import { describe, expect, it } from 'vitest';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { intake } from '../../core/intake/intake.ts';
import { parseInstant } from '../../core/model/instant.ts';
import { networks } from '../../simulator/organisation/networks.ts';
import type { CloudTrailRecord } from '../../simulator/record/cloudtrail-record.ts';
import { simulate } from '../../simulator/simulate.ts';

const simulation = simulate({ seed: 11, days: 14, credentials: 30, incidents: 12, benignChanges: 20 });
const records = simulation.records.map(({ record }) => record);

function ofType(type: string): CloudTrailRecord[] {
  return records.filter((record) => record.userIdentity.type === type);
}

/** What each type of identity carries and leaves out. */
const shapes = [
  ['IAMUser', ['principalId', 'accountId', 'userName'], ['onBehalfOf']],
  ['AssumedRole', ['principalId', 'arn', 'accountId', 'accessKeyId', 'sessionContext'], ['userName']],
  ['AWSAccount', ['principalId', 'accountId'], ['arn', 'userName', 'accessKeyId', 'sessionContext']],
  ['AWSService', ['invokedBy'], ['arn', 'accountId', 'accessKeyId', 'principalId']],
  ['WebIdentityUser', ['principalId', 'userName', 'identityProvider'], ['arn', 'accountId', 'accessKeyId']],
  ['SAMLUser', ['principalId', 'userName', 'identityProvider'], ['arn', 'accountId', 'accessKeyId']],
  ['Root', ['principalId', 'arn', 'accountId'], ['userName']],
] as const;

describe('identities', () => {
  it.each(shapes)('%s is written as AWS writes it', (type, present, absent) => {
    const identities = ofType(type)
      .filter((record) => record.eventSource !== 'signin.amazonaws.com')
      .map((record) => record.userIdentity);
    expect(identities.length).toBeGreaterThan(0);
    expect(identities.filter((identity) => present.some((field) => !(field in identity)))).toEqual([]);
    expect(identities.filter((identity) => absent.some((field) => field in identity))).toEqual([]);
  });

  it('drops the role’s path in a session’s ARN and keeps it in the issuer', () => {
    const sso = ofType('AssumedRole').filter((record) => record.userIdentity.arn?.includes('AWSReservedSSO_'));
    expect(sso.length).toBeGreaterThan(0);
    const paths = sso.map(({ userIdentity }) => [
      userIdentity.arn?.includes('aws-reserved'),
      String(userIdentity.sessionContext?.sessionIssuer?.arn).includes(':role/aws-reserved/sso.amazonaws.com/'),
    ]);
    expect(new Set(paths.map(String))).toEqual(new Set(['false,true']));
    const named = sso.filter((record) => record.userIdentity.onBehalfOf !== undefined).length;
    expect(named / sso.length).toBeGreaterThan(0.8);
    expect(named / sso.length).toBeLessThan(0.95);
  });

  it('gives every console request its own key under one sign-in', () => {
    const clicks = ofType('IAMUser').filter((record) => record.sessionCredentialFromConsole === 'true');
    const keys = new Set(clicks.map((record) => record.userIdentity.accessKeyId));
    const signIns = new Set(clicks.map((record) => record.userIdentity.sessionContext?.attributes?.creationDate));
    expect(keys.size).toBeGreaterThan(signIns.size * 2);
    expect(keys).toContain('');
    expect(clicks[0]?.userIdentity.sessionContext?.sessionIssuer).toEqual({});
  });

  it('says how an instance got its session and what a function is', () => {
    const context = ofType('AssumedRole').map((record) => record.userIdentity);
    expect(context.some((one) => one.sessionContext?.ec2RoleDelivery === '2.0')).toBe(true);
    expect(context.some((one) => one.inScopeOf?.issuerType === 'AWS::Lambda::Function')).toBe(true);
  });
});

describe('calls', () => {
  it('answers reads with null, except where a session is minted', () => {
    const answered = records.filter((record) => record.readOnly && record.responseElements !== null);
    expect(new Set(answered.map((record) => record.eventSource))).toEqual(new Set(['sts.amazonaws.com']));
  });

  it('answers failures with null', () => {
    const failed = records.filter((record) => record.errorCode !== undefined);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.filter((record) => record.responseElements !== null)).toEqual([]);
  });

  it('spells a refusal as each service does', () => {
    const spellings = (source: string) =>
      new Set(
        records.flatMap((r) =>
          r.eventSource === source && r.errorMessage?.includes('authorized') ? [r.errorCode] : [],
        ),
      );
    expect(spellings('ec2.amazonaws.com')).toEqual(new Set(['Client.UnauthorizedOperation']));
    expect(spellings('s3.amazonaws.com')).toEqual(new Set(['AccessDenied']));
    expect(spellings('logs.amazonaws.com')).toEqual(new Set(['AccessDeniedException']));
  });

  it('logs global services in us-east-1', () => {
    const global = records.filter((record) => record.eventSource === 'iam.amazonaws.com');
    expect(new Set(global.map((record) => record.awsRegion))).toEqual(new Set(['us-east-1']));
  });

  it('marks object calls as data and everything else as management', () => {
    expect(records.filter((record) => record.managementEvent !== (record.eventCategory === 'Management'))).toEqual([]);
    expect(records.find((record) => record.eventName === 'GetObject')?.eventCategory).toBe('Data');
  });

  it('names private addresses only behind an endpoint, with the endpoint’s owner', () => {
    const inside = records.filter((record) => record.sourceIPAddress.startsWith('10.'));
    expect(inside.length).toBeGreaterThan(0);
    const owned = /^vpce-0[0-9a-f]{16} \d{12}$/;
    expect(inside.filter((r) => !owned.test(`${r.vpcEndpointId} ${r.vpcEndpointAccountId}`))).toEqual([]);
  });

  it('writes both sides of an AssumeRole across accounts, the parent key on one', () => {
    const sides = Map.groupBy(
      records.filter((r) => r.eventName === 'AssumeRole' && r.sharedEventID !== undefined),
      (record) => record.sharedEventID,
    );
    const pairs = [...sides.values()].filter((pair) => new Set(pair.map((r) => r.recipientAccountId)).size === 2);
    expect(pairs.length).toBeGreaterThan(0);
    const sidesSeen = pairs.map(
      (pair) => new Set(pair.map((r) => `${r.userIdentity.type} ${'accessKeyId' in r.userIdentity}`)),
    );
    expect(sidesSeen.filter((seen) => !seen.has('AWSAccount false') || seen.size !== 2)).toEqual([]);
  });
});

describe('delivery', () => {
  it('is late, sometimes by hours, and never early', () => {
    const delays = simulation.records.map(
      ({ deliveredAt, record }) => deliveredAt - (parseInstant(record.eventTime) ?? 0),
    );
    delays.sort((a, b) => a - b);
    expect(delays[0]).toBeGreaterThan(60_000);
    expect(delays.at(-1)).toBeGreaterThan(3_600_000);
  });

  it('repeats some records and corrects others', () => {
    const ids = records.map((record) => record.eventID);
    expect(new Set(ids).size).toBeLessThan(ids.length);
    const corrections = records.filter((record) => record.addendum?.reason === 'UPDATED_DATA');
    expect(corrections.length).toBeGreaterThan(0);
    const arrived = new Map<unknown, number>(
      simulation.records.map(({ record, deliveredAt }) => [record.eventID, deliveredAt]),
    );
    const arrivalOf = (id: unknown) => arrived.get(id) ?? Number.NaN;
    for (const { addendum, eventID } of corrections) {
      expect(addendum?.originalEventID).not.toBe(eventID);
      expect(arrivalOf(eventID)).toBeGreaterThan(arrivalOf(addendum?.originalEventID));
    }
  });
});

describe('with the real reader', () => {
  it('has no record that intake rejects', () => {
    const reasons = records.map((record) => intake(record)).filter((taken) => taken.kind === 'rejected');
    expect(reasons).toEqual([]);
  });

  it('labels incidents with credentials as intake names them', () => {
    const names = new Map<string, string>();
    for (const record of records) {
      const taken = intake(record);
      if (taken.kind === 'use') names.set(taken.use.id, taken.use.credential.id);
    }
    for (const { id, credential, alsoAcceptable, hostileEventIds } of simulation.labels.incidents) {
      const named = hostileEventIds.flatMap((event) => names.get(event) ?? []);
      expect([credential, ...alsoAcceptable], id).toEqual(expect.arrayContaining(named.slice(0, 1)));
    }
  });

  it('draws its networks from where the bundled tables see them', () => {
    const bundled = bundledNetworks();
    const seen = networks.map(({ octets }) => bundled.locate([...octets, 7, 7].slice(0, 4).join('.')));
    expect(seen.map(({ asn, country, kind }) => `AS${asn} ${country} ${kind}`)).toEqual(
      networks.map(({ asn, country, kind }) => `AS${asn} ${country} ${kind}`),
    );
  });
});

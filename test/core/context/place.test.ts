import { describe, expect, it } from 'vitest';
import { lineAt, placeUse } from '../../../core/context/place.ts';
import type { Network, Networks } from '../../../core/context/recorded-context.ts';
import { sightingOf } from '../../../core/context/sighting.ts';
import { intake } from '../../../core/intake/intake.ts';
import type { AccessKeyId, AccountId, Arn, Region } from '../../../core/model/brand.ts';
import { record, user } from '../intake/sample.ts';

const home = '111122223333' as AccountId;
const networks: Networks = {
  locate: (address): Network => {
    return { id: `network of ${address}`, asn: 1, country: 'DE', organisation: null, kind: 'isp', aws: false };
  },
};

const plain = {
  credential: {
    kind: 'access-key',
    id: 'AKIAIOSFODNN7EXAMPLE' as AccessKeyId,
    accountId: home,
    principal: 'arn:aws:iam::111122223333:user/ci' as Arn,
  },
  source: { kind: 'address', address: '10.0.0.9' },
  region: 'eu-west-1' as Region,
  vpcEndpointId: null,
  vpcEndpointAccountId: null,
} as const;

describe('the place of a use', () => {
  it('is the network of its address', () => {
    expect(placeUse(plain, networks)?.id).toBe('network of 10.0.0.9');
  });

  it.each([
    ['unknown owner', null],
    ['own account', home],
  ])('is its VPC endpoint, whatever the address, in the country of its Region (%s)', (_, vpcEndpointAccountId) => {
    const use = { ...plain, vpcEndpointId: 'vpce-0ab1', vpcEndpointAccountId };
    const endpoint = { id: 'vpce-0ab1', kind: 'endpoint', asn: null, country: 'IE', organisation: null, aws: true };
    expect(placeUse(use, networks)).toEqual(endpoint);
    expect(placeUse({ ...use, source: { kind: 'unknown' } }, networks)).toEqual(endpoint);
  });

  it("is a stranger's where another account owns the endpoint", () => {
    const use = { ...plain, vpcEndpointId: 'vpce-0ab1', vpcEndpointAccountId: '999988887777' as AccountId };
    expect(placeUse(use, networks)).toMatchObject({
      id: 'foreign endpoint vpce-0ab1',
      kind: 'unknown',
      country: null,
      aws: true,
    });
  });

  it('is the address where CloudTrail hides the endpoint', () => {
    expect(placeUse({ ...plain, vpcEndpointId: 'AWS Internal' }, networks)?.id).toBe('network of 10.0.0.9');
  });

  it('is nowhere for what a link opened, and neither program nor hour nor system is the holder’s', () => {
    const seenBy = (AuthenticationMethod: string) => {
      const taken = intake(
        record(user, {
          eventCategory: 'Data',
          eventName: 'GetObject',
          additionalEventData: { AuthenticationMethod },
          userAgent: '[Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/129.0]',
          vpcEndpointId: 'vpce-0ab1',
        }),
      );
      if (taken.kind !== 'use') throw new Error('no use');
      const seen = sightingOf(taken.use, placeUse(taken.use, networks), null);
      const { service, network, client, hours, system } = seen;
      return { service, network, client, hours: hours !== null, system };
    };
    expect(seenBy('QueryString')).toEqual({ service: 's3', network: null, client: null, hours: false, system: null });
    const own = { service: 's3', network: 'vpce-0ab1', client: 'browser', hours: true, system: 'Windows' };
    expect(seenBy('AuthHeader')).toEqual(own);
  });

  it('is nowhere for a service, even behind an endpoint, and for an unknown source', () => {
    const service = { kind: 'service', name: 'cloudformation.amazonaws.com' } as const;
    expect(placeUse({ ...plain, source: service }, networks)).toBeNull();
    expect(placeUse({ ...plain, source: service, vpcEndpointId: 'vpce-0ab1' }, networks)).toBeNull();
    expect(placeUse({ ...plain, source: { kind: 'unknown' } }, networks)).toBeNull();
  });
});

describe('the line of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2'],
    ['2001:db8:1:2::5', '2001:db8:1:2'],
    ['2001:db8::aaaa:bbbb:cccc:dddd', '2001:db8:0:0'],
    ['2001:db8:0:0:1:2:3:4', '2001:db8:0:0'],
    ['2001:db8::', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('of %s is %s, however its zeros are written', (address, line) => {
    expect(lineAt(address)).toBe(line);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInside, parseAddress, parseCidr } from '../../../core/model/ip.ts';
import type { Result } from '../../../core/model/result.ts';
import { type DenyDocument, inlineQuota, inlineSize } from '../../../core/plan/documents/deny-document.ts';
import { pinDocument } from '../../../core/plan/documents/pin-policy.ts';
import { denyAllDocument } from '../../../core/plan/documents/quarantine-policy.ts';
import {
  machineSessionDocument,
  signInDocument as oneSignInDocument,
  roleSessionsDocument,
  userSessionsDocument,
} from '../../../core/plan/documents/revoke-policy.ts';
import { noNetworks, type SessionFacts } from '../../../core/plan/facts.ts';
import { signInDocument } from '../../../core/plan/measures/sign-in-deny.ts';
import { now, office } from './decisions.ts';
import { passes } from './judge.ts';

const room = inlineQuota.user;
const inOffice = '192.0.2.10';
const elsewhere = '203.0.113.66';
const officeOnly = { ...noNetworks, cidrs: [office] };

function document(result: Result<DenyDocument, string>): DenyDocument {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

describe('a pin', () => {
  it('lets the office work and stops everybody else', () => {
    const pin = document(pinDocument(officeOnly, room));
    expect(passes(pin, { ip: inOffice })).toBe(true);
    expect(passes(pin, { ip: elsewhere })).toBe(false);
    expect(passes(pin, { ip: '10.0.1.5', vpc: 'vpc-1', vpce: 'vpce-1' })).toBe(false);
  });

  it('lets services act for the workload', () => {
    expect(passes(document(pinDocument(officeOnly, room)), { ip: elsewhere, viaService: true })).toBe(true);
  });

  it.each([
    ['a VPC', { ...noNetworks, vpcs: ['vpc-1'] }],
    ['an endpoint', { ...noNetworks, vpcEndpoints: ['vpce-1'] }],
    ['an office and a VPC', { ...officeOnly, vpcs: ['vpc-1'] }],
    ['another VPC and an endpoint', { ...noNetworks, vpcs: ['vpc-9'], vpcEndpoints: ['vpce-1'] }],
  ])('opens %s without opening the internet', (_, established) => {
    const pin = document(pinDocument(established, room));
    expect(passes(pin, { vpc: 'vpc-1', vpce: 'vpce-1' })).toBe(true);
    expect(passes(pin, { vpc: 'vpc-2', vpce: 'vpce-2' })).toBe(false);
    expect(passes(pin, { ip: elsewhere })).toBe(false);
  });

  it('is refused where nothing could be named: that would be a deny of everything', () => {
    expect(pinDocument(noNetworks, room).ok).toBe(false);
    expect(pinDocument({ ...noNetworks, cidrs: ['10.0.0.0/8', 'AS64500'] }, room).ok).toBe(false);
  });

  it('widens until it fits, and is refused where that would open too much', () => {
    const many = Array.from({ length: 200 }, (_, i) => `198.51.${i}.${(i * 8) % 256}/29`);
    const pin = document(pinDocument({ ...noNetworks, cidrs: many }, room));
    expect(inlineSize(pin)).toBeLessThanOrEqual(room);
    expect(inlineSize(pin)).toBeGreaterThan(room - 60);
    for (let i = 0; i < 200; i += 1) expect(passes(pin, { ip: `198.51.${i}.${(i * 8) % 256}` })).toBe(true);
    const far = Array.from({ length: 200 }, (_, i) => `${20 + i}.51.0.0/24`).filter((text) => !text.startsWith('127.'));
    expect(pinDocument({ ...noNetworks, cidrs: far }, room)).toEqual({
      ok: false,
      error: expect.stringContaining('do not fit'),
    });
  });

  it('over random networks: every established address passes, and what no document had to widen to is denied', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const address = fc.tuple(fc.integer({ min: 52, max: 54 }), byte, byte, byte).map((b) => b.join('.'));
    const cidr = fc.tuple(address, fc.integer({ min: 12, max: 32 })).map(([base, length]) => `${base}/${length}`);
    fc.assert(
      fc.property(fc.array(cidr, { minLength: 1, maxLength: 20 }), fc.boolean(), address, (cidrs, withVpc, probe) => {
        const pin = document(pinDocument({ ...noNetworks, cidrs, vpcs: withVpc ? ['vpc-1'] : [] }, room));
        const place = parseAddress(probe);
        const established = cidrs.some((text) => {
          const range = parseCidr(text);
          return place !== null && range !== null && isInside(place, range);
        });
        expect(passes(pin, { ip: probe })).toBe(established);
        for (const text of cidrs) expect(passes(pin, { ip: text.split('/')[0] ?? '' })).toBe(true);
        expect(passes(pin, { vpc: 'vpc-1' })).toBe(withVpc);
      }),
    );
  });
});

describe('a deny of everything', () => {
  it('is refused only where nothing fits', () => {
    expect(passes(document(denyAllDocument(100)), {})).toBe(false);
    expect(denyAllDocument(10).ok).toBe(false);
  });
});

describe('revoked sessions', () => {
  const before = '2026-11-24T11:59:00Z';
  const after = '2026-11-24T12:01:00Z';
  const session: SessionFacts = { name: 'run-7', sourceIdentity: null, issuedTo: null };

  it('of a role: older ones are denied, later ones and keys are not', () => {
    const revoke = document(roleSessionsDocument(now, null, room));
    expect(passes(revoke, { issued: before, userid: 'AROA1:any' })).toBe(false);
    expect(passes(revoke, { issued: '2026-11-24T12:00:10Z', userid: 'AROA1:any' })).toBe(false);
    expect(passes(revoke, { issued: after, userid: 'AROA1:any' })).toBe(true);
    expect(passes(revoke, {})).toBe(true);
  });

  it('of a role: whatever was issued in the seconds that IAM needs to spread the deny, to the last second begun', () => {
    const revoke = document(roleSessionsDocument(now + 400, null, room));
    expect(passes(revoke, { issued: '2026-11-24T12:00:15Z', userid: 'AROA1:any' })).toBe(false);
    expect(passes(revoke, { issued: '2026-11-24T12:00:16Z', userid: 'AROA1:any' })).toBe(true);
  });

  it('of one session: the others go on, and so does a later one of the same name', () => {
    const revoke = document(roleSessionsDocument(now, session, room));
    expect(passes(revoke, { issued: before, userid: 'AROA1:run-7' })).toBe(false);
    expect(passes(revoke, { issued: before, userid: 'AROA1:run-8' })).toBe(true);
    expect(passes(revoke, { issued: after, userid: 'AROA1:run-7' })).toBe(true);
  });

  it('of one person: by source identity, whatever the session is called', () => {
    const revoke = document(roleSessionsDocument(now, { ...session, sourceIdentity: 'alice' }, room));
    expect(passes(revoke, { issued: before, userid: 'AROA1:other', sourceIdentity: 'alice' })).toBe(false);
    expect(passes(revoke, { issued: before, userid: 'AROA1:run-7', sourceIdentity: 'bob' })).toBe(true);
  });

  it('never take a session name for a wildcard: an odd one narrows nothing', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM's, as a session name might spell it
    const revoke = document(roleSessionsDocument(now, { ...session, name: '${aws:x}*' }, room));
    expect(passes(revoke, { issued: before, userid: 'AROA1:run-7' })).toBe(false);
  });

  it('of a machine: the machine lives, its session elsewhere does not', () => {
    const instance: SessionFacts = {
      name: 'i-0abc',
      sourceIdentity: null,
      issuedTo: { kind: 'instance', id: 'i-0abc' },
    };
    const revoke = document(machineSessionDocument(officeOnly, instance, room));
    expect(passes(revoke, { ip: inOffice, userid: 'AROA1:i-0abc', issued: before })).toBe(true);
    expect(passes(revoke, { ip: elsewhere, userid: 'AROA1:i-0abc', issued: before })).toBe(false);
    expect(passes(revoke, { ip: elsewhere, userid: 'AROA1:i-0def', issued: before })).toBe(true);
    expect(machineSessionDocument(noNetworks, instance, room).ok).toBe(false);
    // It goes by the machine's name, whoever is on record behind it: others may act for the same person.
    const named = document(machineSessionDocument(officeOnly, { ...instance, sourceIdentity: 'alice' }, room));
    expect(passes(named, { ip: elsewhere, userid: 'AROA1:i-0abc', issued: before })).toBe(false);
    expect(passes(named, { ip: elsewhere, userid: 'AROA1:run-7', sourceIdentity: 'alice' })).toBe(true);
  });

  it('of a user: all that exist, and later ones from elsewhere; keys go on', () => {
    const revoke = document(userSessionsDocument(now, officeOnly, room));
    expect(passes(revoke, { ip: inOffice, issued: before })).toBe(false);
    expect(passes(revoke, { ip: elsewhere, issued: after })).toBe(false);
    expect(passes(revoke, { ip: inOffice, issued: after })).toBe(true);
    expect(passes(revoke, { ip: elsewhere })).toBe(true);
  });

  it('of a user without known networks or room for them: every session', () => {
    for (const revoke of [userSessionsDocument(now, noNetworks, room), userSessionsDocument(now, officeOnly, 150)]) {
      expect(passes(document(revoke), { ip: inOffice, issued: after })).toBe(false);
      expect(passes(document(revoke), { ip: inOffice })).toBe(true);
    }
    expect(userSessionsDocument(now, officeOnly, 20).ok).toBe(false);
  });
});

describe('a sign-in', () => {
  const thief = 'arn:aws:signin:eu-central-1:111111111111:session/0f1e2d3c';
  const owner = 'arn:aws:signin:eu-central-1:111111111111:session/9a8b7c6d';
  const issued = '2026-11-24T11:59:00Z';

  it('in question: whatever was opened with it is denied from anywhere, whenever its keys were issued, and nothing else', () => {
    const deny = document(oneSignInDocument(thief, room));
    for (const ip of [inOffice, elsewhere]) {
      for (const at of [issued, '2026-11-24T18:00:00Z']) {
        expect(passes(deny, { ip, issued: at, userid: 'AROA1:ada', signIn: thief })).toBe(false);
      }
    }
    expect(passes(deny, { ip: inOffice, issued, userid: 'AROA1:ada', signIn: owner })).toBe(true);
    // Sessions of programs, and long-lived keys, have none.
    expect(passes(deny, { ip: inOffice, issued, userid: 'AROA1:ada' })).toBe(true);
    expect(passes(deny, { ip: inOffice })).toBe(true);
  });

  it('with a password that is switched off opens nothing, now or later, and access keys go on', () => {
    const deny = document(signInDocument(room));
    for (const at of [issued, '2026-11-24T18:00:00Z']) {
      expect(passes(deny, { ip: inOffice, issued: at, signIn: owner })).toBe(false);
      expect(passes(deny, { ip: elsewhere, issued: at })).toBe(false);
    }
    expect(passes(deny, { ip: inOffice })).toBe(true);
    expect(signInDocument(20).ok).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { reportedUse } from '../../../adapters/bus/reported-use.ts';
import { intake, intakeEvent } from '../../../core/intake/intake.ts';
import { testimony } from '../../../core/intake/testimony.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { readPolicy } from '../../../core/policy/read-policy.ts';
import { gateway, reported } from '../../reported.ts';

const sources: Policy['sources'] = {
  [gateway.source]: { accountId: gateway.account, kinds: ['oauth-token'] },
};

const fate = (event: unknown) => {
  const taken = reportedUse(event, sources);
  return taken?.kind === 'use' ? taken.use : (taken?.reason ?? null);
};

describe('a reported use', () => {
  it('of a registered source is one, in the name of that source', () => {
    expect(fate(reported())).toMatchObject({
      id: 'gateway.example:use-1',
      credential: {
        kind: 'oauth-token',
        id: 'gateway.example:ref:grant-17',
        accountId: gateway.account,
        principal: 'client:gateway.example/billing',
      },
      service: 'orders',
      action: 'orders:read',
      source: { kind: 'address', address: '192.0.2.10' },
      userAgent: 'billing/2.1',
      denied: false,
    });
  });

  it('that was refused counts as refused', () => {
    expect(fate(reported({ refused: true }))).toMatchObject({ denied: true, errorCode: 'Refused' });
  });

  it.each([
    ['from a source that nobody registered', { ...reported(), source: 'gateway.evil' }],
    ['from the registered source’s name in another account', { ...reported(), account: '999999999999' }],
    ['in Rescind’s own name', { ...reported(), source: 'rescind' }],
    ['in AWS’s name', { ...reported(), source: 'aws.sts' }],
    ['from a source named like a property of every object', { ...reported(), source: 'constructor' }],
    ['of a kind that the source may not speak of', reported({ kind: 'api-token' })],
    ['without an account', { ...reported(), account: undefined }],
  ])('%s is not believed', (_, event) => {
    expect(fate(event)).toBe('unregistered');
    expect(intakeEvent(event).kind).not.toBe('use');
    expect(testimony(event)).toBeNull();
  });

  it.each([
    ['with the token itself instead of a reference', { token: 'kPz3dJ0aE5yF3Q7mZ1rT9wX2bN6cV8uL4hS0gK5pA1o' }],
    ['with a JWT', { token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln' }],
    ['with a header’s value', { token: 'Bearer abc' }],
    ['with half a fingerprint', { token: 'sha256:abc' }],
    ['with another source’s token', { token: 'other.gateway:ref:grant-1' }],
    ['with a field that nobody knows', { secret: 'x' }],
    ['of another version', { version: 2 }],
    ['with a time without a zone', { at: '2026-11-24' }],
    ['with an action that is none', { action: 'read everything' }],
  ])('%s is no report', (_, detail) => {
    expect(fate(reported(detail))).toBe('no-report');
  });

  it('is no report where there is no detail, and other events are not its business', () => {
    expect(fate({ ...reported(), detail: null })).toBe('no-report');
    expect(reportedUse({ 'detail-type': 'AWS API Call via CloudTrail' }, sources)).toBeNull();
    for (const value of [null, 7, 'text', []]) expect(reportedUse(value, sources)).toBeNull();
  });

  it('never passes for a record of AWS’s', () => {
    expect(intake(reported())).toEqual({ kind: 'rejected', reason: 'inadmissible' });
  });
});

describe('the policy registers', () => {
  const policyWith = (source: string) =>
    readPolicy(JSON.stringify({ sources: { [source]: { accountId: '1'.repeat(12) } } }));

  it('a source with its account, for both kinds where nothing is said', () => {
    const policy = policyWith('gateway.example');
    expect(policy.ok && policy.value.sources['gateway.example']?.kinds).toEqual(['oauth-token', 'api-token']);
  });

  it.each(['aws.sts', 'rescind', 'a b', ''])('none that is called ‘%s’', (source) => {
    expect(policyWith(source).ok).toBe(false);
  });
});

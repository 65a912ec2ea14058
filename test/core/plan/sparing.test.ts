import { describe, expect, it } from 'vitest';
import { hour, minute } from '../../../core/model/instant.ts';
import { noNetworks } from '../../../core/plan/facts.ts';
import { spared } from '../../../core/plan/sparing.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { account, decision, facts, now, roleDecision } from './decisions.ts';

const disable = decision({ action: 'disable' });
/** On evidence that stands by itself. */
const hard = decision({
  action: 'disable',
  signals: [{ id: 'S02', bits: 20, group: 'exposure', evidence: 'AWS found it in public.' }],
});
const inUse = { at: now - minute, by: 'ci: deploys the shop' };
const instance = { name: 'i-0abc', sourceIdentity: null, issuedTo: null };
const change = {
  from: '2026-11-24T11:00:00Z',
  until: '2026-11-24T13:00:00Z',
  reason: 'the network moves',
  accounts: [],
};
const changing = { ...defaultPolicy, changeWindows: [change] };

describe('production at work', () => {
  it('is pinned instead of stopped, and the one who depends on it is named', () => {
    const answer = spared(hard, facts({ inUse }), defaultPolicy);
    expect(answer).toMatchObject({ id: hard.id, action: 'pin' });
    expect(answer.heldBack).toContain('ci: deploys the shop');
  });

  it('is only told of where no network is known that could be left open', () => {
    const answer = spared(disable, facts({ inUse, established: noNetworks }), defaultPolicy);
    expect(answer.action).toBe('notify');
  });

  it('that holds a token is only told of, since a token cannot be pinned', () => {
    const end = decision({ kind: 'oauth-token', credential: 'gateway:ref:7', action: 'disable' });
    expect(spared(end, facts({ inUse }), defaultPolicy).action).toBe('notify');
  });

  it('that was last seen a while ago is stopped as decided', () => {
    const long = { ...inUse, at: now - 16 * minute };
    expect(spared(disable, facts({ inUse: long }), defaultPolicy)).toBe(disable);
  });

  it('loses one bad session of its role: that stops nobody else', () => {
    const one = roleDecision({ action: 'revoke-sessions' });
    expect(spared(one, facts({ inUse, session: instance }), defaultPolicy)).toBe(one);
    expect(spared(one, facts({ inUse }), defaultPolicy).action).toBe('pin');
  });
});

it('the last administrator is not locked out, however strong the evidence', () => {
  const answer = spared(hard, facts({ lastAdministrator: true }), defaultPolicy);
  expect([answer.action, answer.heldBack]).toEqual(['pin', expect.stringContaining('AdministratorAccess')]);
});

describe('in a change window', () => {
  it('what was learned leads to a pin at most, and what stands by itself acts as ever', () => {
    expect(spared(disable, facts(), changing).heldBack).toContain('the network moves');
    expect(spared(hard, facts(), changing)).toBe(hard);
  });

  it('and out of it, or in another account, nothing is held back', () => {
    expect(spared(disable, facts({ now: now + hour }), changing)).toBe(disable);
    const elsewhere = { ...defaultPolicy, changeWindows: [{ ...change, accounts: ['999999999999'] }] };
    expect(spared(disable, facts(), elsewhere)).toBe(disable);
    const here = { ...defaultPolicy, changeWindows: [{ ...change, accounts: [account] }] };
    expect(spared(disable, facts(), here).action).toBe('pin');
  });
});

it('what disturbs nobody is left as it was decided', () => {
  const given = facts({ inUse, lastAdministrator: true });
  for (const action of ['notify', 'rotate', 'pin'] as const) {
    const gentle = decision({ action });
    expect(spared(gentle, given, changing)).toBe(gentle);
  }
});

import { describe, expect, it } from 'vitest';
import { readDeclaredRow } from '../../../adapters/files/declared-credentials.ts';
import { judgeStanding } from '../../../core/assess-standing.ts';
import { day, formatInstant } from '../../../core/model/instant.ts';
import { emptySpent } from '../../../core/plan/limits.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { standingsOf } from '../../../core/signals/standing/inventory.ts';
import { now } from '../../core/plan/decisions.ts';

const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-AbCdEf`;
const row = {
  id: 'gateway.example:ref:grant-17',
  type: 'oauth-token',
  accountId: '111122223333',
  owner: 'team-billing',
  revocation: { by: 'rfc7009', client: secret('auth/revoker'), token: secret('billing/token'), field: 'refresh_token' },
};

describe('a declared token', () => {
  it('is a credential of its source’s account, and no machine may end it unless that is said', () => {
    const read = readDeclaredRow(row);
    expect(read.ok && read.value.declaration?.credential).toEqual({
      kind: 'oauth-token',
      id: row.id,
      accountId: row.accountId,
      principal: 'client:gateway.example/',
    });
    expect(read.ok && read.value.declared.revocation).toEqual({ ...row.revocation, automatic: false });
  });

  it.each([
    ['a token by a name that no source gives', { id: 'grant-17' }],
    ['a token that is written out', { id: 'gateway.example:kPz3dJ0aE5yF3Q7mZ1rT9wX2bN6cV8uL4hS0gK5pA1o' }],
    ['a token without an account', { accountId: null }],
  ])('%s is no credential', (_, changed) => {
    const read = readDeclaredRow({ ...row, ...changed });
    expect(read.ok && read.value.declaration).toBeNull();
  });

  it.each([
    ['the token itself in place of its secret', { ...row.revocation, token: 'kPz3dJ0aE5yF3Q7m' }],
    ['an address in place of the secret with it', { ...row.revocation, client: 'https://auth.example.com' }],
    ['a way that nobody knows', { by: 'telephone' }],
  ])('that says %s is not read', (_, revocation) => {
    expect(readDeclaredRow({ ...row, revocation }).ok).toBe(false);
  });

  it('of an API that is too old is told of, and rotated where a secret is declared', () => {
    const old = { ...row, type: 'api-token', revocation: null, createdAt: formatInstant(now - 400 * day) };
    const answers = [old, { ...old, rotation: { secret: secret('api/token') } }].map((value) => {
      const read = readDeclaredRow(value);
      const declaration = read.ok ? read.value.declaration : null;
      const declarations = declaration === null ? [] : [declaration];
      const [standing] = standingsOf({ declarations, reports: [], details: [] });
      const circumstances = { policy: defaultPolicy, exemptions: [], spent: emptySpent() };
      return standing === undefined ? null : judgeStanding(standing, circumstances, now)?.decision;
    });
    expect(answers.map((answer) => answer?.action)).toEqual(['notify', 'rotate']);
    expect(answers[1]).toMatchObject({ kind: 'api-token', rotation: { secret: secret('api/token') } });
  });
});

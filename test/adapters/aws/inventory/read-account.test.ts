import { expect, test } from 'vitest';
import { readAccount } from '../../../../adapters/aws/inventory/read-account.ts';
import { joinReplicas } from '../../../../adapters/aws/inventory/secrets.ts';
import { sweepSessions } from '../../../../adapters/aws/inventory/sessions.ts';
import type { AccountId } from '../../../../core/model/brand.ts';
import { day } from '../../../../core/model/instant.ts';
import { standingsOf } from '../../../../core/signals/standing/inventory.ts';
import { simulateAccounts } from '../../../../simulator/accounts/accounts.ts';

const now = Date.UTC(2026, 10, 24, 12);

/** One made-up account, read by its administrator. */
function madeUp(credentials: number) {
  const { aws, managementAccountId, truths } = simulateAccounts({ seed: 11, accounts: 1, credentials, now });
  const accountId = managementAccountId as AccountId;
  const sessions = sweepSessions({
    roleName: 'unused',
    sdk: { credentials: aws.administrator(accountId), requestHandler: aws.requestHandler() },
  });
  const read = async (regions: readonly string[] | null = null) =>
    readAccount(await sessions.open(accountId), { now, regions });
  return { aws, accountId, truths, read, state: aws.account(accountId).state.latest };
}

test('everything that is there is found once, under its own id, with the last use that IAM keeps', async () => {
  const { truths, read, state } = madeUp(60);
  const inventory = await read();
  expect(inventory.gaps).toEqual([]);
  const standings = standingsOf({ ...inventory, accountTags: [], declarations: [] });
  const ids = standings.map(({ credential }) => credential.id as string);
  expect(new Set(ids).size).toBe(ids.length);
  const missing = truths.filter(
    ({ credential, kind }) =>
      !standings.some((one) => one.credential.id === credential && one.credential.kind === kind),
  );
  expect(missing).toEqual([]);
  for (const user of state.users.values()) {
    for (const key of user.keys.filter(({ status }) => status === 'Active')) {
      const { lastUse } = standings.find(({ credential }) => credential.id === key.id) ?? {};
      expect(lastUse).toEqual(
        key.lastUsed === null
          ? { kind: 'never', witness: 'access-key-last-used' }
          : { kind: 'used', at: key.lastUsed.at, witness: 'access-key-last-used' },
      );
    }
  }
});

test('IAM is asked by no more than five at a time, since each account has but few calls a second', async () => {
  const { aws, accountId } = madeUp(30);
  const handler = aws.requestHandler();
  const atOnce = { now: 0, most: 0 };
  const requestHandler = {
    ...handler,
    async handle(request: Parameters<typeof handler.handle>[0]) {
      const isIam = String(request.headers.host).startsWith('iam.');
      atOnce.now += Number(isIam);
      atOnce.most = Math.max(atOnce.most, atOnce.now);
      // Whoever else has something to ask does so meanwhile.
      await new Promise((later) => setImmediate(later));
      const answer = await handler.handle(request);
      atOnce.now -= Number(isIam);
      return answer;
    },
  };
  const sdk = { credentials: aws.administrator(accountId), requestHandler };
  const session = await sweepSessions({ roleName: 'unused', sdk }).open(accountId);
  expect((await readAccount(session, { now, regions: null })).gaps).toEqual([]);
  expect(atOnce.most).toBe(5);
});

test('without its password report the passwords are asked for one by one, and their last use stays unknown', async () => {
  const { aws, truths, read } = madeUp(60);
  aws.faults = ({ operation }) =>
    operation === 'GetCredentialReport' ? { fail: 'AccessDenied', status: 403 } : 'pass';
  const inventory = await read();
  expect(inventory.gaps.map(({ what }) => what)).toEqual(['credential report']);
  const passwords = standingsOf({ ...inventory, accountTags: [], declarations: [] }).filter(
    ({ credential }) => credential.kind === 'console-password',
  );
  expect(passwords.length).toBe(truths.filter(({ kind }) => kind === 'console-password').length);
  expect(passwords.every(({ lastUse }) => lastUse.kind === 'unknown')).toBe(true);
});

test('a report that takes its time is waited for', async () => {
  const { read, state } = madeUp(4);
  state.inventory.asksUntilDone = 1;
  const { accessed, gaps } = await read();
  expect(gaps).toEqual([]);
  expect(accessed.size).toBeGreaterThan(1);
});

test('what AWS has ended, switched off or kept for itself is nobody’s to clean up', async () => {
  const { read, state } = madeUp(4);
  const user = [...state.users.values()][0];
  user?.serviceCredentials.push(
    {
      id: 'ACCAENDED',
      service: 'bedrock.amazonaws.com',
      userName: 'x',
      createdAt: now - 300 * day,
      expiresAt: now - day,
      status: 'Active',
    },
    {
      id: 'ACCAALIVE',
      service: 'bedrock.amazonaws.com',
      userName: 'x',
      createdAt: now - 300 * day,
      expiresAt: null,
      status: 'Active',
    },
  );
  const { listed } = await read();
  const status = (id: string) => listed.find(({ credential }) => credential.id.endsWith(id))?.active;
  expect([status('ACCAENDED'), status('ACCAALIVE')]).toEqual([false, true]);
});

test('only the Regions asked for are looked into, and switched-off ones are told', async () => {
  const { aws, read } = madeUp(30);
  aws.journal.length = 0;
  const { regionsOff } = await read(['us-east-1']);
  expect(regionsOff).toEqual(['me-south-1']);
  const asked = aws.journal.filter(({ operation }) => operation === 'ListSecrets').map(({ region }) => region);
  expect(asked).toEqual(['us-east-1']);
});

test('a secret and its replicas are one secret, read whenever any of them was', () => {
  const arn = (region: string) => `arn:aws:secretsmanager:${region}:111111111111:secret:db-AbCdEf`;
  const entry = (region: string, read: number | null) => ({
    region,
    entry: {
      ARN: arn(region),
      Name: 'db',
      PrimaryRegion: 'eu-west-1',
      CreatedDate: new Date(now - 90 * day),
      ...(read === null ? {} : { LastAccessedDate: new Date(read) }),
    },
  });
  const secrets = joinReplicas([entry('us-east-1', now - day), entry('eu-west-1', null)], '111111111111' as AccountId);
  expect(secrets).toMatchObject([{ credential: { id: arn('eu-west-1') }, lastUse: now - day }]);
});

test('each identity provider is a row, used by whoever comes in by a role that trusts it', async () => {
  const { accountId, read, state } = madeUp(4);
  const arnOf = (name: string) => `arn:aws:iam::${accountId}:${name}`;
  const [github, idle, corporate] = ['oidc-provider/gh', 'oidc-provider/idle', 'saml-provider/corp'].map(arnOf);
  const tags = [{ Key: 'owner', Value: 'ada@acme.example' }];
  state.inventory.providers.push(
    { kind: 'oidc', arn: String(github), createdAt: now - 300 * day, tags },
    { kind: 'oidc', arn: String(idle), createdAt: now - 300 * day },
    { kind: 'saml', arn: String(corporate), createdAt: now - 300 * day },
  );
  const [role] = [...state.roles.values()].filter(({ lastUsed, path }) => lastUsed !== null && path === '/');
  if (role === undefined) throw new Error('no role was used');
  const trust = { Effect: 'Allow', Principal: { Federated: github }, Action: 'sts:AssumeRoleWithWebIdentity' };
  role.trust = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  const inventory = await read();
  expect(inventory.gaps).toEqual([]);
  const rows = standingsOf({ ...inventory, accountTags: [], declarations: [] }).filter(
    ({ credential }) => credential.kind === 'identity-provider',
  );
  expect(rows.map(({ credential, lastUse, owner }) => [credential.id, lastUse.kind, owner.kind])).toEqual([
    [github, 'used', 'person'],
    [idle, 'never', 'unknown'],
    [corporate, 'never', 'unknown'],
  ]);
});

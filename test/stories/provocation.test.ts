import { describe, expect, it } from 'vitest';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import type { Networks } from '../../core/context/recorded-context.ts';
import { day, formatInstant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { account, consoleUser, envelope, role, stranger, user } from '../core/intake/sample.ts';
import { call, honest, office, rented, runners, start, theft, userNamed, watched } from './watch.ts';

const strike = start + 21 * day;
const history = honest(user, runners);
const disrupted = (records: readonly unknown[], bus: readonly unknown[] = [], networks?: Networks) =>
  watched(records, bus, networks).decisions.filter(({ action }) => isDisruptive(action));

/** An ordinary line in a country where nobody ever was. */
const abroad = '102.89.23.10';

const sessionNamed = (name: string) => ({
  ...role,
  arn: `arn:aws:sts::${account}:assumed-role/Backup/${name}`,
  principalId: `AROAEXAMPLEROLE00000:${name}`,
});

describe('nobody is taken away by a word that others may say', () => {
  const crime = theft(user, strike, rented);

  it('the same records, told by AWS itself, do take the key away', () => {
    expect(
      disrupted(
        history,
        crime.map((detail) => envelope(detail)),
      ),
    ).not.toEqual([]);
  });

  it.each([
    ['a source that is not AWS’s', { source: 'my.application' }],
    ['a partner’s source', { source: 'aws.partner/example.com/events' }],
    ['a source that only looks like AWS’s', { source: 'aws' }],
    ['another account’s envelope', { account: stranger }],
    ['no account', { account: undefined }],
    ['a detail type of its own', { 'detail-type': 'Key was stolen' }],
  ])('an event with %s', (_, changes) => {
    const forged = crime.map((detail) => envelope(detail, changes));
    expect(disrupted(history, forged)).toEqual([]);
  });

  it('a bare record on the bus', () => {
    expect(disrupted(history, crime)).toEqual([]);
  });

  it('a notice of exposure under a source of somebody’s own', () => {
    const detail = {
      eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED',
      affectedEntities: [{ entityValue: 'AKIAEXAMPLEKEY000001' }],
      affectedAccount: account,
    };
    const notice = { 'detail-type': 'AWS Health Event', time: formatInstant(strike) };
    expect(disrupted(history, [envelope(detail, { ...notice, source: 'aws.health' })])).not.toEqual([]);
    expect(watched(history, [envelope(detail, { ...notice, source: 'health' })]).decisions).toEqual([]);
  });

  it('records that say they are of this account’s user, in a stranger’s log', () => {
    const elsewhere = crime.map((one) => ({ ...one, recipientAccountId: stranger }));
    expect(disrupted([...history, ...elsewhere])).toEqual([]);
  });

  it('old records told once more: the key that was answered for is answered for', () => {
    const first = watched([...history, ...crime]);
    const again = watched([...history, ...crime, ...crime.map((one) => ({ ...one })), ...history]);
    expect(again.decisions.map(({ id }) => id)).toEqual(first.decisions.map(({ id }) => id));
  });
});

describe('nobody is taken away for what strangers did in his name', () => {
  it('a colleague hangs AWS’s quarantine on him: told, and held against him beside a deed', () => {
    const policyArn = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';
    const requestParameters = { userName: 'deployer', policyArn };
    const eve = userNamed('eve', 'AKIAEVE0000000000001');
    const hung = call(eve, strike, 'iam:AttachUserPolicy', office, { requestParameters });
    const about = (...records: object[]) =>
      watched([...history, hung, ...records]).decisions.filter(({ credential }) => credential === user.accessKeyId);
    expect(about().map(({ action }) => action)).toEqual(['notify']);
    const deed = call(user, strike + minute, 'iam:CreateUser', runners, { requestParameters: { userName: 'boss' } });
    expect(about(deed).some(({ action }) => isDisruptive(action))).toBe(true);
  });

  describe('who proves who they are to somebody, who asks AWS with that proof', () => {
    const proof = (from: string, userAgent: string) => call(user, strike, 'sts:GetCallerIdentity', from, { userAgent });
    const decided = (...records: object[]) => watched([...history, ...records]).decisions;

    it.each([
      ['Go-http-client/1.1', rented],
      ['Google-Cloud-STS/1.0', abroad],
      ['mongod', rented],
    ])('is not whoever asks: %s', (program, from) => {
      expect(decided(proof(from, program))).toEqual([]);
    });

    it.each([
      'aws-cli/2.17.0 md/awscrt#0.20',
      'Boto3/1.34.0',
      'aws-sdk-go/1.44.0 (go1.19; linux; amd64)',
      'TruffleHog',
    ])('is whoever asks with a program of AWS’s, or one that looks for keys: %s', (program) => {
      expect(decided(proof(rented, program)).map(({ credential }) => credential)).toEqual([user.accessKeyId]);
    });

    it('is whoever goes on to use it, by the first call after that', () => {
      const next = call(user, strike + minute, 's3:ListBuckets', rented, { userAgent: 'Go-http-client/1.1' });
      expect(decided(proof(rented, 'Go-http-client/1.1'), next).map(({ eventId }) => eventId)).toEqual([next.eventID]);
    });
  });

  describe('who signs links to what a bucket holds', () => {
    const tor = '185.220.101.7';
    const lines = [abroad, '200.48.225.130', '49.207.3.3', tor];
    const browser = { userAgent: '[Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/129.0]' };
    const method = (AuthenticationMethod: string) => ({ additionalEventData: { AuthenticationMethod } });
    const read = (at: number, from: string, changes: object = {}) =>
      call(user, at, 's3:GetObject', from, {
        eventCategory: 'Data',
        requestParameters: { bucketName: 'ledger', key: 'reports/a.pdf' },
        ...changes,
      });
    const opened = (since: number, changes: object = {}) =>
      lines.map((line, n) => read(since + n * minute, line, { ...browser, ...method('QueryString'), ...changes }));
    const reads = Array.from({ length: 21 }, (_, n) => read(start + n * day + 5 * minute, runners));
    const decided = (...records: object[]) => watched([...history, ...reads, ...records]).decisions;

    it('is not whoever opens them, by Tor or by a stranger’s endpoint', () => {
      const beyond = { vpcEndpointId: 'vpce-0e1f', vpcEndpointAccountId: stranger };
      expect(decided(...opened(strike), ...opened(strike + 20 * minute, beyond))).toEqual([]);
      expect(decided(...opened(strike, { errorCode: 'AccessDenied', errorMessage: 'Request has expired' }))).toEqual(
        [],
      );
    });

    it('is whoever else reads the same, and whoever administers the bucket, however that is signed', () => {
      const isTaken = (one: object) => decided(one).some(({ action }) => isDisruptive(action));
      expect(isTaken(read(strike, tor, { ...browser, ...method('AuthHeader') }))).toBe(true);
      expect(isTaken(read(strike, tor, { ...browser, ...method('QueryString'), eventCategory: 'Management' }))).toBe(
        true,
      );
    });

    it.each(['s3:DeleteObjects', 's3:PutObjectAcl', 's3:ListObjects'])(
      'is whoever signs what nobody hands out: %s',
      (action) => {
        const signed = (name: string) =>
          call(user, strike, name, tor, {
            eventCategory: 'Data',
            requestParameters: { bucketName: 'ledger', key: 'reports/a.pdf' },
            ...browser,
            ...method('QueryString'),
          });
        expect(decided(signed(action)).some(({ action }) => isDisruptive(action))).toBe(true);
        for (const handedOut of [
          's3:HeadObject',
          's3:PutObject',
          's3:UploadPart',
          's3:CompleteMultipartUpload',
          's3:DeleteObject',
        ])
          expect(decided(signed(handedOut))).toEqual([]);
      },
    );

    it.each([
      ['place', abroad, {}],
      ['program', runners, browser],
    ])('is seen at a %s of theirs for the first time, after weeks of it', (_, from, changes) => {
      const weeks = Array.from({ length: 21 }, (_, n) => opened(start + n * day + 8 * 60 * minute)).flat();
      const heard = (records: object[]) => decided(...records, ...theft(user, strike, from, changes));
      const asTold = (records: object[]) =>
        heard(records).map(({ signals }) => signals.map(({ id, bits }) => `${id} ${bits.toFixed(1)}`));
      expect(asTold([])).not.toEqual([]);
      expect(asTold(weeks)).toEqual(asTold([]));
    });
  });

  it('a thousand failed sign-ins from Tor', () => {
    const signIn = { eventType: 'AwsConsoleSignIn', responseElements: { ConsoleLogin: 'Failure' }, readOnly: false };
    const knocks = Array.from({ length: 1000 }, (_, i) =>
      call(
        {
          type: 'IAMUser',
          accountId: account,
          userName: 'deployer',
          accessKeyId: '',
          principalId: 'AIDAEXAMPLEUSER00000',
        },
        strike + i * 1000,
        'signin:ConsoleLogin',
        '185.220.101.9',
        signIn,
      ),
    );
    expect(watched([...history, ...knocks]).decisions).toEqual([]);
  });

  it('calls with his key id and a wrong signature', () => {
    const guesses = Array.from({ length: 200 }, (_, i) =>
      call(user, strike + i * 1000, 'iam:ListUsers', '185.220.101.9', { errorCode: 'SignatureDoesNotMatch' }),
    );
    expect(watched([...history, ...guesses]).decisions).toEqual([]);
  });

  it('a role session that bears his name', () => {
    const asHim = sessionNamed('deployer');
    const before = [...history, ...honest(role, runners)];
    const answers = watched([...before, ...theft(asHim, strike, rented)]).decisions;
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.every(({ kind }) => kind === 'role')).toBe(true);
  });

  it('a stranger’s tries at his role', () => {
    const outsider = { type: 'AWSAccount', principalId: 'AIDASTRANGER', accountId: stranger };
    const tries = Array.from({ length: 300 }, (_, i) =>
      call(outsider, strike + i * 1000, 'sts:AssumeRole', rented, {
        errorCode: 'AccessDenied',
        requestParameters: { roleArn: `arn:aws:iam::${account}:role/jobs/Backup`, roleSessionName: 'deployer' },
      }),
    );
    expect(watched([...honest(role, runners), ...tries]).decisions).toEqual([]);
  });
});

describe('borrowed clothes', () => {
  it('his own user agent does not help the thief', () => {
    const disguised = theft(user, strike, rented, { userAgent: 'Boto3/1.34' });
    expect(disrupted([...history, ...disguised])).not.toEqual([]);
  });

  it('somebody else’s user agent, by itself, costs nobody his key', () => {
    const odd = Array.from({ length: 40 }, (_, i) =>
      call(user, strike + i * minute, 's3:ListBuckets', runners, { userAgent: `aws-cli/1.22 kali pacu ${i}` }),
    );
    expect(disrupted([...history, ...odd])).toEqual([]);
  });

  it.each<[string, (n: number) => string]>([
    ['one plain name', () => 'x'],
    ['one mail address', () => 'eve@example.com'],
    ['a colleague’s mail address', () => 'ada@example.com'],
    ['another mail address for each call', (n) => `eve${n}@example.com`],
  ])('a session name of his own choosing does not help the thief: %s', (_, nameOf) => {
    const before = honest(sessionNamed('ada@example.com'), runners);
    const under = theft(role, strike, abroad).map((one, n) => ({
      ...one,
      userIdentity: { ...sessionNamed(nameOf(n)), accessKeyId: `ASIAEXAMPLEKEY00010${n}` },
    }));
    expect(disrupted([...before, ...under])[0]?.at).toBe(strike);
  });

  it('a thief who says that he is the console’s own terminal is not believed', () => {
    const terminal = { userAgent: 'aws-cli/2.22 exec-env/CloudShell' };
    const before = honest(role, runners);
    expect(disrupted([...before, ...theft(role, strike, rented, terminal)])).not.toEqual([]);
  });
});

describe('one address for many', () => {
  const people = Array.from({ length: 12 }, (_, i) =>
    userNamed(`person-${i}`, `AKIAPERSON0000000${String(i).padStart(3, '0')}`),
  );
  const before = people.flatMap((one) => honest(one, office));
  const workday = people.flatMap((one) =>
    ['s3:ListBuckets', 's3:GetBucketLocation'].map((action, i) => call(one, strike + i * minute, action, office)),
  );

  it('an office that gets on a list of anonymisers switches nobody off', () => {
    const bundled = bundledNetworks();
    const listed: Networks = {
      locate: (address) => ({ ...bundled.locate(address), ...(address === office ? { kind: 'tor' as const } : {}) }),
    };
    expect(watched([...before, ...workday], [], listed).decisions).toEqual([]);
  });

  it('an office that moves onto a listed line may be pinned, within limits, and switches nobody off', () => {
    const moved = workday.map((one) => ({ ...one, sourceIPAddress: '185.220.101.77' }));
    const answers = disrupted([...before, ...moved]);
    expect(answers.filter(({ action }) => action !== 'pin')).toEqual([]);
    expect(answers.length).toBeLessThanOrEqual(8);
  });

  it('a colleague’s theft behind the same gateway takes nobody else away', () => {
    const answers = disrupted([...before, ...workday, ...theft(people[0], strike + 5 * minute, office)]);
    expect(answers.every(({ credential }) => credential === 'AKIAPERSON0000000000')).toBe(true);
  });
});

it('a console session’s failures do not lock its owner out', () => {
  const refusals = Array.from({ length: 60 }, (_, i) =>
    call(consoleUser, strike + i * 1000, 'iam:ListUsers', office, { errorCode: 'AccessDenied' }),
  );
  expect(disrupted([...honest(consoleUser, office), ...refusals])).toEqual([]);
});

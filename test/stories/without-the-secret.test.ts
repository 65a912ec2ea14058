import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoryContextStore } from '../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../adapters/memory/note-store.ts';
import type { Network } from '../../core/context/recorded-context.ts';
import type { ObservePorts } from '../../core/observe/observe.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { observeBatch } from '../../functions/observe/batch.ts';
import { tries } from '../depth.ts';
import { messageOf } from '../functions/observe/events.ts';

const account = '111122223333';
const attacker = '999988887777';
const key = 'AKIAIOSFODNN7EXAMPLE';
const user = `arn:aws:iam::${account}:user/bot`;
const role = `arn:aws:iam::${account}:role/deploy`;

type Fields = Readonly<Record<string, unknown>>;

let made = 0;

function envelope(time: string, detail: Fields, changed: Fields = {}): Fields {
  made += 1;
  return {
    version: '0',
    id: `envelope-${made}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.iam',
    account,
    time,
    detail: { eventID: `event-${made}`, eventTime: time, ...detail },
    ...changed,
  };
}

const call: Fields = {
  eventVersion: '1.11',
  eventType: 'AwsApiCall',
  eventCategory: 'Management',
  eventSource: 'iam.amazonaws.com',
  eventName: 'ListUsers',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.31.0',
  readOnly: true,
  recipientAccountId: account,
};
const bot: Fields = { type: 'IAMUser', principalId: 'AIDAEXAMPLE', arn: user, accountId: account, userName: 'bot' };
const foreign: Fields = {
  type: 'AWSAccount',
  principalId: 'AROAFOREIGN:bot',
  accountId: attacker,
  arn: `arn:aws:sts::${attacker}:assumed-role/deploy/bot`,
};

const hour = (day: number, at: number) =>
  new Date(Date.UTC(2026, 9, 1 + day, 9, 0, at)).toISOString().replace('.000Z', 'Z');

/** Two working weeks of the key from one network. */
const history = () =>
  Array.from({ length: 28 }, (_, i) =>
    envelope(hour(Math.floor(i / 2), i % 2), { ...call, userIdentity: { ...bot, accessKeyId: key } }),
  );

/** What somebody can have written about the key, the user and the role without holding any of their secrets. */
const attempts: Readonly<Record<string, (time: string, from: string, text: string) => Fields>> = {
  'a failed sign-in': (time, from) =>
    envelope(
      time,
      {
        ...call,
        eventSource: 'signin.amazonaws.com',
        eventName: 'ConsoleLogin',
        eventType: 'AwsConsoleSignIn',
        sourceIPAddress: from,
        errorMessage: 'Failed authentication',
        responseElements: { ConsoleLogin: 'Failure' },
        userIdentity: { ...bot, accessKeyId: '' },
      },
      { source: 'aws.signin', 'detail-type': 'AWS Console Sign In via CloudTrail' },
    ),
  'a refused AssumeRole': (time, from, text) =>
    envelope(time, {
      ...call,
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      sourceIPAddress: from,
      errorCode: 'AccessDenied',
      requestParameters: { roleArn: role, roleSessionName: text },
      userIdentity: foreign,
    }),
  'a call of a stranger named like the victim': (time, from, text) =>
    envelope(time, {
      ...call,
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      sourceIPAddress: from,
      userAgent: text,
      userIdentity: { ...foreign, userName: 'bot' },
    }),
  'a record of another account that names the key': (time, from) =>
    envelope(
      time,
      {
        ...call,
        eventName: 'CreateAccessKey',
        sourceIPAddress: from,
        recipientAccountId: attacker,
        userIdentity: { ...bot, accountId: attacker, arn: user.replace(account, attacker), accessKeyId: key },
      },
      { account: attacker },
    ),
  'a record of another account that claims to be of ours': (time, from) =>
    envelope(
      time,
      { ...call, eventName: 'CreateAccessKey', sourceIPAddress: from, userIdentity: { ...bot, accessKeyId: key } },
      { account: attacker },
    ),
  'a forged record on the bus': (time, from, text) =>
    envelope(
      time,
      { ...call, eventName: 'CreateAccessKey', sourceIPAddress: from, userIdentity: { ...bot, accessKeyId: key } },
      { source: text },
    ),
  'a forged notice of exposure': (time, _, text) =>
    envelope(
      time,
      { eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED', affectedEntities: [{ entityValue: key }] },
      { source: text, 'detail-type': 'AWS Health Event' },
    ),
  'a forged finding': (time, _, text) =>
    envelope(
      time,
      {
        type: 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
        severity: 8,
        accountId: account,
        resource: { accessKeyDetails: { accessKeyId: key, principalId: 'AIDAEXAMPLE', userName: 'bot' } },
      },
      { source: text, 'detail-type': 'GuardDuty Finding' },
    ),
};

const steps = fc.array(
  fc.record({
    what: fc.constantFrom(...Object.keys(attempts)),
    second: fc.nat(3_000),
    from: fc.constantFrom('203.0.113.66', '203.0.113.67', '198.51.100.7'),
    text: fc.constantFrom('bot', 'custom.app', 'aws-health', 'AWS.iam', 'iam', '<!channel>', key, user),
  }),
  { minLength: 1, maxLength: 25 },
);

const networks = {
  locate: (address: string): Network => ({
    id: address.startsWith('198.') ? 'AS1' : 'AS666',
    asn: address.startsWith('198.') ? 1 : 666,
    country: address.startsWith('198.') ? 'IE' : 'XX',
    organisation: null,
    kind: address.startsWith('198.') ? 'corp' : 'tor',
    aws: false,
  }),
};

/** All that is decided in enforce mode once these have arrived, in one batch or one by one. */
async function decided(events: readonly Fields[], together: boolean): Promise<Decision[]> {
  const decisions: Decision[] = [];
  const announcer: ObservePorts['announcer'] = {
    announce: async (announced) => void decisions.push(...announced.map(({ decision }) => decision)),
  };
  const observing = {
    surroundings: { networks, declared: () => null },
    circumstances: { policy: { ...defaultPolicy, mode: 'enforce' as const }, exemptions: [] },
    ports: { contexts: memoryContextStore(), notes: memoryNoteStore(), announcer },
  };
  await observeBatch(
    history().map((event) => messageOf(event)),
    observing,
  );
  for (const batch of together ? [events] : events.map((event) => [event])) {
    await observeBatch(
      batch.map((event) => messageOf(event)),
      observing,
    );
  }
  // The honest owner works on.
  const honest = envelope(hour(15, 3_590), { ...call, userIdentity: { ...bot, accessKeyId: key } });
  await observeBatch([messageOf(honest)], observing);
  return decisions;
}

const attack = (given: readonly { what: string; second: number; from: string; text: string }[]) =>
  given.map(({ what, second, from, text }) => attempts[what]?.(hour(15, second), from, text) ?? {});

it('whoever does not hold a secret cannot make Rescind disturb anybody', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (given, together) => {
      const decisions = await decided(attack(given), together);
      const disturbing = decisions.filter(({ action }) => isDisruptive(action) || action === 'rotate');
      // What the attacker's own account says of its own users may cost the attacker.
      expect(disturbing.filter((decision) => decision.accountId === account)).toEqual([]);
    }),
    { numRuns: tries(300) },
  );
});

it('whoever does hold it is stopped, in the same place and by the same means', async () => {
  const theft = ['CreateAccessKey', 'AttachUserPolicy', 'CreateUser', 'StopLogging'].map((eventName, i) =>
    envelope(hour(15, i), {
      ...call,
      eventName,
      eventSource: eventName === 'StopLogging' ? 'cloudtrail.amazonaws.com' : 'iam.amazonaws.com',
      readOnly: false,
      sourceIPAddress: '203.0.113.66',
      userAgent: 'Boto3/1.34',
      requestParameters: { userName: 'admin', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      userIdentity: { ...bot, accessKeyId: key },
    }),
  );
  expect((await decided(theft, true)).some(({ action }) => isDisruptive(action))).toBe(true);
});

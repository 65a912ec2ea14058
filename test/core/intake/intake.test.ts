import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intake, intakeEvent, type Own } from '../../../core/intake/intake.ts';
import { Damage, ignoredReasons, rejectedReasons } from '../../../core/intake/reasons.ts';
import { testimony } from '../../../core/intake/testimony.ts';
import { account, consoleUser, envelope, record, role, stranger, user, without } from './sample.ts';

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

function reasonOf(value: unknown, own?: Own): string {
  const taken = intake(value, own);
  return taken.kind === 'use' ? 'use' : `${taken.kind} ${taken.reason}`;
}

const signin = { eventSource: 'signin.amazonaws.com', eventType: 'AwsConsoleSignIn' };
const nobody = without(user, 'accessKeyId');
const linked = {
  sessionIssuer: { arn: `arn:aws:iam::${account}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX` },
};

it('reads parts that a table keeps as texts', () => {
  const request = { bucketName: 'ledger', key: 'invoices/1.pdf' };
  const asked = { eventName: 'GetObject', requestParameters: request };
  const inTable = record(JSON.stringify(user), { ...asked, requestParameters: JSON.stringify(request) });
  expect(intake(inTable)).toEqual(intake(record(user, asked)));
});

describe('intake counts what is no use, by reason', () => {
  it.each<[reason: string, value: unknown]>([
    ['ignored service-made', record({ ...role, invokedBy: 'cloudformation.amazonaws.com' })],
    ['use', record({ ...user, invokedBy: 'signin.amazonaws.com' })],
    ['ignored service-made', record({ accountId: account, invokedBy: 'ec2.amazonaws.com' })],
    ['ignored service-made', record({ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' })],
    ['ignored service-made', record({ ...role, sessionContext: linked })],
    ['ignored service-event', record({ accountId: account }, { eventType: 'AwsServiceEvent' })],
    ['ignored no-credential', record({ type: 'WebIdentityUser', userName: 'repo:org/app', identityProvider: 'p' })],
    ['ignored no-credential', record({ type: 'SAMLUser', principalId: 'x', userName: 'ada' })],
    [
      'ignored identity-center',
      record({ type: 'IdentityCenterUser', accountId: account, onBehalfOf: { userId: 'u' } }),
    ],
    ['ignored directory', record({ type: 'Directory', arn: `arn:aws:ds::${account}:x`, accountId: account })],
    [
      'ignored unproven',
      record(nobody, { ...signin, eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } }),
    ],
    [
      'ignored unproven',
      record(
        { ...nobody, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
        { ...signin, eventName: 'ConsoleLogin', responseElements: null },
      ),
    ],
    [
      'ignored unproven',
      record({ type: 'Root', accountId: account }, { ...signin, eventName: 'PasswordRecoveryRequested' }),
    ],
    ...['EmailUpdated', 'PasswordUpdated', 'PasswordRecoveryCompleted'].flatMap<[string, unknown]>((eventName) => {
      const ended = (how: string) =>
        record({ type: 'Root', accountId: account }, { ...signin, eventName, responseElements: { [eventName]: how } });
      return [
        ['use', ended('Success')],
        ['ignored unproven', ended('Failure')],
      ];
    }),
    ...[
      'InvalidClientTokenId',
      'SignatureDoesNotMatch',
      'IncompleteSignature',
      'InvalidSignatureException',
      'UnrecognizedClientException',
      'MissingAuthenticationToken',
      'MissingAuthenticationTokenException',
      'InvalidAccessKeyId',
      'Client.SignatureDoesNotMatch',
    ].map((errorCode): [string, unknown] => ['ignored unproven', record(user, { errorCode })]),
    ['use', record(user, { errorCode: 'AccessDenied' })],
    // EC2 says this of a right that is wanting as well.
    ['use', record(user, { errorCode: 'Client.AuthFailure' })],
    ['ignored anonymous', record({ type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' })],
    ['ignored foreign-principal', record({ type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: stranger })],
    ['ignored foreign-principal', record(user, { recipientAccountId: stranger })],
    ['ignored digest', { awsAccountId: account, digestStartTime: 'x', digestS3Object: 'o', logFiles: [] }],
    ['ignored insight', record(user, { eventType: 'AwsCloudTrailInsight' })],
    ['ignored insight', record(user, { eventCategory: 'Insight' })],
    ['ignored network-activity', record(user, { eventType: 'AwsVpceEvent' })],
    ['ignored addendum', record(user, { addendum: { reason: 'UPDATED_DATA', updatedFields: 'responseElements' } })],
    ['ignored addendum', record(user, { addendum: { originalEventID: 'other' } })],
    [
      'ignored finding',
      envelope({ type: 'Recon:IAMUser/TorIPCaller' }, { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding' }),
    ],
    ['rejected not-json', new Damage('not-json')],
    ['rejected not-json', { EventId: 'x', CloudTrailEvent: '{"eventID":' }],
    ['rejected not-an-object', null],
    ['rejected not-an-object', 'text'],
    ['rejected not-an-object', [record(user)]],
    ['rejected no-event-id', without(record(user), 'eventID')],
    ['rejected no-event-id', record(user, { eventID: 7 })],
    ['rejected no-event-id', record(user, { eventID: 'e'.repeat(5_000) })],
    ['rejected no-time', without(record(user), 'eventTime')],
    ['rejected no-time', record(user, { eventTime: 1_762_000_000 })],
    ['rejected no-time', record(user, { eventTime: '2026-02-30T00:00:00Z' })],
    ['rejected no-time', record(user, { eventTime: '0001-01-01T00:00:00Z' })],
    ['rejected no-time', record(user, { eventTime: '9999-12-31T23:59:59Z' })],
    ['rejected no-time', record(user, { eventTime: '2100-01-01T00:00:00Z' })],
    ['rejected no-time', record(user, { eventTime: '2026-02-03' })],
    ['rejected no-time', record(user, { eventTime: '2026-02-30 00:00:00' })],
    ['use', record(user, { eventTime: '2099-12-31T23:59:59Z' })],
    ['use', record(user, { eventTime: '2013-11-13T00:00:00Z' })],
    ['rejected no-action', without(record(user), 'eventName')],
    ['rejected no-identity', without(record(user), 'userIdentity')],
    ['rejected no-identity', record({ type: 'Unknown', principalId: '', accountId: account })],
    ['rejected no-identity', record({ type: 'IAMUser', accessKeyId: 'AKIAEXAMPLEKEY000001' })],
    ['rejected no-identity', record({ ...without(nobody, 'arn'), userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' })],
    ['rejected inadmissible', envelope(record(user), { source: 'rescind' })],
    ['use', record(user, { addendum: { reason: 'DELIVERY_DELAY' } })],
    ['use', record(role, { sourceIPAddress: 'cloudformation.amazonaws.com' })],
    ['use', record(nobody, { ...signin, eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Success' } })],
    ['use', record(consoleUser, { ...signin, eventName: 'SwitchRole' })],
    [
      'use',
      record({ ...role, arn: `arn:aws:sts::${account}:assumed-role/AWSServiceRoleForFree/s`, sessionContext: {} }),
    ],
  ])('%s', (reason, value) => {
    expect(reasonOf(value)).toBe(reason);
  });

  it('knows its own roles', () => {
    const backup = `arn:aws:iam::${account}:role/jobs/Backup`;
    const own: Own = (one, action) => one === backup && action === 's3:GetBucketLocation';
    expect(reasonOf(record(role), own)).toBe('ignored own-activity');
    expect(reasonOf(record(role, { eventName: 'DeleteBucket' }), own)).toBe('use');
    expect(reasonOf(record(user), own)).toBe('use');
  });

  it('explains every reason in a sentence', () => {
    for (const sentence of Object.values({ ...ignoredReasons, ...rejectedReasons }))
      expect(sentence).toMatch(/^[A-Z].+\.$/);
  });
});

describe('a record in a wrapping', () => {
  it('is the same use bare, from LookupEvents, from logs of other keepers and in an envelope', () => {
    const bare = record(role);
    const lookup = { EventId: bare.eventID, Username: 'nightly', CloudTrailEvent: JSON.stringify(bare) };
    expect(intake(lookup)).toEqual(intake(bare));
    const logged = { logStreamName: 'trail', timestamp: 1_780_317_000_000, message: JSON.stringify(bare) };
    expect(intake(logged)).toEqual(intake(bare));
    for (const kept of [
      { _raw: logged.message },
      { preview: false, result: { _raw: logged.message } },
      { eventJson: logged.message },
      [{ eventID: bare.eventID }, { eventJson: logged.message }],
      { eventdata: logged.message },
      { eventCategory: 'Management', eventData: bare },
      { _index: 'trail', _source: bare },
      { messageId: 'm', body: logged.message },
      { MessageId: 'm', Body: logged.message },
      { '@timestamp': bare.eventTime, event: { dataset: 'aws.cloudtrail', original: logged.message } },
      { message: logged.message, event: { dataset: 'aws.cloudtrail' } },
      { time: 1_780_317_000, sourcetype: 'aws:cloudtrail', event: bare },
      [
        { field: '@timestamp', value: bare.eventTime },
        { field: '@message', value: logged.message },
      ],
      { date: 1_780_317_000.5, log: logged.message },
      { labels: { job: 'trail' }, line: logged.message },
      logged.message,
    ])
      expect(intake(kept)).toEqual(intake(bare));
    expect(intake(envelope(bare))).toEqual(intake(bare));
    expect(intakeEvent(envelope(bare))).toEqual(intake(bare));
  });

  it('is none where a message is another’s', () => {
    expect(intake({ message: '{cut' })).toEqual({ kind: 'rejected', reason: 'not-json' });
    for (const message of ['it rained', 7]) expect(reasonOf({ message })).toBe('rejected no-event-id');
    for (const log of ['{"level":"info"}', 'of "eventID"']) expect(reasonOf({ log })).toBe('rejected no-event-id');
  });

  it('is the same event as a text, however often it was wrapped, and nobody’s where a bus brings it so', () => {
    const event = envelope(record(role));
    const notified = { Type: 'Notification', Message: JSON.stringify(event) };
    for (const queued of [notified, { Body: JSON.stringify(notified) }]) expect(intake(queued)).toEqual(intake(event));
    expect(intakeEvent(notified)).toEqual({ kind: 'rejected', reason: 'inadmissible' });
    const finding = envelope(
      { type: 'Recon:IAMUser/TorIPCaller', severity: 5, resource: { accessKeyDetails: { userName: 'ada' } } },
      { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding' },
    );
    expect(testimony({ body: JSON.stringify(finding) })).toEqual(testimony(finding));
    expect(testimony(finding)).toMatchObject({ kind: 'finding' });
  });

  it('is opened to the last, however many there are', () => {
    let deep: unknown = record(role);
    for (let depth = 0; depth < 200_000; depth++) deep = { eventData: deep };
    expect(intake(deep)).toEqual(intake(record(role)));
  });

  it.each([
    'AWS Console Sign In via CloudTrail',
    'AWS Console Signin via CloudTrail',
    'AWS Console Action via CloudTrail',
  ])('is believed as %s', (type) => {
    expect(intakeEvent(envelope(record(user), { 'detail-type': type })).kind).toBe('use');
  });

  it.each([
    { source: 'custom.app' },
    { source: 'aws' },
    { source: 'AWS.s3' },
    { source: 'aws.partner/example.com/app' },
    { source: undefined },
    { source: ['aws.s3'] },
    { source: 42 },
    { account: undefined },
    { account: 'not-an-account' },
    { account: stranger },
  ])('is inadmissible with %j', (changes) => {
    expect(intakeEvent(envelope(record(user), changes))).toEqual({ kind: 'rejected', reason: 'inadmissible' });
  });

  it('does not let one account accuse another’s credential', () => {
    const accused = without(record({ ...user, accountId: stranger }), 'recipientAccountId');
    expect(intakeEvent(envelope(accused)).kind).not.toBe('use');
  });

  it('is nothing on a bus without its envelope', () => {
    expect(intakeEvent(record(user))).toEqual({ kind: 'rejected', reason: 'inadmissible' });
    expect(intakeEvent({ ...envelope({}), detail: 'text' })).toEqual({ kind: 'rejected', reason: 'not-an-object' });
  });
});

describe('whatever comes', () => {
  const reasons = new Set<string>([...Object.keys(ignoredReasons), ...Object.keys(rejectedReasons)]);
  const hasAnswer = (value: unknown) => {
    testimony(value);
    const taken = intake(value);
    return taken.kind === 'use' ? typeof taken.use.credential.id === 'string' : reasons.has(taken.reason);
  };

  it('any JSON has an answer', () => {
    fc.assert(fc.property(fc.jsonValue(), hasAnswer), { numRuns: 1_000 });
  });

  it('any record with any of its fields replaced has an answer', () => {
    const paths = [
      ...fieldPaths(
        record(role, {
          requestParameters: { roleArn: 'r' },
          responseElements: { credentials: { accessKeyId: 'k' } },
          addendum: {},
          additionalEventData: {},
        }),
      ),
    ];
    const change = fc.tuple(fc.constantFrom(...paths), fc.jsonValue());
    const changed = fc.tuple(fc.constantFrom(user, role, consoleUser), fc.array(change, { maxLength: 5 }));
    fc.assert(
      fc.property(changed, ([identity, changes]) => {
        const value = structuredClone(record(identity));
        for (const [path, replacement] of changes) replace(value, path, replacement);
        return hasAnswer(value) && hasAnswer(envelope(value));
      }),
      { numRuns: 2_000 },
    );
  });

  it('depth is no danger', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
    expect(reasonOf(record(user, { requestParameters: deep, responseElements: deep }))).toBe('use');
    expect(reasonOf(deep)).toBe('rejected no-event-id');
  });

  it('of a long text only its start is held in memory', () => {
    const mebibyte = 1_048_576;
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    const held = Array.from({ length: 24 }, (_, n) => {
      const text = `${n} ${'x'.repeat(mebibyte)}`;
      return intake(
        JSON.parse(JSON.stringify(record(user, { userAgent: text, requestParameters: { bucketName: text } }))),
      );
    });
    collectGarbage();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(12 * mebibyte);
    const [first] = held;
    if (first?.kind !== 'use') throw new Error('no use');
    expect([first.use.userAgent?.length, first.use.target.resource?.length]).toEqual([256, 512]);
  });

  it('a prototype in the data is only data', () => {
    const value: unknown = JSON.parse('{"__proto__":{"eventID":"x"},"constructor":1}');
    expect(reasonOf(value)).toBe('rejected no-event-id');
  });
});

function* fieldPaths(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) yield* fieldPaths(inner, [...path, name]);
}

function replace(value: unknown, [name, ...rest]: readonly string[], replacement: unknown): void {
  if (typeof value !== 'object' || value === null || name === undefined) return;
  const fields = value as Record<string, unknown>;
  if (rest.length === 0) fields[name] = replacement;
  else replace(fields[name], rest, replacement);
}

it.each([
  '2026-09-07T06:23:00',
  '2026-09-07T06:23:00.000000',
  '2026-09-07 06:23:00',
  '2026-09-07 06:23:00+00:00',
  '2026-09-07 08:23:00+02:00',
  '2026-09-07 08:23:00.000 +0200',
  '2026-09-07 08:23:00+02',
  '2026-09-07 06:23:00.000 UTC',
])('reads a time that an exporter wrote in its own way, in UTC where it says no zone: %s', (eventTime) => {
  expect(intake(record(user, { eventTime }))).toMatchObject({ kind: 'use', use: { at: Date.UTC(2026, 8, 7, 6, 23) } });
});

import { describe, expect, it } from 'vitest';
import { emptyBaseline } from '../../core/context/habits/baseline.ts';
import { knownDays } from '../../core/context/habits/familiarity.ts';
import { day, dayOf, hour, type Instant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { role, user } from '../core/intake/sample.ts';
import { call, honest, nextDoor, office, runners, start, userNamed, watched } from './watch.ts';

/** Calls after which nobody watches any more: by whom, and from where, they are enough by themselves. */

const strike = start + 21 * day;
const history = honest(user, runners);
const ada = userNamed('ada', 'AKIAADALAPTOP0000001');

const lastStraws = [
  'organizations:LeaveOrganization',
  'organizations:RemoveAccountFromOrganization',
  'account:CloseAccount',
  'cloudtrail:StopLogging',
  'cloudtrail:DeleteTrail',
  'cloudtrail:DeleteEventDataStore',
  'guardduty:DeleteDetector',
  'config:StopConfigurationRecorder',
  'securityhub:DisableSecurityHub',
];

function selecting(condition: object) {
  return { fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }, condition] };
}

/** Calls that turn the watchers off by their words alone, and the same calls as upkeep. */
const byWords = [
  ['guardduty:UpdateDetector', { enable: false }, { enable: true }],
  ['macie2:UpdateMacieSession', { status: 'PAUSED' }, { status: 'ENABLED' }],
  ['cloudtrail:UpdateTrail', { isMultiRegionTrail: false }, { isMultiRegionTrail: true }],
  [
    'cloudtrail:PutEventSelectors',
    { eventSelectors: [{ readWriteType: 'ReadOnly', includeManagementEvents: true }] },
    { eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }] },
  ],
  [
    'cloudtrail:PutEventSelectors',
    { advancedEventSelectors: [selecting({ field: 'eventName', notEquals: ['CreateUser'] })] },
    { advancedEventSelectors: [selecting({ field: 'eventSource', notEquals: ['kms.amazonaws.com'] })] },
  ],
  [
    'guardduty:UpdateDetector',
    { features: [{ name: 'S3_DATA_EVENTS', status: 'DISABLED' }] },
    { features: [{ name: 'S3_DATA_EVENTS', status: 'ENABLED' }] },
  ],
  [
    'guardduty:UpdateMemberDetectors',
    { features: [{ name: 'S3_DATA_EVENTS', status: 'DISABLED' }] },
    { features: [{ name: 'S3_DATA_EVENTS', status: 'ENABLED' }] },
  ],
  [
    'guardduty:UpdateOrganizationConfiguration',
    { autoEnableOrganizationMembers: 'NONE' },
    { autoEnableOrganizationMembers: 'ALL' },
  ],
  [
    'config:PutConfigurationRecorder',
    { configurationRecorder: { recordingGroup: { allSupported: false, resourceTypes: ['AWS::EC2::Volume'] } } },
    { configurationRecorder: { recordingGroup: { allSupported: true } } },
  ],
] as const;

const disrupted = (records: readonly unknown[]) =>
  watched(records).decisions.filter(({ action }) => isDisruptive(action));
const daily = (who: unknown, action: string, from: string, days = 21) =>
  Array.from({ length: days }, (_, n) => call(who, start + n * day + hour, action, from));
const fresh = (at: Instant) => ({
  ...role,
  sessionContext: { ...(role.sessionContext as object), attributes: { creationDate: new Date(at).toISOString() } },
});

describe.each(lastStraws)('%s', (action) => {
  it.each([
    ['by a role that nobody used before', fresh(strike), nextDoor],
    ['by the key itself, next door', user, nextDoor],
    ['by the key itself, at its own place', user, runners],
  ])('is answered %s', (_, who, from) => {
    expect(disrupted([...history, call(who, strike, action, from)])).toHaveLength(1);
  });

  it('is answered though it was refused', () => {
    const refused = call(fresh(strike), strike, action, nextDoor, { errorCode: 'AccessDenied' });
    expect(disrupted([...history, refused])).toHaveLength(1);
  });

  it('is told of while nobody knows yet what is usual in the account', () => {
    const { decisions } = watched([
      ...honest(user, runners, 5),
      call(fresh(strike), start + 5 * day, action, nextDoor),
    ]);
    expect(decisions.map((one) => one.action)).toEqual(['notify']);
  });

  it('is told of where somebody who has to do with the service day by day does it at the usual desk, and answered elsewhere', () => {
    const [service = ''] = action.split(':');
    const past = [...history, ...honest(ada, office), ...daily(ada, `${service}:ListTagsForResource`, office)];
    const { decisions } = watched([...past, call(ada, strike, action, office)]);
    expect(decisions.map((one) => one.action)).toEqual(['notify']);
    expect(disrupted([...past, call(ada, strike, action, nextDoor)])).toHaveLength(1);
  });

  it('is told of where a pipeline that hands out rights every day does it at its own place, and answered elsewhere', () => {
    const past = [...history, ...daily(user, 'iam:PutRolePolicy', runners)];
    const { decisions } = watched([...past, call(user, strike, action, runners)]);
    expect(decisions.map((one) => one.action)).toEqual(['notify']);
    expect(disrupted([...past, call(user, strike, action, nextDoor)])).toHaveLength(1);
  });
});

it('a milder call of the kind is no reason by itself', () => {
  const mild = ['cloudtrail:UpdateTrail', 'logs:DeleteLogGroup', 'events:DisableRule'];
  for (const action of mild) expect(disrupted([...history, call(user, strike, action, runners)])).toEqual([]);
});

it('is no habit of a thief who does it day after day', () => {
  const again = [0, 1, 2, 3, 4, 5].map((n) => call(user, strike + n * day, 'cloudtrail:StopLogging', runners));
  const answers = disrupted([...history, ...again]);
  expect(answers[0]?.at).toBe(strike);
  const own = watched([...history, ...again]).fleet.members.get('access-key AKIAEXAMPLEKEY000001')?.dossier.baseline;
  expect(knownDays(own ?? emptyBaseline(), 'action', 'cloudtrail:StopLogging', dayOf(strike + 6 * day)).ever).toBe(
    false,
  );
});

describe.each(byWords)('%s', (action, off, on) => {
  const said = (requestParameters: object, who: unknown, at: Instant, from: string) =>
    call(who, at, action, from, { requestParameters });

  it.each([
    ['next door', nextDoor],
    ['at its own place', runners],
  ])('is answered %s where its words turn the watchers off', (_, from) => {
    expect(disrupted([...history, said(off, user, strike, from)])).toHaveLength(1);
  });

  it('is nobody’s business at its own place where its words keep them up', () => {
    expect(disrupted([...history, said(on, user, strike, runners)])).toEqual([]);
  });

  it('is no habit of whoever keeps them up day by day', () => {
    const upkeep = Array.from({ length: 21 }, (_, n) => said(on, user, start + n * day + hour, runners));
    expect(disrupted([...history, ...upkeep, said(off, user, strike, nextDoor)])).toHaveLength(1);
  });
});

describe('a trail of data alone', () => {
  const dataAlone = {
    advancedEventSelectors: [{ fieldSelectors: [{ field: 'eventCategory', equals: ['Data'] }] }],
  };
  const arn = 'arn:aws:cloudtrail:eu-central-1:123456789012:trail/objects';
  const past = [...history, ...honest(ada, office)];
  const made = (at: Instant, name = 'objects', changes: object = {}) =>
    call(ada, at, 'cloudtrail:CreateTrail', office, { requestParameters: { name }, ...changes });
  const narrowed = (at: Instant, trailName: string, who: unknown = ada) =>
    call(who, at, 'cloudtrail:PutEventSelectors', office, { requestParameters: { trailName, ...dataAlone } });

  it('blinds nobody where its maker sets it up, by its name or the whole of it', () => {
    expect(disrupted([...past, made(strike), narrowed(strike + minute, 'objects')])).toEqual([]);
    expect(disrupted([...past, made(strike), narrowed(strike + minute, arn)])).toEqual([]);
  });

  it('may be taken down by its maker within the day, and not when it has stood', () => {
    const gone = (at: Instant) => call(ada, at, 'cloudtrail:DeleteTrail', office, { requestParameters: { name: arn } });
    expect(disrupted([...past, made(strike), gone(strike + hour)])).toEqual([]);
    expect(disrupted([...past, made(strike), gone(strike + 3 * day)])).toHaveLength(1);
  });

  it('may be arranged anew by its maker weeks later', () => {
    const records = [...past, made(strike), narrowed(strike + minute, arn)];
    expect(disrupted([...records, narrowed(strike + 20 * day, arn)])).toEqual([]);
  });

  it('is another one than the trail that a house relies on', () => {
    expect(disrupted([...past, made(strike), narrowed(strike + minute, 'all')])).toHaveLength(1);
    const elsewhere = 'arn:aws:cloudtrail:us-east-1:123456789012:trail/objects';
    expect(disrupted([...past, made(strike), narrowed(strike + minute, elsewhere)])).toHaveLength(1);
    const records = [...past, made(strike), narrowed(strike + minute, arn)];
    expect(disrupted([...records, narrowed(strike + 20 * day, 'all')])).toHaveLength(1);
  });

  it('is nobody’s who was told that there is one already, or who did not make it', () => {
    const refused = made(strike, 'objects', { errorCode: 'TrailAlreadyExistsException' });
    expect(disrupted([...past, refused, narrowed(strike + minute, 'objects')])).toHaveLength(1);
    expect(disrupted([...past, made(strike), narrowed(strike + minute, 'objects', user)])).toHaveLength(1);
  });
});

import { describe, expect, test } from 'vitest';
import { readAccount } from '../../../../adapters/aws/inventory/read-account.ts';
import { sweepSessions } from '../../../../adapters/aws/inventory/sessions.ts';
import type { AccountId } from '../../../../core/model/brand.ts';
import { day } from '../../../../core/model/instant.ts';
import { SimulatedAws } from '../../../../simulator/aws/simulated-aws.ts';
import type { Trail } from '../../../../simulator/aws/state/beside-iam.ts';

const now = Date.UTC(2026, 10, 24, 12);
const id = '111122223333';

/** An empty account, whose Regions are two. */
function scene() {
  const aws = new SimulatedAws({ clock: { now: () => now }, accounts: [{ id }] });
  const sessions = sweepSessions({
    roleName: 'unused',
    sdk: { credentials: aws.administrator(id), requestHandler: aws.requestHandler() },
  });
  const regions = ['eu-west-1', 'us-east-1'];
  const read = async () => readAccount(await sessions.open(id as AccountId), { now, regions });
  const { beside } = aws.account(id).state.latest;
  const trail = (name: string, changes: Partial<Trail> = {}) =>
    beside.trails.set(name, {
      arn: name,
      name,
      homeRegion: 'us-east-1',
      everyRegion: true,
      isLogging: true,
      dataEvents: false,
      ...changes,
    });
  return { aws, beside, read, trail };
}

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('IAM Roles Anywhere', () => {
  test('every door is listed, page by page, with the last certificate that came by', async () => {
    const { beside, read } = scene();
    const region = 'eu-west-1';
    const door = (kind: 'profile' | 'trustanchor' | 'crl', n: number) => {
      const name = kind === 'trustanchor' ? 'trust-anchor' : kind;
      const arn = `arn:aws:rolesanywhere:${region}:${id}:${name}/${uuid(n)}`;
      beside.anywhere.set(arn, {
        kind,
        id: uuid(n),
        arn,
        name: 'plant',
        region,
        enabled: n !== 3,
        createdAt: now - 400 * day,
      });
      return arn;
    };
    const anchors = Array.from({ length: 23 }, (_, n) => door('trustanchor', n));
    const profile = door('profile', 50);
    const list = door('crl', 60);
    beside.subjects.push({ id: uuid(70), region, lastSeenAt: now - 90 * day });
    const { listed, gaps } = await read();
    expect(gaps).toEqual([]);
    const doors = listed.filter(({ credential }) => credential.kind === 'roles-anywhere');
    expect(doors.map(({ credential }) => credential.id).toSorted()).toEqual([...anchors, profile, list].toSorted());
    expect(doors.find(({ credential }) => credential.id === profile)).toMatchObject({
      active: true,
      createdAt: now - 400 * day,
      lastUse: now - 90 * day,
      witness: 'roles-anywhere',
    });
    expect(doors.find(({ credential }) => credential.id === anchors[3])?.active).toBe(false);
    expect(doors.find(({ credential }) => credential.id === list)).toMatchObject({ active: false, lastUse: null });
  });

  test('a throttled call is made again; a refused one is a gap of its Region', async () => {
    const { aws, beside, read } = scene();
    const arn = `arn:aws:rolesanywhere:us-east-1:${id}:trust-anchor/${uuid(1)}`;
    beside.anywhere.set(arn, {
      kind: 'trustanchor',
      id: uuid(1),
      arn,
      name: 'plant',
      region: 'us-east-1',
      enabled: true,
    });
    let calls = 0;
    aws.faults = ({ operation, region }) => {
      if (operation === 'ListTrustAnchors' && region === 'us-east-1' && ++calls === 1) return { throttle: true };
      return operation === 'ListTrustAnchors' && region === 'eu-west-1'
        ? { fail: 'AccessDenied', status: 403 }
        : 'pass';
    };
    const { listed, gaps } = await read();
    expect(listed.map(({ credential }) => credential.id)).toContain(arn);
    expect(calls).toBe(2);
    expect(gaps).toMatchObject([{ what: 'IAM Roles Anywhere', region: 'eu-west-1' }]);
  });
});

test('connections and SecureStrings are listed in every Region; other parameters are no credentials', async () => {
  const { beside, read } = scene();
  const connection = `arn:aws:events:eu-west-1:${id}:connection/partner/${uuid(1)}`;
  const at = { createdAt: now - 300 * day, authorizedAt: now - 100 * day };
  beside.connections.set(connection, {
    arn: connection,
    name: 'partner',
    region: 'eu-west-1',
    state: 'AUTHORIZED',
    ...at,
  });
  const writer = `arn:aws:sts::${id}:assumed-role/Admin/ada@acme.example`;
  for (let n = 0; n < 60; n++) {
    const type = n === 0 ? 'String' : 'SecureString';
    const arn = `arn:aws:ssm:us-east-1:${id}:parameter/app/${n}`;
    beside.parameters.set(arn, {
      arn,
      name: `/app/${n}`,
      region: 'us-east-1',
      type,
      modifiedAt: now - day,
      modifiedBy: writer,
    });
  }
  const { listed } = await read();
  const parameters = listed.filter(({ credential }) => credential.kind === 'parameter');
  expect(parameters).toHaveLength(59);
  expect(parameters[0]).toMatchObject({ createdAt: now - day, writtenBy: writer, lastUse: null });
  expect(listed.find(({ credential }) => credential.kind === 'event-connection')).toMatchObject({
    credential: { id: connection },
    createdAt: now - 100 * day,
    active: true,
  });
});

describe('what CloudTrail records', () => {
  test('is everything where a trail of all Regions logs, and one question tells', async () => {
    const { aws, read, trail } = scene();
    trail('all', { dataEvents: true });
    expect((await read()).recording).toEqual({ unrecordedRegions: [], dataEvents: 'selected' });
    expect(aws.journal.filter(({ service }) => service === 'cloudtrail')).toHaveLength(3);
  });

  test('is nothing where the trail has been stopped', async () => {
    const { read, trail } = scene();
    trail('all', { isLogging: false });
    expect((await read()).recording).toEqual({ unrecordedRegions: ['eu-west-1', 'us-east-1'], dataEvents: 'none' });
  });

  test('is one Region where the trail is that one’s', async () => {
    const { read, trail } = scene();
    trail('here', { everyRegion: false });
    expect((await read()).recording?.unrecordedRegions).toEqual(['eu-west-1']);
  });

  test('is not known where it would not tell', async () => {
    const { aws, read } = scene();
    aws.faults = ({ operation }) => (operation === 'DescribeTrails' ? { fail: 'AccessDenied', status: 403 } : 'pass');
    const { recording, gaps } = await read();
    expect(recording).toBeNull();
    expect(gaps).toMatchObject([{ what: 'what CloudTrail records' }]);
  });
});

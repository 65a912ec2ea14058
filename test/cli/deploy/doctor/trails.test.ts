import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from 'vitest';
import { readLogging } from '../../../../adapters/aws/deployment/trail-logging.ts';
import { loggingCheck, unloggedSentence } from '../../../../cli/deploy/trail/trail-logging.ts';
import type { Trail } from '../../../../simulator/aws/state/beside-iam.ts';
import { away, home, simulation } from '../../../simulator/aws/simulation.ts';
import { stand, templateOf } from '../deployed-scene.ts';
import { whoMay } from '../trail-bucket-scene.ts';

const region = 'us-east-1';

/** An account with these trails, each of this Region and logging all unless told otherwise, as its administrator sees it. */
async function seen(trails: readonly Partial<Trail>[], ...actions: readonly string[]) {
  const { aws } = simulation();
  for (const [n, given] of trails.entries()) {
    const name = `t${n}`;
    const arn = `arn:aws:cloudtrail:${given.homeRegion ?? region}:${home}:trail/${name}`;
    const usual = { arn, name, homeRegion: region, everyRegion: false, isLogging: true, dataEvents: false };
    const trail = { ...usual, ...given };
    aws.account(home).state.latest.beside.trails.set(trail.arn, trail);
  }
  const credentials = actions.length > 0 ? await whoMay(aws, home, ...actions) : aws.administrator(home);
  const read = () => readLogging({ region }, clientOf);
  const requestHandler = aws.requestHandler();
  const clientOf = (one: string) => new CloudTrailClient({ region: one, credentials, requestHandler, maxAttempts: 1 });
  return { aws, read };
}

async function check(...given: Parameters<typeof seen>) {
  return loggingCheck(await (await seen(...given)).read(), region);
}

/** What deploy says before it asks. */
async function saidByDeploy(trails: readonly Partial<Trail>[], trailBucket: string | null = null) {
  const { read } = await seen(trails);
  return unloggedSentence({ trailBucket }, region, read);
}

const classic = (ReadWriteType: string, IncludeManagementEvents = true): Partial<Trail> => ({
  selectors: { EventSelectors: [{ ReadWriteType, IncludeManagementEvents, DataResources: [] }] },
});
const advanced = (...fields: readonly (readonly [string, readonly string[]])[]): Partial<Trail> => {
  const FieldSelectors = fields.map(([Field, Equals]) => ({ Field, Equals }));
  return { selectors: { AdvancedEventSelectors: [{ FieldSelectors }] } };
};
const management = ['eventCategory', ['Management']] as const;
const withoutKms = {
  selectors: {
    AdvancedEventSelectors: [
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Management'] },
          { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
        ],
      },
    ],
  },
};

describe('whether a trail logs what EventBridge is to tell of', () => {
  test.each<[string, readonly Partial<Trail>[]]>([
    ['one of this Region', [{}]],
    ['one of all Regions, made in another', [{ homeRegion: 'eu-west-1', everyRegion: true }]],
    ['one by advanced selectors', [advanced(management)]],
    ['one that leaves out KMS', [withoutKms]],
    ['one beside another that is stopped', [{ isLogging: false }, {}]],
    ['one of writes beside one of reads', [classic('WriteOnly'), advanced(management, ['readOnly', ['true']])]],
    ['one beside another that may not be looked at', [{ arn: `arn:aws:cloudtrail:${region}:${away}:trail/all` }, {}]],
  ])('it does: %s', async (_, trails) => {
    const { state, sentence } = await check(trails);
    expect([state, sentence]).toEqual(['fine', expect.stringMatching(/^Management events of us-east-1 are logged/)]);
    expect(await saidByDeploy(trails)).toBe(null);
  });

  const nothing = /^No trail logs management events of us-east-1, so that .* nothing is heard\.$/;
  const writes = /^Of management events of us-east-1 only writes are logged, by t0, .* no heartbeat\.$/;
  const reads = /^Of management events of us-east-1 only reads are logged, by t0, .* changes anything is heard\.$/;
  const made = /^Create a trail: rescind deploy --trail-bucket new$/;
  const changed = /^Let t0 log reads and writes .*, or create a trail: rescind deploy --trail-bucket new$/;
  test.each<[string, readonly Partial<Trail>[], RegExp, RegExp]>([
    ['there is none', [], nothing, made],
    ['it is another Region’s', [{ homeRegion: 'eu-west-1' }], nothing, made],
    ['it logs data events alone', [classic('All', false), advanced(['eventCategory', ['Data']])], nothing, made],
    [
      'it is stopped',
      [{ homeRegion: 'eu-west-1', everyRegion: true, isLogging: false }],
      /^No trail logs management events of us-east-1 \(t0 is stopped\), so that/,
      /^Start t0: aws cloudtrail start-logging --region eu-west-1 --name arn:\S+t0, or create a trail: /,
    ],
    ['it logs writes', [classic('WriteOnly')], writes, changed],
    ['it logs writes by advanced selectors', [advanced(management, ['readOnly', ['false']])], writes, changed],
    ['it logs reads', [classic('ReadOnly')], reads, changed],
  ])('it does not: %s', async (_, trails, sentence, remedy) => {
    const told = await check(trails);
    expect(told).toMatchObject({ about: 'trails', state: 'wrong' });
    expect(told.sentence).toMatch(sentence);
    expect(told.remedy).toMatch(remedy);
    expect(await saidByDeploy(trails)).toBe(`${told.sentence} ${told.remedy}`);
    expect(await saidByDeploy(trails, 'new')).toBe(null);
  });

  test('what may not be seen is a note: an organisation’s trail in a member, and all of them', async () => {
    const arn = `arn:aws:cloudtrail:${region}:${away}:trail/all`;
    const foreign = { arn, name: 'all', everyRegion: true, isOfOrganization: true };
    const told = await check([classic('WriteOnly'), foreign]);
    expect(told.state).toBe('note');
    expect(told.sentence).toMatch(/^Whether the trail all logs all .* cannot be seen \(CloudTrailARNInvalidException/);
    expect(told.remedy).toContain(`Look in account ${away}`);
    expect((await check([{ ...foreign, isLogging: false }])).state).toBe('wrong');
    const blind = await check([{}], 'sts:*');
    expect([blind.state, blind.remedy]).toEqual(['note', expect.stringContaining('cloudtrail:DescribeTrails')]);
    const half = await check([{}], 'cloudtrail:DescribeTrails');
    expect([half.state, half.sentence]).toEqual(['note', expect.stringContaining('AccessDenied')]);
  });

  test('what is listed without covering this Region is none', async () => {
    const elsewhere = { Name: 't0', TrailARN: 't0', HomeRegion: 'eu-west-1', IsMultiRegionTrail: false };
    const answers = { trailList: [elsewhere], IsLogging: true, EventSelectors: [{ ReadWriteType: 'All' }] };
    const client = { send: async () => answers } as unknown as CloudTrailClient;
    expect(loggingCheck(await readLogging({ region }, () => client), region).state).toBe('wrong');
  });

  test('the trail of a stack is one', async () => {
    const { aws, read } = await seen([]);
    await stand(templateOf({ trailBucket: 'new' }), aws, home, 0);
    aws.account(home).state.latest.beside.trails.clear();
    expect(loggingCheck(await read(), region)).toMatchObject({
      state: 'fine',
      sentence: 'Management events of us-east-1 are logged, reads and writes, by rescind-trail-us-east-1.',
    });
  });
});

import { describe, expect, test } from 'vitest';
import type { InstanceFacts } from '../../../adapters/aws/deployment/organization.ts';
import type { Place } from '../../../adapters/aws/deployment/place.ts';
import { costOf, listPrices } from '../../../cli/deploy/cost.ts';
import { regionChecks } from '../../../cli/deploy/doctor/region-checks.ts';
import { explanationOf, nextSteps } from '../../../cli/deploy/explanation.ts';
import { regionsOn, unheardSentences } from '../../../cli/deploy/hearing.ts';
import { changeOf } from '../../../cli/deploy/template.ts';
import { regionsPerRound } from '../../../contract/heartbeat.ts';
import { organization as members } from '../../lib/synthesized.ts';
import { templateOf } from './deployed-scene.ts';

function placeIn(region: string, regions: Place['regions'] = allOn, optedIn: readonly string[] = []): Place {
  return { accountId: '1'.repeat(12), arn: '', region, regions, optedIn, bootstrap: { ok: true, value: 21 } };
}
const allOn = new Map([
  ['eu-central-1', true],
  ['eu-west-1', true],
  ['me-south-1', false],
  ['us-east-1', true],
]);
const planOf = (given: Readonly<Record<string, string>>) => ({ context: Object.entries(given), bootstraps: false });
const unheard = (given: Readonly<Record<string, string>>, place: Place) => unheardSentences(planOf(given), place);

describe('the Regions that are watched where none are named', () => {
  test('are all that are on, that of what is global first and the home one next', () => {
    expect(regionsOn(placeIn('eu-west-1'))).toEqual(['us-east-1', 'eu-west-1', 'eu-central-1']);
    expect(regionsOn(placeIn('us-gov-east-1', new Map()))).toEqual(['us-gov-west-1', 'us-gov-east-1']);
    expect(regionsOn(placeIn('cn-northwest-1', null))).toEqual(['cn-north-1', 'cn-northwest-1']);
  });
});

describe('what goes unheard is said before anything is deployed', () => {
  const everywhere = { units: 'r-abcd', regions: 'us-east-1,eu-west-1,eu-central-1' };

  test('nothing is, of members, where all Regions that are on are watched', () => {
    expect(unheard(everywhere, placeIn('eu-west-1'))).toEqual([]);
  });

  test.each([
    [{ units: 'r-abcd', regions: 'eu-west-1' }, /do in us-east-1 goes unheard \(IAM, .* us-east-1\): add us-east-1 to/],
    [
      { units: 'r-abcd', regions: 'us-east-1' },
      /^What members do in eu-west-1 goes unheard: add eu-west-1 to --regions\.$/,
    ],
    [
      { units: 'r-abcd', regions: 'eu-central-1' },
      /in us-east-1 and eu-west-1 .* add us-east-1,eu-west-1 to --regions/,
    ],
    [
      { units: 'r-abcd', regions: 'eu-west-1', trailBucket: 'logs' },
      /us-east-1 is heard late, by the files .* that a key is public .* told in us-east-1 \(/,
    ],
  ])('Regions without that of what is global, or the home one: %j', (given, sentence) => {
    expect(unheard(given, placeIn('eu-west-1'))).toEqual([expect.stringMatching(sentence)]);
  });

  test('a Region that somebody switched on may be off in a member; what is on may not be seen', () => {
    const regions = new Map([...allOn, ['me-south-1', true] as const]);
    const given = { ...everywhere, regions: `${everywhere.regions},me-south-1` };
    expect(unheard(given, placeIn('us-east-1', regions, ['me-south-1']))).toEqual([
      expect.stringMatching(/^me-south-1 may be switched off in a member, .*without it \(--regions\)/),
    ]);
    expect(unheard({ units: 'r-abcd', regions: 'us-east-1' }, placeIn('us-east-1', null))).toEqual([
      expect.stringMatching(/account:ListRegions.*--regions/),
    ]);
    expect(unheard({ units: 'r-abcd', regions: 'us-east-1,eu-west-1' }, placeIn('us-east-1', null))).toEqual([]);
  });

  test.each([
    [
      'eu-west-1',
      {},
      /^Only eu-west-1 is heard, and IAM, .*sign-ins are logged in us-east-1, .*--trail-bucket new, or NAME\), or deploy in us-east-1\.$/,
    ],
    ['us-east-1', {}, /^Only us-east-1 is heard; .*--trail-bucket new/],
    [
      'eu-west-1',
      { trailBucket: 'logs' },
      /^At once only eu-west-1 .* with us-east-1, where IAM.* if its trail is of all Regions; .* that a key is public among it, which is told in us-east-1\.$/,
    ],
    [
      'eu-west-1',
      { trailBucket: 'new' },
      /by the files of the trail; what AWS Health, .* goes unheard, that a key is public .* told in us-east-1\.$/,
    ],
    ['us-east-1', { trailBucket: 'new' }, /by the files of the trail; what AWS Health, .* goes unheard\.$/],
  ])('an account alone in %s, %j', (home, given, sentence) => {
    expect(unheard(given, placeIn(home))).toEqual([expect.stringMatching(sentence)]);
  });

  test('it is part of the explanation, and of what is left to do', () => {
    const template = templateOf();
    const cost = costOf({ template, prices: listPrices, eventsPerDay: null, forwards: false });
    const explained = { place: placeIn('eu-west-1'), template, change: changeOf(template, null), cost };
    const told = (given: Readonly<Record<string, string>>) => explanationOf({ ...explained, plan: planOf(given) });
    const [sentence = ''] = unheard({}, placeIn('eu-west-1'));
    expect(told({})).toContain(sentence);
    expect(nextSteps({ isDelegated: false, unheard: [sentence] })).toContain(sentence);
    // Each topic of the stack that somebody has to subscribe to.
    const topics = Object.keys(template.Outputs ?? {}).filter((name) => name.endsWith('Topic'));
    const steps = nextSteps({ isDelegated: false, unheard: [] }).join('\n');
    expect([topics.length > 1, topics.filter((name) => !steps.includes(name))]).toEqual([true, []]);
    const ofAll = told(everywhere).join('\n');
    expect(ofAll).toContain('including those that join later, in 3 Regions: us-east-1, eu-west-1, eu-central-1.');
    expect(ofAll).toContain('This account itself is heard there, too.');
    const without = { ...everywhere, regions: 'us-east-1' };
    expect(told(without).join('\n')).toContain('This account itself is heard in eu-west-1, us-east-1.');
  });
});

describe('many Regions', () => {
  const organization = (...regions: readonly string[]) => ({ ...members, callAs: 'SELF' as const, regions });
  const many = Array.from({ length: 34 }, (_, n) => `eu-west-${n + 1}`);
  const some = templateOf({ organization: organization('us-east-1', 'eu-west-1'), home: 'us-east-1' });
  const all = templateOf({ organization: organization('us-east-1', ...many), home: 'us-east-1' });

  test('get a rule each by the same two sets, and the accounts their roles in one Region', () => {
    const sets = Object.values(all.Resources).filter(({ Type }) => Type === 'AWS::CloudFormation::StackSet');
    const regionsOf = (name: string) =>
      sets
        .map(({ Properties }) => Properties as { StackSetName: string; StackInstancesGroup: { Regions: string[] }[] })
        .filter(({ StackSetName }) => StackSetName === name)
        .flatMap(({ StackInstancesGroup }) => StackInstancesGroup.flatMap(({ Regions }) => Regions));
    expect(sets).toHaveLength(3);
    expect(regionsOf('rescind-global')).toEqual(['us-east-1']);
    expect(regionsOf('rescind-regional')).toEqual(['us-east-1', ...many]);
    expect(regionsOf('rescind-own')).toEqual(many);
  });

  test('cost no more than two, but for the heartbeats: several in a round where there are more than twelve', () => {
    const cost = (template: typeof all) => costOf({ template, prices: listPrices, eventsPerDay: null, forwards: true });
    const [few, most] = [cost(some), cost(all)];
    expect(most.perAccount).toBeCloseTo(regionsPerRound(35) * few.perAccount, 9);
    expect(most.perAccount).toBeGreaterThan(few.perAccount);
    expect(most.fixed - most.perAccount).toBeCloseTo(few.fixed - few.perAccount, 9);
    expect(most.perMillionEvents).toBe(few.perMillionEvents);
    const twelve = templateOf({ organization: organization('us-east-1', ...many.slice(0, 11)), home: 'us-east-1' });
    expect(cost(twelve)).toEqual(few);
  });
});

describe('doctor names the Regions that are on and not heard', () => {
  const regional = (...regions: readonly string[]) => {
    const value = regions.map((region) => ({ region, status: 'CURRENT' }) as InstanceFacts);
    return [{ name: 'rescind-regional', instances: { ok: true, value } as const }];
  };
  const ingests = [{ logicalId: 'IngestWorkerFunction1', physicalId: '', type: '', status: '' }];
  const of = (seen: Partial<Parameters<typeof regionChecks>[0]>, place: Place) =>
    regionChecks({ resources: [], stackSets: [], ...seen }, place);

  test('of an account alone, with the remedy', () => {
    expect(of({}, placeIn('eu-west-1'))).toEqual([
      {
        about: 'regions',
        state: 'note',
        sentence:
          'This account is heard at once in eu-west-1; us-east-1, eu-central-1 go unheard. IAM, the global endpoint of STS and most console sign-ins are logged in us-east-1.',
        remedy: 'Deploy again with a trail of all Regions, --trail-bucket new or NAME, or in us-east-1 instead.',
      },
    ]);
    const [atHome] = of({}, placeIn('us-east-1'));
    expect(atHome?.sentence).toMatch(/eu-central-1, eu-west-1 go unheard\.$/);
    expect(atHome?.remedy).toMatch(/NAME\.$/);
    expect(of({ resources: ingests }, placeIn('eu-west-1'))).toMatchObject([
      { state: 'note', sentence: expect.stringContaining('told in us-east-1'), remedy: 'Deploy in us-east-1 instead.' },
    ]);
    expect(of({ resources: ingests }, placeIn('us-east-1'))).toMatchObject([
      { state: 'fine', sentence: expect.stringMatching(/what AWS Health, .* goes unheard\.$/) },
    ]);
  });

  test('of members, where the rules are', () => {
    expect(of({ stackSets: regional('eu-west-1') }, placeIn('eu-west-1'))).toMatchObject([
      { state: 'note', sentence: expect.stringMatching(/us-east-1, eu-central-1 go unheard\. IAM/) },
    ]);
    const all = regional('us-east-1', 'eu-west-1', 'us-east-1', 'eu-central-1');
    expect(of({ stackSets: all }, placeIn('eu-west-1'))).toMatchObject([{ state: 'fine', remedy: null }]);
    const [late] = of({ stackSets: regional('us-east-1'), resources: ingests }, placeIn('us-east-1'));
    expect(late?.sentence).toMatch(/goes unheard\.$/);
    expect(late?.sentence).toMatch(/^Members .* eu-central-1, eu-west-1 come late, by the files/);
    // Nobody can say where there is nobody yet, or it cannot be seen.
    expect(of({ stackSets: regional() }, placeIn('us-east-1'))).toEqual([]);
    const unseen = [{ name: 'rescind-regional', instances: { ok: false, error: 'AccessDenied' } as const }];
    expect(of({ stackSets: unseen }, placeIn('us-east-1'))).toEqual([]);
  });

  test('and says where that may not be seen', () => {
    const checks = of({}, placeIn('us-east-1', null));
    expect(checks.map(({ state }) => state)).toEqual(['note']);
    expect(checks[0]?.sentence).toContain('account:ListRegions');
    expect(of({}, placeIn('eu-west-1', null)).map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('account:ListRegions'),
      expect.stringMatching(/us-east-1 go unheard/),
    ]);
  });
});

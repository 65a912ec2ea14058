import { globSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { OrganizationFacts } from '../../../adapters/aws/deployment/organization.ts';
import type { Place } from '../../../adapters/aws/deployment/place.ts';
import { costOf, listPrices } from '../../../cli/deploy/cost.ts';
import { type DeploymentWish, planDeployment } from '../../../cli/deploy/deployment-plan.ts';
import { deedsIn, destructionOf, kept, toRestore } from '../../../cli/deploy/destruction.ts';
import { ruleStateWanted } from '../../../cli/deploy/doctor/checks.ts';
import { readinessOf } from '../../../cli/deploy/doctor/readiness.ts';
import { explanationOf } from '../../../cli/deploy/explanation.ts';
import { refusedState } from '../../../cli/deploy/stack-state.ts';
import { type Step, stepsToDeploy, stepsToDestroy } from '../../../cli/deploy/steps.ts';
import { changeOf, contentsOf } from '../../../cli/deploy/template.ts';
import { argumentsOf, missingTool, root, type Tool } from '../../../cli/deploy/tools.ts';
import { watcherMove } from '../../../cli/deploy/watcher-move.ts';
import { trailBucketOutput } from '../../../contract/trail.ts';
import { newContainment } from '../../../core/outcome/containment.ts';
import { planActions } from '../../../core/plan/action-plan.ts';
import { decision, facts } from '../../core/plan/decisions.ts';
import { organization as members } from '../../lib/synthesized.ts';
import { templateOf } from './deployed-scene.ts';

const wish: DeploymentWish = {
  units: null,
  regions: null,
  trailBucket: null,
  backfillDays: null,
  inspector: null,
  slackSecret: null,
  inlineDenies: true,
  guard: false,
};
const place: Place = {
  accountId: '111111111111',
  arn: 'arn:aws:iam::111111111111:user/ada',
  region: 'us-east-1',
  regions: new Map([
    ['us-east-1', true],
    ['eu-west-1', true],
    ['me-south-1', false],
  ]),
  optedIn: [],
  bootstrap: { ok: true, value: 21 },
};
const administrator: OrganizationFacts = {
  kind: 'administrator',
  id: 'o-abcdefghij',
  callAs: 'DELEGATED_ADMIN',
  managementAccountId: '222222222222',
  rootId: 'r-abcd',
  trusted: true,
  hasControlPolicies: true,
};

describe('the plan', () => {
  test('alone it needs no context, and with an organisation it names the root, the Regions and as whom', () => {
    expect(planDeployment(wish, place, null)).toEqual({ ok: true, value: { context: [], bootstraps: false } });
    // That Region is what it is watched in.
    expect(planDeployment({ ...wish, regions: ['us-east-1'] }, place, null)).toMatchObject({ ok: true });
    const usual = planDeployment({ ...wish, units: [] }, place, administrator);
    expect(usual).toMatchObject({ value: { context: expect.arrayContaining([['regions', 'us-east-1,eu-west-1']]) } });
    const all = { ...wish, units: [], regions: ['us-east-1', 'eu-west-1'], slackSecret: 'rescind/slack' };
    const context = [
      ['organization', 'o-abcdefghij'],
      ['units', 'r-abcd'],
      ['regions', 'us-east-1,eu-west-1'],
      ['delegated', 'true'],
      ['management', '222222222222'],
      ['slackSecret', 'rescind/slack'],
    ];
    expect(planDeployment(all, place, administrator)).toMatchObject({ value: { context } });
    const some = planDeployment({ ...all, units: ['ou-abcd-12345678'] }, place, { ...administrator, callAs: 'SELF' });
    expect(some).toMatchObject({ value: { context: expect.arrayContaining([['units', 'ou-abcd-12345678']]) } });
    expect(JSON.stringify(some)).not.toMatch(/delegated|management/);
  });

  const secrets = Array.from(
    { length: 200 },
    (_, i) => `arn:aws:secretsmanager:us-east-1:111111111111:secret:t${i}-AbCdEf`,
  );

  const bound = (...some: string[]) => JSON.stringify(some.map((secret) => ({ secret, user: 'bot' })));
  const foreignRegion = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:k-AbCdEf';
  const foreignAccount = 'arn:aws:secretsmanager:us-east-1:222222222222:secret:k-AbCdEf';

  test.each<[string, Partial<DeploymentWish>, RegExp, RegExp]>([
    [
      'more bound keys than there is room for',
      { rotate: JSON.stringify(secrets.map((secret) => ({ secret, user: 'bot' }))) },
      /^200 access keys are too many to rotate: only \d\d fit into .* function\.$/,
      /docs\/rotation\.md/,
    ],
    ['everybody as the inspector', { inspector: '*' }, /^The inspector \* is not a role or user/, /role\/NAME/],
    ['a whole account as the inspector', { inspector: 'arn:aws:iam::111111111111:root' }, /not a role or user/, /NAME/],
    ['a secret’s ARN for Slack', { slackSecret: secrets[0] ?? '' }, /is not the name of a secret/, /not its ARN/],
    [
      'no secret for tokens',
      { tokenSecrets: `${secrets[0]},nonsense` },
      /^nonsense is not the ARN of a secret/,
      /AbCdEf/,
    ],
    [
      'a key bound in another Region',
      { rotate: bound(foreignRegion) },
      /not in account 111111111111 and us-east-1/,
      /deploy where/,
    ],
    [
      'a key bound in another account',
      { rotate: bound(foreignAccount) },
      /not in account 111111111111/,
      /deploy where/,
    ],
    ['a secret bound twice', { rotate: bound(secrets[0] ?? '', secrets[0] ?? '') }, /is named twice/, /once/],
    [
      'more secrets for tokens',
      { tokenSecrets: secrets.join() },
      /^200 secrets for tokens are too many: only \d\d fit/,
      /contain/,
    ],
    [
      'more units',
      { units: secrets.map(() => 'ou-abcd-12345678') },
      /^200 units are too many: only 176 fit/,
      /root \(r-…\)/,
    ],
    [
      'a member’s Region that is off',
      { units: [], regions: ['us-east-1', 'me-south-1'] },
      /^me-south-1 is not switched on in account 111111111111, and a stack set/,
      /out of --regions.*enable-region --region-name me-south-1/,
    ],
    [
      'a member’s Region that is none',
      { units: [], regions: ['us-esat-1'] },
      /no Region us-esat-1; did you mean us-east-1\?$/,
      /--regions us-east-1/,
    ],
    [
      'Regions of an account alone',
      { regions: ['us-east-1', 'eu-west-1'] },
      /^Without --organization one account is watched, .* us-east-1; --regions us-east-1,eu-west-1 would change nothing/,
      /--region\. .*--trail-bucket NAME, or new\. .*add --organization/,
    ],
    ['a watcher’s Region that is off', { watch: 'me-south-1' }, /me-south-1, from which/, /--watch NAME, or none/],
    ['a watcher’s Region that is none', { watch: 'eu-wets-1' }, /did you mean eu-west-1\?/, /--watch eu-west-1/],
    [
      'days to learn and no bucket',
      { backfillDays: 90 },
      /^90 earlier days .* no bucket is named/,
      /--trail-bucket NAME/,
    ],
    [
      'days to learn and a bucket to make',
      { backfillDays: 90, trailBucket: 'new' },
      /^90 earlier days .* new bucket holds none/,
      /leave out --backfill-days/,
    ],
  ])('%s is told with the remedy', (_, given, what, remedy) => {
    const planned = planDeployment({ ...wish, ...given }, place, administrator);
    expect(planned).toMatchObject({ ok: false, error: { what: expect.stringMatching(what) } });
    expect(planned).toMatchObject({ error: { remedy: expect.stringMatching(remedy) } });
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('%s is of a partition where the functions would do nothing', (region) => {
    expect(planDeployment(wish, { ...place, region }, null)).toMatchObject({
      ok: false,
      error: { what: expect.stringMatching(`^The Region ${region} is of the partition aws-.*commercial`) },
    });
  });

  test('where the account may not be asked for its Regions, none is refused, and a bucket may be learned from', () => {
    const blind = { ...place, regions: null };
    const all = { ...wish, units: [], regions: ['me-south-1'], watch: 'us-esat-1' };
    expect(planDeployment(all, blind, administrator)).toMatchObject({ ok: true });
    expect(planDeployment({ ...wish, backfillDays: 90, trailBucket: 'logs' }, place, null)).toMatchObject({ ok: true });
    expect(planDeployment({ ...wish, backfillDays: 0 }, place, null)).toMatchObject({ ok: true });
    // Then a name that is none is told by what AWS has no address for.
    const error = 'Error: getaddrinfo ENOTFOUND cloudformation.us-esat-1.amazonaws.com';
    expect(planDeployment(wish, { ...blind, bootstrap: { ok: false, error } }, null)).toMatchObject({
      error: { remedy: expect.stringMatching(/^Check that the Region exists/) },
    });
  });

  test('the guard and the role without which nobody is pinned are asked for by name', () => {
    const given = (given: Partial<DeploymentWish>) =>
      planDeployment({ ...wish, units: [], ...given }, place, administrator);
    expect(JSON.stringify(given({}))).not.toMatch(/guard|inlineDenies/);
    expect(given({ guard: true })).toMatchObject({ value: { context: expect.arrayContaining([['guard', 'yes']]) } });
    const bare = planDeployment({ ...wish, inlineDenies: false }, place, null);
    expect(bare).toMatchObject({ value: { context: [['inlineDenies', 'no']] } });
  });

  test('what the texts of alarms link to is asked for by name', () => {
    const runbook = 'https://wiki.example/runbook';
    expect(planDeployment({ ...wish, runbook }, place, null)).toMatchObject({
      value: { context: [['runbook', runbook]] },
    });
  });

  test.each([
    [null, true],
    [5, true],
    [6, false],
  ])('with a bootstrap of version %s it bootstraps: %s', (value, bootstraps) => {
    const there = { ...place, bootstrap: { ok: true, value } as const };
    expect(planDeployment(wish, there, null)).toMatchObject({ value: { bootstraps } });
  });

  test('a stack that is changing or broken is not deployed over', () => {
    const state = (status: string) => refusedState({ status, createdAt: 0, outputs: {} });
    expect(refusedState(null)).toBeNull();
    for (const fine of ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS']) {
      expect(state(fine), fine).toBeNull();
    }
    expect(state('UPDATE_IN_PROGRESS')?.remedy).toContain('Wait');
    for (const broken of ['ROLLBACK_COMPLETE', 'CREATE_FAILED', 'DELETE_FAILED']) {
      expect(state(broken)?.remedy, broken).toContain('destroy');
    }
    // What was learned lies in tables of a stack that stood: it is not to be taken apart.
    expect(state('UPDATE_ROLLBACK_FAILED')?.remedy).toMatch(/^(?!.*destroy).*continue-update-rollback/);
  });
});

describe('the template', () => {
  const alone = templateOf();
  const whole = templateOf({ organization: members, slackSecret: 'rescind/slack', trailBucket: 'trail' });
  const making = templateOf({ trailBucket: 'new' });
  const standing = ({ Resources }: typeof whole) =>
    Object.entries(Resources).map(([logicalId, { Type }]) => {
      return { logicalId, physicalId: `p-${logicalId}`, type: Type, status: 'CREATE_COMPLETE' };
    });
  const present = standing(whole);

  test('is told in numbers that a person would count', () => {
    expect(contentsOf(alone)).toMatch(
      /^6 functions, 1 state machine, 9 queues, 8 rules, 1 event bus, 2 tables, 1 bucket/,
    );
  });

  test('whoever deploys less than stands there is told what goes out of sight', () => {
    expect(changeOf(alone, null)).toMatchObject({ isNew: true, losses: [] });
    expect(changeOf(whole, present)).toMatchObject({ isNew: false, added: 0, removed: 0, losses: [] });
    const { losses, removed } = changeOf(alone, present);
    expect(removed).toBeGreaterThan(20);
    expect(losses.filter((loss) => loss.startsWith('roles and rules in all member accounts'))).toHaveLength(3);
    expect(losses.join()).toContain('a function (IngestWorkerFunction');
    expect(changeOf(alone, standing(making)).losses).toContainEqual(expect.stringMatching(/^a trail \(Trail\w+\)$/));
    const guard = {
      logicalId: 'Guard',
      physicalId: 'p-guard',
      type: 'AWS::Organizations::Policy',
      status: 'CREATE_COMPLETE',
    };
    expect(changeOf(whole, [...present, guard]).losses).toEqual(['the guard on the members (Guard)']);
    const stood = (region: string) => {
      return { status: 'CREATE_COMPLETE', createdAt: 0, outputs: { WatchRegion: region } };
    };
    const wanted = { ...whole, Outputs: { WatchRegion: { Value: 'us-west-2' } } };
    expect(watcherMove(stood('us-west-2'), wanted)).toBeNull();
    expect(watcherMove(stood('none'), wanted)).toBeNull();
    expect(watcherMove(null, wanted)).toBeNull();
    const moved = watcherMove(stood('eu-north-1'), wanted);
    expect(moved).toEqual({ from: 'eu-north-1', to: 'us-west-2' });
    // `whole` is watched by nobody.
    expect(watcherMove(stood('eu-north-1'), whole)).toEqual({ from: 'eu-north-1', to: null });
    expect(changeOf(whole, present, 'eu-north-1').losses).toEqual(['what watches over it from eu-north-1']);
  });

  test('every rule stands in it in the state that doctor asks for', () => {
    const rules = Object.entries(whole.Resources).filter(([, { Type }]) => Type === 'AWS::Events::Rule');
    expect(rules.length).toBeGreaterThan(4);
    for (const [logicalId, { Properties }] of rules) {
      const { State = 'ENABLED' } = Properties as { State?: string };
      expect(ruleStateWanted(logicalId), logicalId).toBe(State);
    }
  });

  test('what destroy says stays is what the template retains, and stack sets go before what they name', () => {
    const retained = Object.values(whole.Resources).filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');
    expect([...new Set(retained.map(({ Type }) => Type))].toSorted()).toEqual(Object.keys(kept));
    expect(retained).toHaveLength(present.filter(({ type }) => type in kept).length);
    const here = { resources: present, watchRegion: null, trailBucket: null };
    expect(destructionOf({ ...here, watchRegion: 'us-west-2' }).slice(0, 3)).toEqual([
      'First the watcher in us-west-2.',
      expect.stringMatching(/^Then .*3 stack sets/),
      expect.stringMatching(/^Then the stack /),
    ]);
    const said = destructionOf(here);
    expect(said[0]).toMatch(/^First .*3 stack sets/);
    expect(said.at(-2)).toContain(`table p-${present.find(({ type }) => type.endsWith('GlobalTable'))?.logicalId}`);
    // CloudFormation removes last what others refer to.
    const sets = Object.values(whole.Resources).filter(({ Type }) => Type === 'AWS::CloudFormation::StackSet');
    for (const { Properties } of sets) expect(JSON.stringify(Properties)).toMatch(/"Fn::GetAtt":\["HubBus/);
    expect(deedsIn(present)).toMatch(/^p-FoundationDeeds/);
  });

  test('destroy says that a trail of ours goes, and that a bucket of somebody else is left telling of its files', () => {
    expect(whole.Outputs?.[trailBucketOutput]?.Value).toBe('trail');
    const read = destructionOf({ resources: present, watchRegion: null, trailBucket: 'trail' }).join('\n');
    expect(read).toContain('Bucket trail is left as it is: it still notifies EventBridge');
    expect(read).not.toContain('it then stops logging calls');
    expect(read).toContain('CDKToolkit stays');

    expect(making.Outputs?.[trailBucketOutput]).toBeUndefined();
    const made = standing(making);
    const ours = made.filter(({ type }) => type === 'AWS::CloudTrail::Trail');
    expect(ours).toHaveLength(1);
    const said = destructionOf({ resources: made, watchRegion: null, trailBucket: null }).join('\n');
    expect(said).toContain(
      `With it the trail ${ours[0]?.physicalId}, which deploy created: it then stops logging calls.`,
    );
    expect(said).not.toContain('goes on telling');
  });

  test('the cost grows with the events, and is left open where nobody knows how many there are', () => {
    const given = { template: alone, prices: listPrices, eventsPerDay: null, forwards: false };
    const open = costOf(given);
    expect(open.perMonth).toBeNull();
    const alarms = Object.values(alone.Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
    // The alarms, the metrics, a dashboard; the minute's bell, polled queues and lists of settings
    const still = alarms.length * 0.1 + namesCounted().size * 0.3 + 3 + open.perAccount;
    const minutes = (365 / 12) * 24 * 60;
    const rung = (template: typeof alone) => {
      const rules = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Events::Rule');
      const fives = rules.filter(({ Properties }) => JSON.stringify(Properties).includes('"rate(5 minutes)"'));
      return minutes * (1 + fives.length / 5);
    };
    const queues = Object.values(alone.Resources).filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping');
    const asks = 3 * rung(alone) + 15 * queues.length * minutes;
    expect(open.fixed).toBeGreaterThan(still + (asks * listPrices.sqsPerMillionRequests) / 1e6);
    // Every five minutes each account is called, which is three calls by each lane; what watches from another Region has alarms and counts of its own.
    const rounds = (365 / 12) * 24 * 12;
    expect(open.perAccount).toBeCloseTo(3 * (rounds / 1e6) * open.perMillionEvents, 9);
    expect(costOf({ ...given, template: whole, forwards: true }).perAccount).toBeGreaterThan(
      open.perAccount + rounds / 1e6,
    );
    const watched = { ...alone, Outputs: { WatchRegion: { Value: 'us-west-2' } } };
    const watching = costOf({ ...given, template: watched }).fixed - open.fixed;
    expect(watching).toBeCloseTo(2 * 0.1 + 2 * 0.3 + (2 * rounds * 0.01) / 1_000, 9);
    const dearer = { ...listPrices, lambdaPerMillionCalls: 1 + listPrices.lambdaPerMillionCalls };
    expect(costOf({ ...given, prices: dearer }).fixed - open.fixed).toBeCloseTo((rung(alone) + 0.3 * rounds) / 1e6, 6);
    // Who tells in Slack rings every five minutes.
    expect(rung(whole) - minutes).toBeGreaterThanOrEqual(minutes / 5);
    const ofWhole = (prices: typeof listPrices) => costOf({ ...given, template: whole, prices }).fixed;
    // A heartbeat is in both lanes.
    const byBoth = 3 * (0.1 + 0.001) * rounds;
    expect(ofWhole(dearer) - ofWhole(listPrices)).toBeCloseTo((rung(whole) + byBoth) / 1e6, 6);
    // The secret that the links of letters are signed with.
    const keys = Object.values(alone.Resources).filter(({ Type }) => Type === 'AWS::SecretsManager::Secret');
    const kept = { ...listPrices, secretPerMonth: 1 + listPrices.secretPerMonth };
    expect(costOf({ ...given, prices: kept }).fixed - open.fixed).toBeCloseTo(keys.length);
    expect(keys.length).toBe(1);
    const slower = { ...listPrices, sqsPerMillionRequests: 1 + listPrices.sqsPerMillionRequests };
    expect(costOf({ ...given, prices: slower }).fixed - open.fixed).toBeCloseTo((asks + 3 * 1.2 * rounds) / 1e6, 6);
    expect(costOf({ ...given, eventsPerDay: 0 }).perMonth).toBe(open.fixed);
    const busy = costOf({ ...given, eventsPerDay: 1_000_000 });
    expect(busy.perMonth).toBeCloseTo(open.fixed + (365 / 12) * open.perMillionEvents);
    expect(costOf({ ...given, forwards: true }).perMillionEvents).toBeCloseTo(open.perMillionEvents + 1);
    const prices = { ...listPrices, tableWritesPerMillion: listPrices.tableWritesPerMillion + 1 };
    expect(costOf({ ...given, prices }).perMillionEvents).toBeCloseTo(open.perMillionEvents + 1.5);

    // Where the trail's files bring most calls, only the decisive are paid for at once.
    const both = costOf({ ...given, template: whole, forwards: true });
    expect(both.perMillionEvents).toBeLessThan(0.65 * costOf({ ...given, forwards: true }).perMillionEvents);
    expect(both.perMillionEvents - costOf({ ...given, template: whole }).perMillionEvents).toBeCloseTo(0.35);

    const plan = { context: [], bootstraps: true };
    const change = changeOf(alone, null);
    const told = (cost: typeof open) => explanationOf({ place, plan, template: alone, change, cost }).join('\n');
    expect(told(open)).toContain('how many there are is not known (--events-per-day N)');
    expect(told(busy)).toMatch(/\$[\d.]+ a month at 1,000,000 events a day/);
    expect(told(open)).toContain('not bootstrapped');
  });
});

test('the CDK is run on what was shown, for the place that was shown', () => {
  const last = (tool: Tool, profile?: string) => argumentsOf(tool, { profile }).slice(1);
  const out = '/out';
  expect(last({ kind: 'synth', out, context: [['units', 'r-abcd']] })).toEqual([
    ...['synth', 'Rescind', '--quiet', '--no-lookups', '--output', out],
    ...['--context', 'units=r-abcd', '--context', 'bundles=/out/bundles'],
  ]);
  expect(last({ kind: 'bootstrap', accountId: '1', region: 'eu-west-1', out })).toEqual([
    ...['bootstrap', 'aws://1/eu-west-1', '--app', out],
  ]);
  const unasked = ['--app', out, '--require-approval', 'never'];
  expect(last({ kind: 'deploy', out }, 'ops')).toEqual(['deploy', 'Rescind{,Watch}', ...unasked, '--profile', 'ops']);
  const stacks = ['Rescind', 'RescindWatch'];
  expect(last({ kind: 'revert-drift', stacks, out })).toEqual(['deploy', ...stacks, ...unasked, '--revert-drift']);
  expect(last({ kind: 'destroy', out })).toEqual(['destroy', 'Rescind{,Watch}', '--app', out, '--force']);
});

test('bootstrapping comes first, and only where it is needed; the template is made before a stack is removed', () => {
  const kinds = (steps: readonly Step[]) => steps.map(({ tool }) => tool.kind);
  const steps = (bootstraps: boolean, drifted: readonly string[]) =>
    stepsToDeploy({ bootstraps }, place, '/out', drifted);
  expect(kinds(steps(true, []))).toEqual(['bootstrap', 'deploy']);
  expect(kinds(steps(false, []))).toEqual(['deploy']);
  expect(kinds(steps(false, ['Rescind']))).toEqual(['revert-drift', 'deploy']);
  expect(kinds(stepsToDestroy(null, '/out'))).toEqual(['synth', 'destroy']);
  const watches = (region: string | null) => stepsToDestroy(region, '/out').map(({ tool }) => tool);
  expect(watches('eu-north-1')[0]).toMatchObject({ context: [['watch', 'eu-north-1']] });
  expect(watches(null)[0]).toMatchObject({ context: [['watch', 'none']] });
});

test('a build tool that was left out is named', () => {
  expect(missingTool()).toBeNull();
  expect(missingTool(mkdtempSync(join(tmpdir(), 'rescind-bare-')))).toBe('aws-cdk');
});

describe('ready to enforce', () => {
  const accounts = new Set(['111111111111']);
  const pin = decision({ action: 'pin', owner: 'ada' });
  const other = decision({ action: 'disable', owner: null });
  const notice = decision({ action: 'notify', owner: 'bo' });

  test('nobody is, without a replay of the account’s own logs, over days enough', () => {
    expect(readinessOf(null, '111111111111')).toMatchObject({ isReady: false });
    const replay = { accounts, days: 30, decisions: [] };
    expect(readinessOf(replay, '222222222222').isReady).toBe(false);
    expect(readinessOf({ ...replay, days: 3 }, '111111111111').isReady).toBe(false);
    expect(readinessOf(replay, '111111111111').isReady).toBe(true);
  });

  test('it is said how often each action would have disturbed whom', () => {
    const replay = { accounts, days: 30, decisions: [pin, notice, other, pin] };
    const { disturbances, why } = readinessOf(replay, '111111111111');
    expect(disturbances).toEqual([
      { action: 'disable', times: 1, whom: [{ who: 'bot', times: 1 }] },
      { action: 'pin', times: 2, whom: [{ who: 'ada', times: 2 }] },
    ]);
    expect(why).toContain('pin would have come 2 times: ada (2).');
  });
});

test('each containment in force is listed with both ways to take it back', () => {
  const given = decision({ action: 'disable' });
  const open = planActions(given, facts()).measures.map((measure, i) => newContainment(given, i, measure, 'ada', 0));
  const listed = toRestore(open, 'eu-west-1');
  expect(listed).toHaveLength(open.length);
  for (const { restore, byHand, outcomeId } of listed) {
    expect(restore).toBe(`rescind restore ${outcomeId} --deployment --region eu-west-1`);
    expect(byHand).toMatch(/^aws iam (update-access-key|delete-user-policy) /);
  }
});

/** `respond Irrevocable`: what the handlers of all functions count. */
function namesCounted(): Set<string> {
  const texts = globSync('functions/*/handler.ts', { cwd: root }).map((path) => readFileSync(join(root, path), 'utf8'));
  const calls = texts.flatMap((text) => [...text.matchAll(/measure\('(\w+)', \{([^}]*)\}/g)]);
  return new Set(
    calls.flatMap(([, service, counts = '']) =>
      [...counts.matchAll(/(\w+):/g)].map(([, name]) => `${service} ${name}`),
    ),
  );
}

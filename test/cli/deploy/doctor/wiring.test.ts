import { setImmediate } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { alarmStates } from '../../../../adapters/aws/deployment/health.ts';
import { isHealthy } from '../../../../cli/deploy/doctor/checks.ts';
import { readWiring } from '../../../../cli/deploy/doctor/wiring.ts';
import { lostWithout, wiringChecks } from '../../../../cli/deploy/doctor/wiring-checks.ts';
import type { Alarm, Deployed, Mapping, Rule } from '../../../../simulator/aws/state/deployed.ts';
import { organization as members } from '../../../lib/synthesized.ts';
import { home, simulation } from '../../../simulator/aws/simulation.ts';
import { stand, templateOf } from '../deployed-scene.ts';
import { whoMay } from '../trail-bucket-scene.ts';

const region = 'us-east-1';
const organization = { ...members, units: ['r-simu'], callAs: 'SELF' } as const;
const plain = templateOf();
const whole = templateOf({ organization, slackSecret: 'slack', trailBucket: 'logs' });
const templates = {
  'an account alone': plain,
  'an organisation, with Slack and a trail’s bucket': whole,
  'a trail of its own': templateOf({ trailBucket: 'new' }),
  'beside another deployment': templateOf({ organization, watchesItself: false, trailBucket: 'logs' }),
};

/** What doctor says of the wiring of a stack, after somebody did that to it. */
async function checksAfter(deed: (deployed: Deployed) => void = () => {}, template = plain, ...actions: string[]) {
  const { aws } = simulation();
  const deployed = await stand(template, aws, home, 0);
  deed(deployed);
  const credentials = actions.length > 0 ? await whoMay(aws, home, ...actions) : aws.administrator(home);
  const config = { region, credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
  const clients = {
    ...{ region, cloudformation: new CloudFormationClient(config), cloudwatch: new CloudWatchClient(config) },
    ...{ events: new EventBridgeClient(config), lambda: new LambdaClient(config) },
  };
  const resources = deployed.stacks[0]?.resources ?? [];
  const names = resources.filter(({ type }) => /Alarm$/.test(type)).map(({ physicalId }) => physicalId);
  aws.journal.length = 0;
  const now = new Map<string, number>();
  let atOnce = 0;
  aws.faults = async ({ service }) => {
    now.set(service, (now.get(service) ?? 0) + 1);
    atOnce = Math.max(atOnce, now.get(service) ?? 0);
    await setImmediate();
    now.set(service, (now.get(service) ?? 0) - 1);
    return 'pass' as const;
  };
  const wiring = await readWiring('Rescind', resources, clients, home);
  const calls = aws.journal.map(({ operation }) => operation);
  const checks = wiringChecks(wiring, { names, states: await alarmStates(names, clients) });
  return { checks, calls, atOnce, said: checks.map(({ about, state, sentence }) => `${state} ${about}: ${sentence}`) };
}

function found<T extends object>(all: readonly T[], is: (one: T) => boolean): T {
  const [one] = all.filter(is);
  if (one === undefined) throw new Error('it stands');
  return one;
}
const ruleIn = ({ rules }: Deployed, name: string) => found(rules, (one) => one.name.includes(name));
const alarmIn = ({ alarms }: Deployed, name: string) => found(alarms, (one) => one.name.includes(name));
const respondIn = ({ mappings }: Deployed) => found(mappings, (one) => one.queue.includes('RespondWorkerQueue'));

const sending = (name: string, change: (targets: Rule['targets']) => Rule['targets']) => (deployed: Deployed) => {
  const rule = ruleIn(deployed, name);
  rule.targets = change(rule.targets);
};
const without = (name: string) => sending(name, () => []);
const respond = (change: Partial<Mapping>) => (deployed: Deployed) => void Object.assign(respondIn(deployed), change);
const alarm = (name: string, change: Partial<Alarm>) => (deployed: Deployed) =>
  void Object.assign(alarmIn(deployed, name), change);

describe('where everything is as the template has it', () => {
  test.each(Object.entries(templates))('all is fine: %s', async (_, template) => {
    const { checks, calls, atOnce, said } = await checksAfter(undefined, template);
    const types = Object.values(template.Resources).map(({ Type }) => Type);
    const many = (type: string) => types.filter((one) => one === type).length;
    const [rules, mappings] = [many('AWS::Events::Rule'), many('AWS::Lambda::EventSourceMapping')];
    const alarms = many('AWS::CloudWatch::Alarm') + many('AWS::CloudWatch::CompositeAlarm');
    expect(said).toEqual([
      `fine rules: ${rules} rules checked: each sends where it should.`,
      `fine queues: ${mappings} mappings checked: each lets its function read its queue.`,
      `fine alarms: ${alarms} alarms checked: each notifies whom it should.`,
    ]);
    expect(isHealthy(checks)).toBe(true);
    const asked = Object.entries(Object.groupBy(calls, (one) => one)).map(([name, all = []]) => [name, all.length]);
    expect(Object.fromEntries(asked)).toEqual({
      ...{ GetTemplate: 1, ListTargetsByRule: rules, GetEventSourceMapping: mappings },
    });
    expect(atOnce, 'calls at once of a service').toBe(1);
  });

  test.each(Object.entries(templates))('what is lost with each is known: %s', (_, { Resources }) => {
    const ids = Object.entries(Resources)
      .filter(([, { Type }]) => Type === 'AWS::Events::Rule' || Type === 'AWS::Lambda::EventSourceMapping')
      .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(Object.keys(lostWithout)).toEqual(expect.arrayContaining(ids));
  });
});

describe('what somebody cut is named, with what happens no more and the remedy', () => {
  const stranger = '999999999999';
  const elsewhere = `arn:aws:sqs:${region}:${stranger}:RespondWorkerQueue`;
  const cut =
    /^RespondWorkerFunction\w+ no longer reads RespondWorkerQueue\w+, so no decision is carried out, and nothing /;

  const again = 'Run rescind deploy again with --revert-drift.';

  type Cut = [name: string, deed: (deployed: Deployed) => void, about: string, sentence: RegExp, remedy?: string];
  test.each<Cut>([
    [
      'decision -> hand',
      without('RespondWorkerDecisions'),
      'rules',
      /^The rule RespondWorkerDecisions\w{8} no longer sends to RespondWorkerQueue\w{8}, so no decision is carried out\.$/,
    ],
    [
      'decision -> notice',
      without('NotifyWorkerTaken'),
      'rules',
      /^The rule NotifyWorkerTaken\w{8} no longer sends to NotifyWorkerQueue\w{8}, so nobody is told what was done\.$/,
    ],
    [
      'a schedule of the usual bus',
      without('HeartbeatWorkerRound'),
      'rules',
      /^The rule HeartbeatWorkerRound\w{8} no longer sends to HeartbeatWorkerQueue\w{8}, so no heartbeat is made/,
    ],
    [
      'a target of the same name in another account',
      sending('RespondWorkerDecisions', (all) =>
        all.map((one) => ({ ...one, Arn: String(one.Arn).replace(home, stranger) })),
      ),
      'rules',
      /^The rule RespondWorkerDecisions\w{8} no longer sends to RespondWorkerQueue/,
    ],
    [
      'a target that is told something else instead',
      sending('RespondWorkerDecisions', (all) => all.map((one) => ({ ...one, Input: '{}' }))),
      'rules',
      /^The rule RespondWorkerDecisions\w{8} no longer sends to RespondWorkerQueue/,
    ],
    [
      'a target that is told a part',
      sending('RespondWorkerDecisions', (all) => all.map((one) => ({ ...one, InputPath: '$.version' }))),
      'rules',
      /^The rule RespondWorkerDecisions\w{8} no longer sends to RespondWorkerQueue/,
    ],
    [
      'a target that is told it in other words',
      sending('RespondWorkerDecisions', (all) =>
        all.map((one) => ({ ...one, InputTransformer: { InputTemplate: '{}' } })),
      ),
      'rules',
      /^The rule RespondWorkerDecisions\w{8} no longer sends to RespondWorkerQueue/,
    ],
    [
      'a mapping that is gone',
      ({ mappings }) =>
        void mappings.splice(0, mappings.length, ...mappings.filter((one) => !/Respond/.test(one.queue))),
      'queues',
      new RegExp(`^The mapping RespondWorkerFunctionMessages\\w{8} is gone: ${cut.source.slice(1)}`),
    ],
    ...['Disabled', 'Disabling', 'Deleting'].map(
      (state): Cut => [
        `a mapping that is ${state}`,
        respond({ state }),
        'queues',
        new RegExp(`^The mapping RespondWorkerFunctionMessages\\w{8} is ${state}: ${cut.source.slice(1)}`),
      ],
    ),
    [
      'a mapping that leads to another function',
      respond({ functionArn: `arn:aws:lambda:${region}:${home}:function:other` }),
      'queues',
      new RegExp(`^The mapping RespondWorkerFunctionMessages\\w{8} calls arn:\\S+:other: ${cut.source.slice(1)}`),
    ],
    [
      'a mapping of another queue',
      respond({ queue: elsewhere }),
      'queues',
      new RegExp(`^The mapping RespondWorkerFunctionMessages\\w{8} reads ${elsewhere}: ${cut.source.slice(1)}`),
    ],
    [
      'a mapping with a filter, by which Lambda deletes messages',
      respond({ filters: ['{"body":{"no":["such"]}}'] }),
      'queues',
      new RegExp(
        `^The mapping RespondWorkerFunctionMessages\\w{8} has a filter, which deletes messages: ${cut.source.slice(1)}`,
      ),
      String.raw`Run rescind .*drift\. Then: aws lambda update-event-source-mapping --region us-east-1 --uuid [0-9a-f-]{36} --filter-criteria '{"Filters":\[\]}'`,
    ],
    [
      'an alarm whose actions are switched off',
      alarm('SettingsAlarm', { actionsEnabled: false }),
      'alarms',
      /^The alarm \S*ObserveSettingsAlarm\w+ has its actions switched off, so nobody is told when it rings\.$/,
    ],
    [
      'an alarm that lost its topic',
      alarm('SettingsAlarm', { actions: [`arn:aws:sns:${region}:${home}:other`] }),
      'alarms',
      /^The alarm \S*ObserveSettingsAlarm\w+ no longer notifies FoundationAlarms\w{8}, so nobody is told when it rings\.$/,
    ],
    [
      'the pager’s alarm, switched off',
      alarm('RescindPage', { actionsEnabled: false }),
      'alarms',
      /^The alarm RescindPage\w+ has its actions switched off, so urgent alarms reach nobody\.$/,
      String.raw`aws cloudwatch enable-alarm-actions --region us-east-1 --alarm-names RescindPage\w{8}`,
    ],
    [
      'the pager’s alarm, without its topic',
      alarm('RescindPage', { actions: [] }),
      'alarms',
      /^The alarm RescindPage\w+ no longer notifies PageTopic\w{8}, so urgent alarms reach nobody\.$/,
    ],
  ])('%s', async (_, deed, about, sentence, remedy = again) => {
    const { checks } = await checksAfter(deed);
    expect(isHealthy(checks)).toBe(false);
    expect(checks.filter(({ state }) => state !== 'fine')).toEqual([
      {
        about,
        state: 'wrong',
        sentence: expect.stringMatching(sentence),
        remedy: expect.stringMatching(
          new RegExp(`^Find out who changed it: docs/runbook\\.md#tamper\\. Then: ${remedy}$`),
        ),
      },
    ]);
    // What is as it should be is still said, of the other two.
    expect(checks.filter(({ state }) => state === 'fine').map((one) => one.about)).toEqual(
      ['rules', 'queues', 'alarms'].filter((one) => one !== about),
    );
  });

  test('who else is told is no fault, and none of many targets is overlooked', async () => {
    const others = Array.from({ length: 100 }, (_, n) => ({ Id: `o${n}`, Arn: `${elsewhere}${n}` }));
    const { said } = await checksAfter((deployed) => {
      sending('RespondWorkerDecisions', (own) => [...others, ...own])(deployed);
      const { actions } = alarmIn(deployed, 'RescindPage');
      alarm('RescindPage', { actions: [`arn:aws:sns:${region}:${home}:other`, ...actions] })(deployed);
    });
    expect(said.filter((one) => !one.startsWith('fine'))).toEqual([]);
  });

  test('a mapping that is just being made or changed is none', async () => {
    for (const state of ['Creating', 'Enabling', 'Updating']) {
      const { checks } = await checksAfter(respond({ state }));
      expect(isHealthy(checks), state).toBe(true);
    }
  });

  test('a rule or an alarm that is gone is left to who looks at its state', async () => {
    const { said } = await checksAfter(({ rules, alarms }) => {
      rules.splice(0, 1);
      alarms.splice(0, 1);
    });
    expect(said.filter((one) => !one.startsWith('fine'))).toEqual([]);
    expect(said).toContain('fine rules: 7 rules checked: each sends where it should.');
  });
});

describe('what may not be looked at is not called fine', () => {
  const [template, targets, mapping, alarms] = [
    ...['cloudformation:GetTemplate', 'events:ListTargetsByRule'],
    ...['lambda:GetEventSourceMapping', 'cloudwatch:DescribeAlarms'],
  ];
  const refused = (...actions: readonly (string | undefined)[]) =>
    checksAfter(undefined, plain, ...actions.filter((one) => one !== undefined));
  const unseenOf = (said: readonly string[]) => new Set(said.filter((one) => !one.startsWith('fine')));

  test('without the template nothing is, and nothing else is asked', async () => {
    const { said, calls } = await refused(targets, mapping, alarms);
    expect(said).toEqual([
      expect.stringMatching(/^unknown stack: Part of the stack could not .* AWS says: AccessDenied.*GetTemplate/),
    ]);
    expect(calls).toEqual(['GetTemplate']);
  });

  test('without targets each rule, without mappings each queue', async () => {
    const blind = await refused(template, mapping, alarms);
    expect(isHealthy(blind.checks)).toBe(false);
    expect([...unseenOf(blind.said)]).toEqual([
      expect.stringMatching(/^unknown rules: .*AccessDenied.*ListTargetsByRule/),
    ]);
    const deaf = await refused(template, targets, alarms);
    expect(isHealthy(deaf.checks)).toBe(false);
    expect([...unseenOf(deaf.said)]).toEqual([
      expect.stringMatching(/^unknown queues: .*AccessDenied.*GetEventSourceMapping/),
    ]);
  });

  test('of alarms nothing is said that is not known', async () => {
    const { said } = await refused(template, targets, mapping);
    expect(said.filter((one) => one.includes('alarm'))).toEqual([]);
  });
});

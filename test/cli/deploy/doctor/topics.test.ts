import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import type { WatcherFacts } from '../../../../adapters/aws/deployment/watcher.ts';
import { isHealthy } from '../../../../cli/deploy/doctor/checks.ts';
import { readTopics, topicChecks } from '../../../../cli/deploy/doctor/topic-checks.ts';
import { watcherChecks } from '../../../../cli/deploy/doctor/watcher-checks.ts';
import type { Subscriptions } from '../../../../simulator/aws/state/deployed.ts';
import { away, home, simulation } from '../../../simulator/aws/simulation.ts';
import { stand, templateOf } from '../deployed-scene.ts';

const plain = templateOf();
const withSlack = templateOf({ slackSecret: 'slack' });

/** The topics of a stack of which some are subscribed to otherwise than by one, as an account sees them. */
async function read(given: Readonly<Record<string, Subscriptions>>, template = plain, accountId = home) {
  const { aws } = simulation();
  const { stacks, subscriptions } = await stand(template, aws, home, 0);
  const resources = stacks[0]?.resources ?? [];
  for (const [id, many] of Object.entries(given)) {
    subscriptions.set(resources.find(({ logicalId }) => logicalId.startsWith(id))?.physicalId ?? '', many);
  }
  const credentials = aws.administrator(accountId);
  const config = { region: 'us-east-1', credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
  return readTopics(resources, { sns: new SNSClient(config) });
}

const nobody = { confirmed: 0, pending: 0 };
const all = { FoundationAlarms: nobody, PageTopic: nobody, NotifyNotices: nobody, NotifyAnswers: nobody };

describe('doctor asks who hears the topics', () => {
  test('and finds nothing wrong where somebody hears each', async () => {
    const checks = topicChecks(await read({ PageTopic: { confirmed: 2, pending: 1 } }), false);
    expect(checks.map(({ state, sentence }) => [state, sentence])).toEqual([
      ['fine', '1 subscription to the topic Alarms of us-east-1.'],
      ['fine', '2 subscriptions to the topic Pages of us-east-1.'],
      ['fine', '1 subscription to the topic Notices of us-east-1.'],
      ['fine', '1 subscription to the topic Answers of us-east-1.'],
    ]);
  });

  test('of those that nobody hears the remedy names the topic; who answers nothing by a link is no fault', async () => {
    const topics = await read(all);
    const checks = topicChecks(topics, false);
    expect(checks.map(({ state }) => state)).toEqual(['wrong', 'wrong', 'wrong', 'note']);
    expect(checks.map(({ sentence }) => sentence)).toEqual([
      'Nobody is subscribed to the topic Alarms of us-east-1, so alarms reach nobody.',
      'Nobody is subscribed to the topic Pages of us-east-1, so urgent alarms reach nobody.',
      'Nobody is subscribed to the topic Notices of us-east-1, so notices reach nobody.',
      'Nobody is subscribed to the topic Answers of us-east-1, so nobody can answer by a link.',
    ]);
    for (const [n, { arn }] of topics.entries()) expect(checks[n]?.remedy).toContain(arn);
    expect(checks[0]?.remedy).toMatch(/^Subscribe to it: aws sns subscribe --region us-east-1 --topic-arn /);
    expect(checks[3]?.remedy).toContain('docs/people.md');
  });

  test('in the first hour of a stack it is a note, with the same remedy', async () => {
    const topics = await read(all);
    const young = topicChecks(topics, true);
    expect(young.map(({ state }) => state)).toEqual(['note', 'note', 'note', 'note']);
    expect(isHealthy(young)).toBe(true);
    expect(young.map(({ remedy }) => remedy)).toEqual(topicChecks(topics, false).map(({ remedy }) => remedy));
  });

  test('where somebody has not confirmed yet, that is the remedy', async () => {
    const topics = await read({ FoundationAlarms: { confirmed: 0, pending: 1 } });
    const [alarms] = topicChecks(topics, false);
    expect(alarms?.state).toBe('wrong');
    expect(alarms?.remedy).toBe(`Confirm the subscription mail: 1 subscription to ${topics[0]?.arn} waits for that.`);
  });

  test('with Slack there are no notices and answers to subscribe to', async () => {
    expect((await read({}, withSlack)).map(({ name }) => name)).toEqual(['Alarms', 'Pages']);
  });

  test('a topic that is gone is wrong, and so is one that may not be looked at', async () => {
    // Another account's has no such topics.
    const gone = topicChecks(await read({}, plain, away), true);
    expect(gone.map(({ state, sentence }) => `${state}: ${sentence}`)).toContain(
      'wrong: The topic Alarms of us-east-1 is gone.',
    );
    const arn = `arn:aws:sns:us-east-1:${home}:Alarms`;
    const unseen = topicChecks([{ name: 'Alarms', arn, subscriptions: { ok: false, error: 'AccessDenied' } }], true);
    expect(unseen).toMatchObject([{ about: 'topics', state: 'unknown' }]);
  });
});

describe('the pager hears the watcher, too', () => {
  const hour = 3_600_000;
  const arn = `arn:aws:sns:us-west-2:${home}:Pages`;
  const rounds = { name: 'rounds', state: 'OK', section: 'dead-lane', ringsWhenMissing: true, isComposite: false };
  const watcher = (confirmed: number, createdAt = 0, tells = [arn], isMuted = false): WatcherFacts => ({
    region: 'us-west-2',
    stack: { ok: true, value: { status: 'CREATE_COMPLETE', createdAt, outputs: {} } },
    alarms: { ok: true, value: [{ ...rounds, tells, isMuted }] },
    pages: { arn, subscriptions: { ok: true, value: { confirmed, pending: 0 } } },
  });
  const states = (...given: Parameters<typeof watcherChecks>) =>
    watcherChecks(...given).map(({ about, state }) => `${about} ${state}`);

  test('in its Region, from an hour on after it was made there', () => {
    expect(states(watcher(1), false, 2 * hour)).toEqual(['watcher fine', 'topics fine']);
    expect(states(watcher(0), false, 2 * hour)).toEqual(['watcher fine', 'topics wrong']);
    expect(watcherChecks(watcher(0), false, 2 * hour)[1]?.remedy).toContain('--region us-west-2');
    // It may stand for less long than what it watches.
    expect(states(watcher(0, 90 * 60_000), false, 2 * hour)).toEqual(['watcher fine', 'topics note']);
    expect(states({ ...watcher(0), pages: null }, false, 2 * hour)).toEqual(['watcher fine']);
  });

  test('and where its alarm tells nobody, that is said', () => {
    for (const [deaf, how] of [
      [watcher(1, 0, []), 'no longer notifies Pages of us-west-2'],
      [watcher(1, 0, [arn], true), 'has its actions switched off'],
    ] as const) {
      const [, told] = watcherChecks(deaf, false, 2 * hour);
      expect(told).toMatchObject({ about: 'watcher', state: 'wrong' });
      expect(told?.sentence).toBe(`The alarm rounds ${how}, so nobody is told when it rings.`);
      expect(told?.remedy).toContain('rescind deploy again with --revert-drift');
    }
  });
});

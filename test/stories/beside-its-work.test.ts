import { describe, expect, it } from 'vitest';
import { day, hour, type Instant, minute } from '../../core/model/instant.ts';
import { roleArn, roleSession } from '../core/intake/sample.ts';
import { call, office, runners, start, watched } from './watch.ts';

/** A thief on the machine itself comes from where it always was, with what it has: only what is done tells. */

const strike = start + 24 * day;
const uploads = roleArn('Uploads');
const session = (at: Instant) =>
  roleSession(uploads, 'uploads', `ASIAUPLOADS${String(at / hour).padStart(9, '0')}`, at);
const on = (at: Instant, actions: readonly string[], from = runners) =>
  actions.map((action, i) => call(session(at), at + i * minute, action, from));

const work = ['s3:ListBucket', 's3:GetBucketLocation', 'sqs:GetQueueAttributes'];
const past = (actions: readonly string[] = work, from = runners) =>
  Array.from({ length: 24 }, (_, n) => on(start + n * day, actions, from)).flat();
const errand = ['ec2:DescribeInstances', 'iam:CreateUser', 'ec2:RunInstances'];

function answer(history: ReturnType<typeof past>, actions = errand, from = runners) {
  const { decisions } = watched([...history, ...on(strike, actions, from)]);
  return decisions.filter(({ at }) => at >= strike).at(-1);
}

describe('a workload that goes from one grave call to the next', () => {
  it('keeps its work, and loses what it never did', () => {
    const told = answer(past());
    expect(told).toMatchObject({ action: 'pin', verdict: 'compromised' });
    expect(told?.purpose).toEqual(expect.arrayContaining(['s3:*', 'sqs:*']));
    expect(told?.purpose).not.toContain('iam:*');
  });

  it('does one of them, and is told of', () => {
    expect(answer(past(), ['iam:CreateUser'])).toMatchObject({ action: 'notify' });
  });

  it('is quarantined where its own service is what the last of them is about', () => {
    expect(answer(past([...work, 'ec2:DescribeInstances']))).toMatchObject({
      action: 'quarantine',
      purpose: null,
    });
  });

  it.each([
    ['rolls out what others wrote', past([...work, 'ecs:UpdateService']), runners],
    ['makes machines every day', past([...work, 'ec2:RunInstances']), runners],
    ['stands on a desk, where somebody may begin to build', past(work, office), office],
  ])('is told of where it %s', (_, history, from) => {
    expect(answer(history, [...errand, 'lambda:CreateFunction'], from)).toMatchObject({ action: 'notify' });
  });
});

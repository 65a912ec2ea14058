import { expect, test } from 'vitest';
import { boundaryFor } from '../../../core/plan/boundary.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import { accessed, daysAgo, granted, now } from '../../cases/standing.ts';

const wide = granted('s3:*', 'ec2:*', 'iam:*', 'sqs:*') ?? {
  statements: [],
  boundary: null,
  unread: [],
  source: 'declared',
};
const since = daysAgo(120);
const used = accessed({
  s3: [5, { 's3:putbucketpolicy': null, 's3:createbucket': 5 }],
  ec2: [300],
  iam: null,
  sqs: [2],
});

/** What a user with all these grants may still do on simulated AWS, inside the boundary. */
function allowedInside(actions: readonly string[]): readonly boolean[] {
  const aws = new SimulatedAws({ clock: { now: () => now }, accounts: [{ id: '111111111111' }] });
  const { users, policies } = aws.account('111111111111').state.latest;
  const arn = 'arn:aws:iam::111111111111:policy/boundary';
  const document = JSON.stringify(boundaryFor(wide, used, since));
  policies.set(arn, { name: 'boundary', path: '/', id: 'ANPA1', arn, createdAt: 0, document });
  const user = users.get('administrator');
  if (user !== undefined) user.boundary = arn;
  const { accessKeyId } = aws.administrator('111111111111');
  const from = { ip: '192.0.2.1' };
  return actions.map((action) => aws.attempt({ accessKeyId, action, resource: '*', from }).allowed);
}

test('what was used goes on, whole services that were not are gone, and so are powers that were not', () => {
  expect(allowedInside(['s3:GetObject', 's3:CreateBucket', 'sqs:SendMessage'])).toEqual([true, true, true]);
  expect(allowedInside(['ec2:RunInstances', 'iam:CreateUser', 's3:PutBucketPolicy'])).toEqual([false, false, false]);
});

test('there is none where nothing was used, or where the owner has put one', () => {
  expect(boundaryFor(wide, accessed({ s3: [200], iam: null }), since)).toBeNull();
  expect(boundaryFor({ ...wide, boundary: [] }, used, since)).toBeNull();
});

test('it is never longer than IAM takes', () => {
  const everything = accessed(
    Object.fromEntries(
      ['iam', 'organizations', 'sso', 's3', 'ec2', 'kms', 'lambda'].map((name) => [name, [1, { [`${name}:x`]: 1 }]]),
    ),
  );
  expect(JSON.stringify(boundaryFor(wide, everything, since)).length).toBeLessThanOrEqual(6_144);
});

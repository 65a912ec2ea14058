import { expect, it } from 'vitest';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { Fleet } from '../../core/fleet/fleet.ts';
import { inTimeOrder } from '../../core/intake/told.ts';
import { day, hour, type Instant, minute, weekdayOf } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { account } from '../core/intake/sample.ts';
import { call, nextDoor, start, toldIn, userNamed } from './watch.ts';

/** What is done in IAM comes in a file of its own, after the thief went on looking around. */

const ada = userNamed('ada', 'AKIAADA0000000000001');
const desk = '90.120.77.9';
const strike = start + 24 * day + hour;
const cli = { userAgent: 'aws-cli/2.17.0' };
const past = Array.from({ length: 24 }, (_, n) => start + n * day + hour)
  .filter((at) => weekdayOf(at) % 6 !== 0)
  .flatMap((at) => ['s3:ListBuckets', 'ecs:DescribeServices'].map((action) => call(ada, at, action, desk, cli)));
const stolen = (at: Instant, action: string) => call(ada, strike + at * minute, action, nextDoor, cli);
const looks = [stolen(0, 'ec2:DescribeInstances'), stolen(8, 'rds:DescribeDBInstances')];
const made = [stolen(5, 'iam:CreateUser')];

it.each([
  ['in time', [[...past, ...looks, ...made]]],
  ['late', [[...past, ...looks], made]],
])('a user that is made between two looks is a step after the first, where its record comes %s', (_, files) => {
  const surroundings = {
    ...{ networks: bundledNetworks(), knownAccounts: new Set([account]) },
    ...{ declared: () => null, inventoried: () => null },
  };
  const fleet = new Fleet(surroundings, { policy: defaultPolicy, exemptions: [], spent: emptySpent() });
  const decisions = files.flatMap((records) => [
    ...fleet.take(inTimeOrder(toldIn(records).filter((one) => one !== null)).told),
  ]);
  const [answer] = decisions.filter(({ at, action }) => at >= strike && isDisruptive(action));
  expect(answer?.signals.map(({ id }) => id)).toContain('S55');
});

import { describe, expect, it } from 'vitest';
import { day, formatInstant, type Instant, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { roleArn, roleSession, user } from '../core/intake/sample.ts';
import { call, office, runners, start, userNamed, watched } from './watch.ts';

/** A key that opens a role in one customer after the other, every day, and its house's new ways out: one story, and the key's. */

type Fields = Record<string, unknown>;

const strike = start + 21 * day;
const roles = ['Shop', 'Bank', 'School', 'Clinic', 'Press', 'Farm'].map(roleArn);
const maker = user;
const work = ['ec2:DescribeVolumes', 'ecs:DescribeServices'];
/** Rented servers in two countries. */
const newExits = ['65.109.3.3', '51.91.7.7'] as const;

let opened = 0;

/** Opens the role and works in it, from these places in turn. */
function visit(by: Fields, roleArn: string, at: Instant, from: readonly string[], actions = work): Fields[] {
  const accessKeyId = `ASIAVISIT${String(++opened).padStart(11, '0')}`;
  const mint = call(by, at, 'sts:AssumeRole', from[0] ?? runners, {
    requestParameters: { roleArn, roleSessionName: 'monitor' },
    responseElements: { credentials: { accessKeyId, expiration: formatInstant(at + 60 * minute) } },
  });
  const inside = roleSession(roleArn, 'monitor', accessKeyId, at);
  return [
    mint,
    ...actions.map((action, i) => call(inside, at + (i + 1) * minute, action, from[i % from.length] ?? runners)),
  ];
}

const round = (at: Instant, from: readonly string[], actions = work) =>
  roles.flatMap((one, n) => visit(maker, one, at + n * 5 * minute, from, actions));
const history = Array.from({ length: 21 }, (_, n) => round(start + n * day, [runners])).flat();
const answers = (records: readonly unknown[]) =>
  watched([...history, ...records]).decisions.filter(({ at }) => at >= strike);

describe('a key whose house gets new ways out', () => {
  const moved = answers(round(strike, newExits));

  it('is told of, once, and none of the roles that it opens is disturbed', () => {
    expect(moved.filter(({ action }) => isDisruptive(action))).toEqual([]);
    expect(moved.filter(({ credential }) => credential === maker.accessKeyId)).toHaveLength(1);
  });

  it('is taken back with the sessions that it opened where those do what they never did', () => {
    const stolen = answers(round(strike, newExits, [...work, 'iam:ListUsers', 'iam:CreateUser']));
    const taken = stolen.filter(({ action }) => isDisruptive(action)).map(({ credential }) => credential);
    expect(taken).toContain(maker.accessKeyId);
    expect(taken).toContain(roles[0]);
  });
});

describe('a role that a machine’s role and people open', () => {
  const orchestrator = roleSession(roleArn('Orchestrator'), 'i-1', 'ASIAORCHESTRATOR0001', start);
  const ada = userNamed('ada', 'AKIAADALAPTOP0000001');
  const shop = roles[0] ?? '';
  const days = Array.from({ length: 21 }, (_, n) => start + n * day);
  const past = [
    ...days.flatMap((at) => visit(orchestrator, shop, at + 90 * minute, [runners])),
    ...days.flatMap((at) => visit(ada, shop, at + 180 * minute, [office])),
  ];
  const decided = (records: readonly unknown[]) => answers([...past, ...records]);
  const movedMachine = visit(orchestrator, shop, strike, newExits);
  const deeds = [...work, 'iam:ListUsers', 'iam:CreateUser', 'ec2:RunInstances'];

  it('does not hold the one’s new place against what the others do', () => {
    const own = visit(ada, shop, strike + 60 * minute, [office], deeds);
    const found = decided([...movedMachine, ...own]).filter(({ action }) => isDisruptive(action));
    expect(found).toEqual([]);
  });

  it('holds it against what the machine’s own sessions do', () => {
    const own = visit(orchestrator, shop, strike + 60 * minute, newExits, deeds);
    const found = decided([...movedMachine, ...own]).filter(({ action }) => isDisruptive(action));
    expect(found.map(({ credential }) => credential)).toContain(shop);
  });
});

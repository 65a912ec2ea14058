import { describe, expect, it } from 'vitest';
import { day, formatInstant, hour, type Instant, minute } from '../../core/model/instant.ts';
import { roleArn, roleSession } from '../core/intake/sample.ts';
import { call, office, start, watched } from './watch.ts';

/** People who sign on by Identity Center and go on into roles that they share: a sequence is of one person, under whatever role. */

type Fields = Record<string, unknown>;

const strike = start + 24 * day;
const names = ['ada', 'eva'];
const signOn = roleArn('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Technician_0123456789abcdef');

function signedOn(name: string, at: Instant): Fields {
  return roleSession(signOn, `${name}@example.com`, keyOf('P', name, at), at);
}

/** The same role and the same session name for everybody: who is behind only the record of its making says. */
function inside(role: string, name: string, at: Instant): Fields {
  return roleSession(roleArn(role), 'work', keyOf(role, name, at), at);
}

function keyOf(kind: string, name: string, at: Instant): string {
  return `ASIA${kind}${name}${Math.floor(at / hour)}`.toUpperCase().padEnd(20, '0');
}

function opened(role: string, name: string, at: Instant): Fields {
  return call(signedOn(name, at), at, 'sts:AssumeRole', office, {
    requestParameters: { roleArn: roleArn(role), roleSessionName: 'work' },
    responseElements: { credentials: { accessKeyId: keyOf(role, name, at), expiration: formatInstant(at + 6 * hour) } },
  });
}

/** Somebody takes on a role and does something in it. */
function does(name: string, role: string, at: Instant, ...actions: string[]): Fields[] {
  return [
    opened(role, name, at),
    ...actions.map((action, i) => call(inside(role, name, at), at + (i + 1) * minute, action, office)),
  ];
}

const past = names.flatMap((name, k) =>
  Array.from({ length: 22 }, (_, n) =>
    ['One', 'Two'].flatMap((role, i) =>
      does(name, role, start + n * day + (3 + 2 * k + i) * hour, 's3:ListBuckets', 'ecs:DescribeServices'),
    ),
  ).flat(),
);

const saidBy = (records: readonly unknown[]) =>
  new Set(
    [...watched([...past, ...records]).fleet.members.values()].flatMap(({ dossier }) =>
      dossier.evidence.signals.filter(({ at }) => at >= strike).map(({ id }) => id),
    ),
  );

const first = 'iam:CreateUser';
const second = 'ec2:CreateKeyPair';

describe('a sequence', () => {
  it('is one person’s, in one session', () => {
    expect(saidBy(does('ada', 'One', strike, first, second))).toContain('S43');
  });

  it('is one person’s, in two sessions of one role', () => {
    expect(saidBy([...does('ada', 'One', strike, first), ...does('ada', 'One', strike + hour / 2, second)])).toContain(
      'S43',
    );
  });

  it('is one person’s, though the halves are under two roles', () => {
    expect(saidBy([...does('ada', 'One', strike, first), ...does('ada', 'Two', strike + hour / 2, second)])).toContain(
      'S43',
    );
  });

  it('is not two persons’, though they share the role', () => {
    expect(
      saidBy([...does('ada', 'One', strike, first), ...does('eva', 'One', strike + hour / 2, second)]),
    ).not.toContain('S43');
  });

  it('is the role’s where nobody knows who is behind', () => {
    const unknown = (name: string, at: Instant, action: string) => call(inside('One', name, at), at, action, office);
    expect(saidBy([unknown('x', strike, first), unknown('y', strike + hour / 2, second)])).toContain('S43');
  });

  it('step by step is one person’s as well, under two roles, and not two persons’', () => {
    const looked = (name: string) => does(name, 'One', strike, 'iam:ListUsers', 'iam:ListRoles');
    const deed = (name: string) => does(name, 'Two', strike + hour / 2, first);
    expect(saidBy([...looked('ada'), ...deed('ada')])).toContain('S55');
    expect(saidBy([...looked('ada'), ...deed('eva')])).not.toContain('S55');
  });
});

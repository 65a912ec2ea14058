import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  controlPermissions,
  deploymentPermissions,
  impliedPermissions,
  inspectPermissions,
  lookPermissions,
  measurePermissions,
  peoplePermissions,
  planPermissions,
  reachAllPermissions,
  reachPermissions,
  responderPermissions,
  roleFor,
  rotatePermissions,
  unitPermissions,
  watcherPermissions,
} from '../../../contract/permissions.ts';
import { scoped } from '../../../core/plan/action-plan.ts';

const folder = join(import.meta.dirname, '../../../adapters/aws');
const commandImport = /import \{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/g;

/** Where IAM calls a service otherwise than the SDK calls its client. */
const prefixes: Readonly<Record<string, string>> = { eventbridge: 'events', 'sso-admin': 'sso' };

/** Where IAM calls an operation otherwise than S3 does. */
const renamed: Readonly<Record<string, string>> = {
  GetBucketEncryption: 'GetEncryptionConfiguration',
  ListObjectsV2: 'ListBucket',
};

/** `iam:GetUser` for every `GetUserCommand` and `paginateGetUser` that a file takes from the IAM client. */
function actionsSent(folder: string): Set<string> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const sources = files.map((file) => readFileSync(join(folder, file), 'utf8'));
  // Where a service has no client, the call says its action itself.
  const said = sources.flatMap((source) =>
    [...source.matchAll(/'(rolesanywhere:\w+)'/g)].map(([, action = '']) => action),
  );
  const actions = sources.flatMap((source) =>
    [...source.matchAll(commandImport)].flatMap(([, names = '', client = '']) =>
      names.split(',').flatMap((name) => {
        const [, command, paginated] = /^(?:(\w+)Command|paginate(\w+))$/.exec(name.trim()) ?? [];
        const operation = command ?? paginated;
        const service = prefixes[client] ?? client.replace('-', '');
        return operation === undefined
          ? []
          : [`${service}:${renamed[operation] ?? operation.replace(/(?<=^\w+BucketNotification)Configuration$/, '')}`];
      }),
    ),
  );
  return new Set([...actions, ...said]);
}

it('every AWS call that is made is granted, and nothing more', () => {
  const granted = [
    ...Object.values(measurePermissions).flat(),
    ...planPermissions,
    ...lookPermissions,
    ...reachPermissions,
    ...Object.values(watcherPermissions),
  ];
  const sent = actionsSent(folder);
  expect(sent.size).toBeGreaterThan(10);
  expect([...sent].toSorted()).toEqual([...new Set(granted)].toSorted());
});

it('every AWS call that only a responder makes is listed, and nothing more', () => {
  const sent = actionsSent(join(folder, 'responder'));
  expect([...sent].toSorted()).toEqual([...responderPermissions].toSorted());
});

it('every AWS call of a rotation is granted, and nothing more; with the new key itself it asks who that is', () => {
  const sent = actionsSent(join(folder, 'rotate'));
  const granted = [...rotatePermissions.secret, ...rotatePermissions.user];
  expect([...sent].toSorted()).toEqual([...granted, 'sts:GetCallerIdentity'].toSorted());
});

it('every AWS call of a sweep is granted, and nothing more', () => {
  const sent = actionsSent(join(folder, 'inventory'));
  expect([...sent].toSorted()).toEqual(
    [
      ...new Set([
        ...inspectPermissions,
        ...reachAllPermissions,
        ...unitPermissions,
        ...controlPermissions,
        ...peoplePermissions,
      ]),
    ].toSorted(),
  );
});

it('every AWS call that looks at a deployment is listed, and nothing more', () => {
  const sent = actionsSent(join(folder, 'deployment'));
  expect([...sent].toSorted()).toEqual([...deploymentPermissions].toSorted());
});

it('what an action implies is asked for only where the action is granted', () => {
  const granted = new Set<string>(Object.values(measurePermissions).flat());
  expect(Object.keys(impliedPermissions).filter((action) => !granted.has(action))).toEqual([]);
});

it('what the plan leaves out without the role that puts on denies is what that role is there for', () => {
  const kinds = Object.keys(measurePermissions).filter((kind) => roleFor(kind) === 'scope');
  expect(kinds.toSorted()).toEqual([...scoped].toSorted());
});

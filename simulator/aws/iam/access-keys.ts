import { formatInstant } from '../../../core/model/instant.ts';
import { limitExceeded, noSuchEntity, validationError } from '../aws-error.ts';
import { type Call, type Need, type Operations, read, write } from '../operation.ts';
import { requiredText } from '../parameters.ts';
import type { AccessKey, KeyStatus, User } from '../state/account.ts';
import { theUser, userOf } from './entities.ts';
import { pageFrom } from './paging.ts';

/** An inactive key counts as well. */
const keysPerUser = 2;

export const accessKeyOperations: Operations = {
  CreateAccessKey: write(theUser, (call) => {
    const { world, caller, now } = call;
    const user = userOf(call);
    if (user.keys.length >= keysPerUser)
      throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${keysPerUser}`);
    const key: AccessKey = {
      id: world.ids.unique('AKIA'),
      secret: world.ids.secret(),
      createdAt: now,
      status: 'Active',
      lastUsed: null,
    };
    user.keys.push(key);
    world.keyHomes.set(key.id, caller.account.id);
    return { AccessKey: { ...describeKey(key, user), SecretAccessKey: key.secret } };
  }),
  ListAccessKeys: read(theUser, (call) => {
    const user = userOf(call);
    const page = pageFrom(user.keys, call.parameters);
    return {
      AccessKeyMetadata: page.items.map((key) => describeKey(key, user)),
      ...page.more,
    };
  }),
  UpdateAccessKey: write(theUser, (call) => {
    keyOf(call, userOf(call)).status = statusOf(call);
    return undefined;
  }),
  DeleteAccessKey: write(theUser, (call) => {
    const user = userOf(call);
    const key = keyOf(call, user);
    user.keys = user.keys.filter((other) => other !== key);
    return undefined;
  }),
  GetAccessKeyLastUsed: read(theKeysUser, (call) => {
    const user = holderOf(call);
    const key = user?.keys.find(({ id }) => id === requiredText(call.parameters, 'AccessKeyId'));
    if (user === undefined || key === undefined) throw missingKey(call);
    const used = key.lastUsed;
    const AccessKeyLastUsed = {
      LastUsedDate: used === null ? null : formatInstant(used.at),
      ServiceName: used?.service ?? 'N/A',
      Region: used?.region ?? 'N/A',
    };
    return { UserName: user.name, AccessKeyLastUsed };
  }),
};

export function statusOf({ parameters }: Call): KeyStatus {
  const status = requiredText(parameters, 'Status');
  if (status !== 'Active' && status !== 'Inactive') {
    throw validationError(
      `Value '${status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]`,
    );
  }
  return status;
}

function keyOf(call: Call, user: User): AccessKey {
  const key = user.keys.find(({ id }) => id === requiredText(call.parameters, 'AccessKeyId'));
  if (key === undefined) throw missingKey(call);
  return key;
}

function missingKey({ parameters }: Call) {
  return noSuchEntity(`The Access Key with id ${requiredText(parameters, 'AccessKeyId')} cannot be found.`);
}

function holderOf({ state, parameters }: Call): User | undefined {
  const id = requiredText(parameters, 'AccessKeyId');
  return [...state.users.values()].find((user) => user.keys.some((key) => key.id === id));
}

function theKeysUser(call: Call): Need {
  return { resource: holderOf(call)?.arn ?? '*' };
}

function describeKey(key: AccessKey, user: User) {
  return { UserName: user.name, AccessKeyId: key.id, Status: key.status, CreateDate: formatInstant(key.createdAt) };
}

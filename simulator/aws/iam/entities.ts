import { AwsError, noSuchEntity, validationError } from '../aws-error.ts';
import type { Call, Need } from '../operation.ts';
import { optionalText, requiredText } from '../parameters.ts';
import type { Entity, Group, Role, User } from '../state/account.ts';
import { checkModifiable } from './checks.ts';

/** Most operations exist for each of them, and differ in nothing but names. */
export interface HolderKind<Holder extends Entity | Group = Entity | Group> {
  /** As it stands in the operations' names. */
  readonly name: 'User' | 'Role' | 'Group';
  readonly need: (call: Call) => Need;
  readonly find: (call: Call) => Holder;
  /** Refuses what only AWS may change. */
  readonly findToChange: (call: Call) => Holder;
  /** In characters, all inline policies together. */
  readonly inlineQuota: number;
}

/** Whoever calls. */
export type EntityKind = HolderKind<Entity>;

export const userKind: EntityKind = {
  name: 'User',
  need: theUser,
  find: userOf,
  findToChange: userOf,
  inlineQuota: 2_048,
};

export const roleKind: EntityKind = {
  name: 'Role',
  need: theRole,
  find: roleOf,
  findToChange: (call) => checkModifiable(roleOf(call)),
  inlineQuota: 10_240,
};

export const groupKind: HolderKind<Group> = {
  name: 'Group',
  need: theGroup,
  find: groupOf,
  findToChange: groupOf,
  inlineQuota: 5_120,
};

export const entityKinds: readonly EntityKind[] = [userKind, roleKind];

/** The named user, or the caller's own where IAM lets the name be left out. */
export function userOf(call: Call): User {
  const name = userName(call);
  const user = call.state.users.get(name);
  if (user === undefined) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return user;
}

export function roleOf(call: Call): Role {
  const name = requiredText(call.parameters, 'RoleName');
  const role = call.state.roles.get(name);
  if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

export function groupOf(call: Call): Group {
  const name = requiredText(call.parameters, 'GroupName');
  const group = call.state.groups.get(name);
  if (group === undefined) throw noSuchEntity(`The group with name ${name} cannot be found.`);
  return group;
}

export function theUser(call: Call): Need {
  const name = userName(call);
  return { resource: call.state.users.get(name)?.arn ?? `arn:aws:iam::${call.caller.account.id}:user/${name}` };
}

export function theRole(call: Call): Need {
  const name = requiredText(call.parameters, 'RoleName');
  return { resource: call.state.roles.get(name)?.arn ?? `arn:aws:iam::${call.caller.account.id}:role/${name}` };
}

export function theGroup(call: Call): Need {
  const name = requiredText(call.parameters, 'GroupName');
  return { resource: call.state.groups.get(name)?.arn ?? `arn:aws:iam::${call.caller.account.id}:group/${name}` };
}

/** The one that is to be made. */
export function theNew({ name: kind }: HolderKind): (call: Call) => Need {
  return ({ caller, parameters }) => {
    const path = optionalText(parameters, 'Path') ?? '/';
    const name = requiredText(parameters, `${kind}Name`);
    return { resource: `arn:aws:iam::${caller.account.id}:${kind.toLowerCase()}${path}${name}` };
  };
}

function userName({ parameters, caller }: Call): string {
  const name = optionalText(parameters, 'UserName');
  if (name !== null) return name;
  if (caller.entity.kind === 'user') return caller.entity.name;
  throw validationError('Must specify userName when calling with non-User credentials');
}

export function refuseConflict(entity: Entity, holds: boolean): void {
  if (holds || entity.inline.size > 0 || entity.attached.length > 0) {
    throw new AwsError(
      'DeleteConflict',
      409,
      'Cannot delete entity, must remove or detach its policies and credentials first.',
    );
  }
}

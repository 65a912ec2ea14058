import { formatInstant } from '../../../core/model/instant.ts';
import { anyResource, type Operations, read, write } from '../operation.ts';
import { optionalNumber, optionalText, requiredText, tagList } from '../parameters.ts';
import type { Role } from '../state/account.ts';
import { checkModifiable, checkPolicy, newName } from './checks.ts';
import { refuseConflict, roleKind, roleOf, theNew, theRole } from './entities.ts';
import { pageFrom } from './paging.ts';
import { describeExtras } from './users.ts';

const theNewRole = theNew(roleKind);

export const roleOperations: Operations = {
  CreateRole: write(theNewRole, (call) => {
    const { parameters, state, world, now } = call;
    const name = newName('Role', state.roles, parameters);
    const role: Role = {
      kind: 'role',
      name,
      path: optionalText(parameters, 'Path') ?? '/',
      id: world.ids.unique('AROA'),
      arn: theNewRole(call).resource,
      createdAt: now,
      tags: tagList(parameters),
      inline: new Map(),
      attached: [],
      boundary: optionalText(parameters, 'PermissionsBoundary'),
      trust: checkPolicy(requiredText(parameters, 'AssumeRolePolicyDocument'), 'trust'),
      maxSessionSeconds: optionalNumber(parameters, 'MaxSessionDuration') ?? 3_600,
      lastUsed: null,
    };
    state.roles.set(name, role);
    return { Role: describeRole(role) };
  }),
  GetRole: read(theRole, (call) => {
    const role = roleOf(call);
    return { Role: { ...describeRole(role), ...describeExtras(role), RoleLastUsed: describeLastUse(role) } };
  }),
  ListRoles: read(anyResource, ({ state, parameters }) => {
    const prefix = optionalText(parameters, 'PathPrefix') ?? '/';
    const page = pageFrom(
      [...state.roles.values()].filter(({ path }) => path.startsWith(prefix)),
      parameters,
    );
    return { Roles: page.items.map(describeRole), ...page.more };
  }),
  UpdateAssumeRolePolicy: write(theRole, (call) => {
    const role = checkModifiable(roleOf(call));
    role.trust = checkPolicy(requiredText(call.parameters, 'PolicyDocument'), 'trust');
    return undefined;
  }),
  DeleteRole: write(theRole, (call) => {
    const role = checkModifiable(roleOf(call));
    refuseConflict(role, false);
    call.state.roles.delete(role.name);
    return undefined;
  }),
};

export function describeRole(role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: formatInstant(role.createdAt),
    AssumeRolePolicyDocument: encodeURIComponent(role.trust),
    MaxSessionDuration: role.maxSessionSeconds,
  };
}

export function describeLastUse({ lastUsed }: Role) {
  return lastUsed === null ? {} : { LastUsedDate: formatInstant(lastUsed.at), Region: lastUsed.region };
}

import { formatInstant } from '../../../core/model/instant.ts';
import { anyResource, type Operations, read, write } from '../operation.ts';
import { optionalText, tagList } from '../parameters.ts';
import { type Entity, groupsOf, type User } from '../state/account.ts';
import { newName } from './checks.ts';
import { refuseConflict, theNew, theUser, userKind, userOf } from './entities.ts';
import { pageFrom } from './paging.ts';

const theNewUser = theNew(userKind);

export const userOperations: Operations = {
  CreateUser: write(theNewUser, (call) => {
    const { parameters, state, world, now } = call;
    const name = newName('User', state.users, parameters);
    const user: User = {
      kind: 'user',
      name,
      path: optionalText(parameters, 'Path') ?? '/',
      id: world.ids.unique('AIDA'),
      arn: theNewUser(call).resource,
      createdAt: now,
      tags: tagList(parameters),
      inline: new Map(),
      attached: [],
      boundary: optionalText(parameters, 'PermissionsBoundary'),
      keys: [],
      loginProfile: null,
      passwordLastUsedAt: null,
      serviceCredentials: [],
    };
    state.users.set(name, user);
    return { User: describeUser(user) };
  }),
  GetUser: read(theUser, (call) => ({ User: { ...describeUser(userOf(call)), ...describeExtras(userOf(call)) } })),
  ListUsers: read(anyResource, ({ state, parameters }) => {
    const page = pageFrom(state.users.values(), parameters);
    return { Users: page.items.map(describeUser), ...page.more };
  }),
  DeleteUser: write(theUser, (call) => {
    const user = userOf(call);
    const { keys, loginProfile, serviceCredentials } = user;
    const isMember = groupsOf(user, call.state).length > 0;
    refuseConflict(user, isMember || keys.length > 0 || loginProfile !== null || serviceCredentials.length > 0);
    call.state.users.delete(user.name);
    return undefined;
  }),
};

export function describeUser(user: User) {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: formatInstant(user.createdAt),
    PasswordLastUsed: user.passwordLastUsedAt === null ? null : formatInstant(user.passwordLastUsedAt),
  };
}

/** What only the Get operations tell, and the lists leave out. */
export function describeExtras({ boundary, tags }: Entity) {
  return {
    PermissionsBoundary:
      boundary === null
        ? null
        : { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: boundary },
    Tags: tags.length === 0 ? null : tags,
  };
}

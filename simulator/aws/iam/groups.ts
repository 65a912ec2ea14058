import { formatInstant } from '../../../core/model/instant.ts';
import { type Operations, read, write } from '../operation.ts';
import { optionalText } from '../parameters.ts';
import type { Group } from '../state/account.ts';
import { newName } from './checks.ts';
import { groupKind, groupOf, theGroup, theNew, userOf } from './entities.ts';
import { pageFrom } from './paging.ts';
import { describeUser } from './users.ts';

const theNewGroup = theNew(groupKind);

export const groupOperations: Operations = {
  CreateGroup: write(theNewGroup, (call) => {
    const { parameters, state, world, now } = call;
    const name = newName('Group', state.groups, parameters);
    const group: Group = {
      name,
      path: optionalText(parameters, 'Path') ?? '/',
      id: world.ids.unique('AGPA'),
      arn: theNewGroup(call).resource,
      createdAt: now,
      inline: new Map(),
      attached: [],
      members: new Set(),
    };
    state.groups.set(name, group);
    return { Group: describeGroup(group) };
  }),
  AddUserToGroup: write(theGroup, (call) => {
    groupOf(call).members.add(userOf(call).name);
    return undefined;
  }),
  GetGroup: read(theGroup, (call) => {
    const { state, parameters } = call;
    const group = groupOf(call);
    const members = [...state.users.values()].filter(({ name }) => group.members.has(name));
    const page = pageFrom(members, parameters);
    return { Group: describeGroup(group), Users: page.items.map(describeUser), ...page.more };
  }),
};

export function describeGroup({ path, name, id, arn, createdAt }: Group) {
  return { Path: path, GroupName: name, GroupId: id, Arn: arn, CreateDate: formatInstant(createdAt) };
}

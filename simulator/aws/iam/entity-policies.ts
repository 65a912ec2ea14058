import { limitExceeded, noSuchEntity } from '../aws-error.ts';
import { type Call, type Need, type Operation, type Operations, read, write } from '../operation.ts';
import { requiredText } from '../parameters.ts';
import { checkName, checkPolicy, inlineSize } from './checks.ts';
import { type EntityKind, entityKinds, groupKind, type HolderKind } from './entities.ts';
import { managedPolicy } from './managed-policies.ts';
import { pageFrom } from './paging.ts';

const attachmentsPerEntity = 10;

/** Inline policies and attached policies of users, roles and groups; a group has no boundary. */
export const entityPolicyOperations: Operations = Object.fromEntries([
  ...[...entityKinds, groupKind].flatMap((kind) => [...inlinePolicies(kind), ...attachedPolicies(kind)]),
  ...entityKinds.flatMap(boundaries),
]);

function inlinePolicies(kind: HolderKind): [string, Operation][] {
  return [
    [`Put${kind.name}Policy`, write(kind.need, (call) => putInline(call, kind))],
    [
      `Get${kind.name}Policy`,
      read(kind.need, (call) => {
        const name = requiredText(call.parameters, 'PolicyName');
        const text = kind.find(call).inline.get(name);
        if (text === undefined) throw missingInline(kind, name);
        return {
          [`${kind.name}Name`]: kind.find(call).name,
          PolicyName: name,
          PolicyDocument: encodeURIComponent(text),
        };
      }),
    ],
    [
      `Delete${kind.name}Policy`,
      write(kind.need, (call) => {
        const name = requiredText(call.parameters, 'PolicyName');
        if (!kind.findToChange(call).inline.delete(name)) throw missingInline(kind, name);
        return undefined;
      }),
    ],
    [
      `List${kind.name}Policies`,
      read(kind.need, (call) => {
        const page = pageFrom(kind.find(call).inline.keys(), call.parameters);
        return { PolicyNames: page.items, ...page.more };
      }),
    ],
  ];
}

function putInline(call: Call, kind: HolderKind): undefined {
  const entity = kind.findToChange(call);
  const name = checkName(requiredText(call.parameters, 'PolicyName'));
  const text = checkPolicy(requiredText(call.parameters, 'PolicyDocument'), 'identity');
  if (inlineSize(new Map(entity.inline).set(name, text).values()) > kind.inlineQuota) {
    const owner = `${kind.name.toLowerCase()} ${entity.name}`;
    throw limitExceeded(`Maximum policy size of ${kind.inlineQuota} bytes exceeded for ${owner}`);
  }
  entity.inline.set(name, text);
  return undefined;
}

function missingInline(kind: HolderKind, name: string) {
  return noSuchEntity(`The ${kind.name.toLowerCase()} policy with name ${name} cannot be found.`);
}

function attachedPolicies(kind: HolderKind): [string, Operation][] {
  const need = (call: Call): Need => ({
    ...kind.need(call),
    context: [['iam:PolicyARN', requiredText(call.parameters, 'PolicyArn')]],
  });
  return [
    [`Attach${kind.name}Policy`, write(need, (call) => attach(call, kind))],
    [
      `Detach${kind.name}Policy`,
      write(need, (call) => {
        const entity = kind.findToChange(call);
        const arn = requiredText(call.parameters, 'PolicyArn');
        if (!entity.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
        entity.attached = entity.attached.filter((other) => other !== arn);
        return undefined;
      }),
    ],
    [
      `ListAttached${kind.name}Policies`,
      read(kind.need, (call) => {
        const page = pageFrom(kind.find(call).attached, call.parameters);
        const AttachedPolicies = page.items.map((arn) => {
          return { PolicyName: managedPolicy(call.state.policies, arn).name, PolicyArn: arn };
        });
        return { AttachedPolicies, ...page.more };
      }),
    ],
  ];
}

function attach(call: Call, kind: HolderKind): undefined {
  const entity = kind.findToChange(call);
  const { arn } = managedPolicy(call.state.policies, requiredText(call.parameters, 'PolicyArn'));
  if (entity.attached.includes(arn)) return undefined;
  if (entity.attached.length >= attachmentsPerEntity) {
    throw limitExceeded(`Cannot exceed quota for PoliciesPer${kind.name}: ${attachmentsPerEntity}`);
  }
  entity.attached.push(arn);
  return undefined;
}

function boundaries(kind: EntityKind): [string, Operation][] {
  return [
    [
      `Put${kind.name}PermissionsBoundary`,
      write(kind.need, (call) => {
        const { arn } = managedPolicy(call.state.policies, requiredText(call.parameters, 'PermissionsBoundary'));
        kind.findToChange(call).boundary = arn;
        return undefined;
      }),
    ],
    [
      `Delete${kind.name}PermissionsBoundary`,
      write(kind.need, (call) => {
        const entity = kind.findToChange(call);
        if (entity.boundary === null) throw noSuchEntity(`${entity.name} has no permissions boundary.`);
        entity.boundary = null;
        return undefined;
      }),
    ],
  ];
}

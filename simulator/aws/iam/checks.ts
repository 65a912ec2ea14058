import { AwsError, entityAlreadyExists, malformedPolicy, validationError } from '../aws-error.ts';
import { type Parameters, requiredText } from '../parameters.ts';
import { type PolicyUse, parsePolicy } from '../policy/document.ts';
import { type Entity, isReserved } from '../state/account.ts';

export function checkName(name: string): string {
  if (!/^[\w+=,.@-]{1,128}$/.test(name)) {
    throw validationError(
      `The specified value ${name} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
  return name;
}

/** What a new one is to be called, as none of its kind is. */
export function newName(
  kind: 'Group' | 'Role' | 'User',
  taken: ReadonlyMap<string, unknown>,
  parameters: Parameters,
): string {
  const name = checkName(requiredText(parameters, `${kind}Name`));
  if (taken.has(name)) throw entityAlreadyExists(`${kind} with name ${name} already exists.`);
  return name;
}

export function checkPolicy(text: string, use: PolicyUse): string {
  const document = parsePolicy(text, use);
  if (!document.ok) throw malformedPolicy(document.error);
  return text;
}

export function checkModifiable<E extends Entity>(entity: E): E {
  if (isReserved(entity)) {
    throw new AwsError(
      'UnmodifiableEntity',
      400,
      `Cannot perform the operation on the protected role '${entity.name}' - this role is only modifiable by AWS`,
    );
  }
  return entity;
}

/** IAM counts everything but white space, over all inline policies of an entity together. */
export function inlineSize(texts: Iterable<string>): number {
  let size = 0;
  for (const text of texts) size += text.replace(/\s/g, '').length;
  return size;
}

import { fitting, inPolicy } from './fitting.ts';
import { bindingsThatFit, type KeyBinding } from './rotation.ts';

/** What is named at deployment, and goes into what AWS bounds: a function's variables, a role's policies. */
export interface Named {
  readonly units: readonly string[];
  readonly bindings: readonly KeyBinding[];
  /** Secrets with which tokens are revoked. */
  readonly tokenSecrets: readonly string[];
}

/** Of the 10,240 characters of the policies of the role that responds, what its other powers leave. */
const mostOfSecrets = 6_000;
/** Of the 4,096 bytes that any function is told, what the rest leaves. */
const mostOfUnits = 3_000;

/** That there is no room for so much, and what to do; null where there is. */
export function noRoom({
  units,
  bindings,
  tokenSecrets,
}: Named): { readonly what: string; readonly remedy: string } | null {
  const ofUnits = fitting(units, (unit) => unit.length + 1, mostOfUnits);
  if (ofUnits < units.length) {
    return {
      what: `${units.length} units are too many: only ${ofUnits} fit into the environment of a Lambda function`,
      remedy: 'Name a unit above some of them, or the root (r-…): units below it are watched with it.',
    };
  }
  const ofBindings = bindingsThatFit(bindings);
  if (ofBindings < bindings.length) {
    return {
      what: `${bindings.length} access keys are too many to rotate: only ${ofBindings} fit into the environment and the role of one Lambda function`,
      remedy: 'Name no more than that; docs/rotation.md says how to replace the others.',
    };
  }
  const ofSecrets = fitting(tokenSecrets, inPolicy, mostOfSecrets);
  if (ofSecrets < tokenSecrets.length) {
    return {
      what: `${tokenSecrets.length} secrets for tokens are too many: only ${ofSecrets} fit into the policy of one role`,
      remedy:
        'Name no more than that; whoever may read the other secrets can revoke their tokens with rescind contain.',
    };
  }
  return null;
}

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
      what: `Of ${units.length} units ${ofUnits} fit into what AWS lets a function be told`,
      remedy: 'Name a unit above some of them, or the root (r-…): units below a named one are watched with it.',
    };
  }
  const ofBindings = bindingsThatFit(bindings);
  if (ofBindings < bindings.length) {
    return {
      what: `Of ${bindings.length} bound keys ${ofBindings} fit into what AWS lets one function be told and one role reach`,
      remedy: 'Bind no more than that; docs/rotation.md says how the others are replaced.',
    };
  }
  const ofSecrets = fitting(tokenSecrets, inPolicy, mostOfSecrets);
  if (ofSecrets < tokenSecrets.length) {
    return {
      what: `Of ${tokenSecrets.length} secrets for tokens ${ofSecrets} fit into what AWS lets one role reach`,
      remedy:
        'Name no more than that; tokens that lie in others are revoked by rescind contain, by whoever may read them.',
    };
  }
  return null;
}

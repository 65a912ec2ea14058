import { type KnownAction, knownActions, spelled, unlistedAction } from './known-actions.ts';
import { serviceOf } from './service-of.ts';
import type { Weight } from './weight.ts';

/** The most that an action weighs which only lists, describes or reads data; what hands out credentials weighs more. */
const mostOfReading: Weight = 2;

/** Whether a permission, in IAM's words and lower case, is only for reading: `ec2:describeinstances`. */
export function isReadByIam(permission: string): boolean {
  const known = knownIn(serviceOf(permission)).find(({ action }) => action === permission);
  return (known ?? unlistedAction(permission)).weight <= mostOfReading;
}

/** The actions of a service, by IAM's name for it, as far as they are known by name: `ec2:RunInstances`. */
export function actionsIn(service: string): readonly string[] {
  return knownIn(service).map(({ action }) => spelled(action));
}

/** Those of them that are more than reading. */
export function changesIn(service: string): readonly string[] {
  const changes = knownIn(service).filter(({ weight }) => weight > mostOfReading);
  return changes.map(({ action }) => spelled(action));
}

function knownIn(service: string): readonly KnownAction[] {
  return knownActions().get(service) ?? [];
}

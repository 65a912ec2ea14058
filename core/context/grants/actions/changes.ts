import { knownActions, spelled, unlistedAction } from './known-actions.ts';
import { serviceOf } from './service-of.ts';
import type { Weight } from './weight.ts';

/** Of an action that only lists, describes or reads data; what hands out credentials is more. */
const mostOfReading: Weight = 2;

/** Whether a permission, in IAM's words and lower case, is only for reading: `ec2:describeinstances`. */
export function isReadByIam(permission: string): boolean {
  const ofService = knownActions().get(serviceOf(permission)) ?? [];
  return (ofService.find(({ action }) => action === permission) ?? unlistedAction(permission)).weight <= mostOfReading;
}

/** The calls of a service, by IAM's name for it, that are more than reading, as far as they are known by name: `ec2:RunInstances`. */
export function changesIn(service: string): readonly string[] {
  const changes = (knownActions().get(service) ?? []).filter(({ weight }) => weight > mostOfReading);
  return changes.map(({ action }) => spelled(action));
}

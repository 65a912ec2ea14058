import { isReading } from '../../../intake/call.ts';
import { knownActions, spelled } from './known-actions.ts';

/** The calls of a service, by IAM's name for it, that change something, as far as they are known by name: `ec2:RunInstances`. */
export function changesIn(service: string): readonly string[] {
  return (knownActions().get(service) ?? [])
    .map(({ action }) => spelled(action))
    .filter((action) => !isReading(action.slice(service.length + 1)));
}

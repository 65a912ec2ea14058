import { type Place, type Resource, resolveTemplate as resolve } from '../../simulator/aws/cloudformation/template.ts';

export type { Resource };

/** All resources of a template that is given as text, resolved for one account and region. */
export function resolveTemplate(text: string, place: Place): readonly Resource[] {
  return resolve(JSON.parse(text), place).resources;
}

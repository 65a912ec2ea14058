import type { Place } from '../../adapters/aws/deployment/place.ts';
import { globalRegionOf } from '../../contract/regions.ts';
import type { DeploymentPlan } from './deployment-plan.ts';

type Here = Pick<Place, 'region' | 'regions'>;

/** What is logged in the Region of what is global, wherever it is done. */
export const globalCalls = 'IAM, the global endpoint of STS and most console sign-ins';

/** What no trail has: it is heard where there is a rule in the Region that AWS tells it in, and nowhere else. */
const notices = 'what AWS Health, GuardDuty and Access Analyzer say';

/** A clause about the notices of Regions that have no rule; of exposed keys AWS Health tells in the Region of what is global. */
export function noticesUnheard(without: readonly string[], home: string): string {
  const global = globalRegionOf(home);
  const exposed = without.includes(global) ? `, that a key is public among it, which is told in ${global}` : '';
  return `${notices} there comes by no trail and goes unheard${exposed}`;
}

/** Regions that are switched on, as far as the account may be asked; that of what is global and the home one always are. */
export function regionsOn({ region, regions }: Here): readonly string[] {
  const on = [...(regions ?? [])].flatMap(([name, isOn]) => (isOn ? [name] : []));
  return [...new Set([globalRegionOf(region), region, ...on.toSorted()])];
}

/** What goes unheard by this plan and matters most, or comes late, a sentence each with what to do about it. */
export function unheardSentences({ context }: DeploymentPlan, place: Here & Pick<Place, 'optedIn'>): string[] {
  const given = new Map(context);
  const [units, trail = null] = [given.get('units'), given.get('trailBucket')];
  if (units === undefined) return aloneUnheard(place, trail);
  const regions = given.get('regions')?.split(',') ?? [];
  return [
    ...membersUnheard(regions, trail, place.region),
    ...perhapsOff(regions, place),
    ...perhapsMore(regions, place),
  ];
}

/** Of an account alone only the Region is heard that is deployed to. */
function aloneUnheard(here: Here, trail: string | null): string[] {
  const home = here.region;
  const global = globalRegionOf(home);
  const loggedThere = `${globalCalls} are logged in ${global}`;
  if (trail !== null) {
    const there = home === global ? '' : `, with ${global}, where ${globalCalls} are logged,`;
    const ifAll = trail === 'new' ? 'of the trail' : 'in the bucket, if its trail is of all Regions';
    const others = regionsOn(here).filter((region) => region !== home);
    if (others.length === 0) return [];
    return [
      `At once only ${home} is heard: the other Regions${there} come by the files ${ifAll}; ${noticesUnheard(others, home)}.`,
    ];
  }
  return home === global
    ? [
        `Only ${home} is heard; to hear the account's other Regions, add a trail of all Regions: --trail-bucket new, or NAME.`,
      ]
    : [
        `Only ${home} is heard, and ${loggedThere}, so that they go unheard: add a trail of all Regions (--trail-bucket new, or NAME), or deploy in ${global}.`,
      ];
}

/** Regions that were named may lack the two that no deployment should be without. */
function membersUnheard(regions: readonly string[], trail: string | null, home: string): string[] {
  const global = globalRegionOf(home);
  const without = [...new Set([global, home])].filter((region) => !regions.includes(region));
  if (without.length === 0) return [];
  const there = without.includes(global) ? ` (${globalCalls} are logged in ${global})` : '';
  const late = `is heard late, by the files of a trail of all Regions alone, and ${noticesUnheard(without, home)}`;
  const how = trail === null ? 'goes unheard' : late;
  return [`What members do in ${without.join(' and ')} ${how}${there}: add ${without.join(',')} to --regions.`];
}

/** What was switched on here may be off in a member, which nobody sees from here. */
function perhapsOff(regions: readonly string[], { optedIn }: Pick<Place, 'optedIn'>): string[] {
  const some = regions.filter((region) => optedIn.includes(region));
  if (some.length === 0) return [];
  return [
    `${some.join(', ')} may be switched off in a member, which doctor then reports, and alarms may ring for missing heartbeats from there: list the Regions without ${some.length === 1 ? 'it' : 'them'} (--regions) where members do.`,
  ];
}

/** Where the account may not be asked, and nobody named Regions, the two are all there is to go by. */
function perhapsMore(regions: readonly string[], place: Here): string[] {
  if (place.regions !== null || regions.join() !== regionsOn(place).join()) return [];
  return [
    'Which Regions are switched on may not be seen (account:ListRegions): name those that are used with --regions.',
  ];
}

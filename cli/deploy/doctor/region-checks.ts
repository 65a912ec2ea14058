import type { Place } from '../../../adapters/aws/deployment/place.ts';
import { globalRegionOf } from '../../../contract/regions.ts';
import { type Check, fine, type Judged, note } from '../check.ts';
import { globalCalls, noticesUnheard, regionsOn } from '../hearing.ts';
import type { DeploymentFacts } from './read-deployment.ts';

type Seen = Pick<DeploymentFacts, 'resources' | 'stackSets'>;

/** Which Regions that are switched on nobody hears at once, or at all. */
export function regionChecks(seen: Seen, place: Pick<Place, 'region' | 'regions'>): Check[] {
  const heard = regionsHeard(seen, place.region);
  if (heard === null) return [];
  const judged = judge(heard, seen, place);
  // That nothing is missing nobody can say who does not know what there is.
  const known = place.regions === null ? [unlisted(heard), ...(judged.state === 'fine' ? [] : [judged])] : [judged];
  return known.map((one) => ({ about: 'regions', ...one }));
}

function unlisted(heard: readonly string[]): Judged {
  return note(`Heard in ${heard.join(', ')}; which Regions are switched on may not be seen (account:ListRegions).`);
}

/** Null where no member has a rule yet, or that cannot be seen, which the check of members says. */
function regionsHeard({ stackSets }: Seen, home: string): readonly string[] | null {
  if (stackSets.length === 0) return [home];
  const instances = stackSets.find(({ name }) => name === 'rescind-regional')?.instances;
  if (instances?.ok !== true || instances.value.length === 0) return null;
  return [...new Set(instances.value.map(({ region }) => region))].toSorted();
}

function judge(
  heard: readonly string[],
  { resources, stackSets }: Seen,
  place: Pick<Place, 'region' | 'regions'>,
): Judged {
  const global = globalRegionOf(place.region);
  const unheard = regionsOn(place).filter((region) => !heard.includes(region));
  if (unheard.length === 0) return fine(`All Regions that are switched on are heard: ${heard.join(', ')}.`);
  const isAlone = stackSets.length === 0;
  const hasFiles = resources.some(({ logicalId }) => logicalId.startsWith('IngestWorker'));
  const said = `${isAlone ? 'This account is' : 'Members are'} heard at once in ${heard.join(', ')}`;
  const late = `come late, by the files of a trail of all Regions alone, and ${noticesUnheard(unheard, place.region)}`;
  const how = hasFiles ? late : 'go unheard';
  const there = unheard.includes(global) ? ` ${globalCalls} are logged in ${global}.` : '';
  // A trail is what an account alone hears the others by; by no trail it hears that a key is public.
  if (isAlone && hasFiles) {
    const sentence = `${said}; ${unheard.join(', ')} ${how}.`;
    return unheard.includes(global) ? { ...note(sentence), remedy: `Deploy in ${global} instead.` } : fine(sentence);
  }
  const alone = `Deploy again with a trail of all Regions, --trail-bucket new or NAME${place.region === global ? '' : `, or in ${global} instead`}.`;
  return {
    ...note(`${said}; ${unheard.join(', ')} ${how}.${there}`),
    remedy: isAlone ? alone : 'Deploy again without --regions, or with these among them.',
  };
}

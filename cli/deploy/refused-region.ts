import { closest } from 'fastest-levenshtein';
import type { Place } from '../../adapters/aws/deployment/place.ts';
import type { DeploymentWish, Refusal } from './deployment-plan.ts';

/** The first Region of those that are named which is not there or not switched on; null where all are, or nobody may say. */
export function refusedRegion(wish: Pick<DeploymentWish, 'units' | 'regions' | 'watch'>, place: Place): Refusal | null {
  const { region, regions, accountId } = place;
  if (regions === null) return null;
  const { watch = null } = wish;
  const named = [
    { name: region, option: '--region NAME', isForMembers: false },
    ...(wish.units === null ? [] : wish.regions).map((name) => ({
      name,
      option: '--regions NAME,NAME',
      isForMembers: true,
    })),
    ...(watch === null || watch === 'none' ? [] : [{ name: watch, option: '--watch NAME', isForMembers: false }]),
  ];
  const [first] = named.filter(({ name }) => regions.get(name) !== 'on');
  if (first === undefined) return null;
  const { name, option, isForMembers } = first;
  if (!regions.has(name)) {
    return {
      what: `There is no Region ${name}.`,
      remedy: `Did you mean ${closest(name, [...regions.keys()])}? Name it: ${option}.`,
    };
  }
  const everywhere = isForMembers ? ', and in the management account and every member of the organisation' : '';
  return {
    what: `The Region ${name} is not switched on in account ${accountId}.`,
    remedy: `Switch it on here${everywhere} (aws account enable-region --region-name ${name}), or name another: ${option}.`,
  };
}

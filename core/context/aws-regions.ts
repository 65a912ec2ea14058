/** The country in which a region stands; null for regions that are not known yet. */
export function countryOf(region: string): string | null {
  return countries.get(region.replace(/-\d$/, '')) ?? countries.get(region) ?? null;
}

const countries: ReadonlyMap<string, string> = new Map([
  ...['us-east', 'us-west', 'us-gov-east', 'us-gov-west'].map((area) => [area, 'US'] as const),
  ...['ca-central', 'ca-west'].map((area) => [area, 'CA'] as const),
  ['mx-central', 'MX'],
  ['sa-east', 'BR'],
  ['eu-west-1', 'IE'],
  ['eu-west-2', 'GB'],
  ['eu-west-3', 'FR'],
  ['eu-central-1', 'DE'],
  ['eu-central-2', 'CH'],
  ['eu-north', 'SE'],
  ['eu-south-1', 'IT'],
  ['eu-south-2', 'ES'],
  ['af-south', 'ZA'],
  ['il-central', 'IL'],
  ['me-south', 'BH'],
  ['me-central', 'AE'],
  ['ap-south', 'IN'],
  ['ap-southeast-1', 'SG'],
  ['ap-southeast-2', 'AU'],
  ['ap-southeast-3', 'ID'],
  ['ap-southeast-4', 'AU'],
  ['ap-southeast-5', 'MY'],
  ['ap-southeast-7', 'TH'],
  ['ap-northeast-1', 'JP'],
  ['ap-northeast-2', 'KR'],
  ['ap-northeast-3', 'JP'],
  ['ap-east-1', 'HK'],
  ['ap-east-2', 'TW'],
  ['cn-north', 'CN'],
  ['cn-northwest', 'CN'],
]);

/** Of the Regions that are known, the first of each area where areas have several. */
export const regionNames: readonly string[] = [...countries.keys()].map((name) =>
  /-\d$/.test(name) ? name : `${name}-1`,
);

/** Regions that every account has switched on from birth: what is asked where the account's own list may not be read. */
export const bornEnabled = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

/** Whether it has to be switched on first: such a Region is known to services of AWS under names of their own. */
export function isOptIn(region: string): boolean {
  return partitionOf(region) === 'aws' && !bornEnabled.includes(region);
}

/** How the name of a Region is written, for patterns that it is a part of. */
export const regionForm = '[a-z]{2}(?:-[a-z]+)+-[1-9]';

const byPartition: Readonly<Record<string, string>> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

/** The Region of a partition's global services: everybody is known there, and what IAM, Organizations and the like do is logged there. */
export function globalRegionIn(partition: string): string {
  return byPartition[partition] ?? 'us-east-1';
}

/** That of the partition which a Region is in. */
export function globalRegionOf(region: string): string {
  return globalRegionIn(partitionOf(region));
}

/** `aws` for the commercial one, which most Regions are in. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

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

/** The Region of the partition's global services: everybody is known there, and what IAM, Organizations and the like do is logged there. */
export function globalRegionOf(region: string): string {
  if (region.startsWith('cn-')) return 'cn-north-1';
  return region.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1';
}

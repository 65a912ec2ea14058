/** `aws`, `aws-cn`, `aws-us-gov`: where an ARN's account is. `aws` for what is no ARN. */
export function partitionIn(arn: string): string {
  return /^arn:([\w-]+):/.exec(arn)?.[1] ?? 'aws';
}

/** The same by a Region's name. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

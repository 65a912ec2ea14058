/**
 * Whether a request that is signed for this service and Region belongs at this host. An endpoint of one's own,
 * `AWS_ENDPOINT_URL`, is on this machine: SDK clients sign for the Region they are set to there, IAM's too.
 */
export function isEndpointOf(host: string, service: string, region: string): boolean {
  const suffix = partitions.find(([regions]) => regions.test(region))?.[1];
  if (suffix === undefined) return false;
  if (thisMachine.test(host)) return true;
  const only = global[service];
  if (only !== undefined) return region === homeRegion && host === only;
  const regional = `${service}.${region}.${suffix}`;
  // A bucket may stand before the service.
  return host === regional || (service === 's3' && host.endsWith(`.${regional}`));
}

const thisMachine = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/** How the partitions of AWS name their Regions, and what their host names end in. */
const partitions: readonly (readonly [regions: RegExp, suffix: string])[] = [
  [/^(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d$/, 'amazonaws.com'],
  [/^us-gov-[a-z]+-\d$/, 'amazonaws.com'],
  [/^cn-[a-z]+-\d$/, 'amazonaws.com.cn'],
  [/^us-iso-[a-z]+-\d$/, 'c2s.ic.gov'],
  [/^us-isob-[a-z]+-\d$/, 'sc2s.sgov.gov'],
];

/** Services that are at one place for all Regions, and signed for that one. */
const global: Readonly<Record<string, string>> = {
  iam: 'iam.amazonaws.com',
  organizations: 'organizations.us-east-1.amazonaws.com',
  account: 'account.us-east-1.amazonaws.com',
};

const homeRegion = 'us-east-1';

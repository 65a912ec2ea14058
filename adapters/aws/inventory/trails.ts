import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsResponse,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import type { Recording } from '../../../core/intake/account/account-inventory.ts';
import { atOnce } from './at-once.ts';

/** Regions asked at a time. */
const regionsAtOnce = 5;

/**
 * Which Regions' calls a trail records, and whether any selects data events. A trail of all Regions shows itself in each of
 * them, so that one question tells where there is one. Throws where CloudTrail would not tell.
 */
export async function recordingIn(
  clientOf: (region: string) => CloudTrailClient,
  regions: readonly string[],
): Promise<Recording> {
  const [home = 'us-east-1'] = regions;
  const everywhere = await recordedBy(clientOf, home, ({ IsMultiRegionTrail }) => IsMultiRegionTrail === true);
  if (everywhere.management) return { unrecordedRegions: [], dataEvents: everywhere.data ? 'selected' : 'none' };
  const found = await atOnce(regions, regionsAtOnce, async (region) => ({
    region,
    recorded: await recordedBy(clientOf, region, () => true),
  }));
  return {
    unrecordedRegions: found.filter(({ recorded }) => !recorded.management).map(({ region }) => region),
    dataEvents: found.some(({ recorded }) => recorded.data) ? 'selected' : 'none',
  };
}

interface Recorded {
  readonly management: boolean;
  readonly data: boolean;
}

async function recordedBy(
  clientOf: (region: string) => CloudTrailClient,
  region: string,
  wanted: (trail: Trail) => boolean,
): Promise<Recorded> {
  const { trailList = [] } = await clientOf(region).send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  const recorded = await Promise.all(
    trailList.filter(wanted).map(async ({ TrailARN: Name = '', HomeRegion = region }) => {
      const client = clientOf(HomeRegion);
      const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name }));
      if (IsLogging !== true) return nothing;
      return selected(await client.send(new GetEventSelectorsCommand({ TrailName: Name })));
    }),
  );
  return { management: recorded.some(({ management }) => management), data: recorded.some(({ data }) => data) };
}

const nothing: Recorded = { management: false, data: false };

function selected({ EventSelectors = [], AdvancedEventSelectors = [] }: GetEventSelectorsResponse): Recorded {
  const advanced = AdvancedEventSelectors.map(({ FieldSelectors = [] }) => {
    const category = FieldSelectors.find(({ Field }) => Field === 'eventCategory');
    const narrowed = FieldSelectors.some(({ Field }) => Field === 'readOnly' || Field === 'eventSource');
    return { category: category?.Equals?.[0] ?? '', narrowed };
  });
  return {
    management:
      EventSelectors.some((one) => one.IncludeManagementEvents !== false && (one.ReadWriteType ?? 'All') === 'All') ||
      advanced.some(({ category, narrowed }) => category === 'Management' && !narrowed),
    data:
      EventSelectors.some(({ DataResources = [] }) => DataResources.length > 0) ||
      advanced.some(({ category }) => category === 'Data'),
  };
}

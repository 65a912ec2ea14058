import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsResponse,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { fail, ok, type Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import { type Asked, deploymentClients } from './clients.ts';

/** Which management events a trail logs. EventBridge tells of a call only where a trail logs it. */
export interface Logged {
  readonly reads: boolean;
  readonly writes: boolean;
}

export interface LoggingTrail {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  /** Null while it is stopped. The error is AWS's word on why it cannot be told, as of an organisation's trail in a member. */
  readonly logs: Result<Logged | null, string>;
}

type ClientOf = (region: string) => CloudTrailClient;

/** The trails that cover the Region which is asked from, as far as they show there. */
export async function readLogging(
  asked: Asked,
  clientOf: ClientOf = (region) => deploymentClients({ ...asked, region }).cloudtrail,
): Promise<Result<readonly LoggingTrail[], string>> {
  const { region } = asked;
  const described = await attempt(clientOf(region).send(new DescribeTrailsCommand({ includeShadowTrails: true })));
  if (!described.ok) return described;
  const trails = (described.value?.trailList ?? [])
    .map(({ HomeRegion = region, ...trail }) => ({ HomeRegion, ...trail }))
    .filter(({ HomeRegion, IsMultiRegionTrail }) => IsMultiRegionTrail === true || HomeRegion === region);
  return ok(
    await Promise.all(
      trails.map(async ({ Name: name = '', TrailARN: arn = '', HomeRegion: homeRegion }) => {
        // Of its selectors it is only sure to tell at home.
        return { name, arn, homeRegion, logs: await logged(arn, clientOf(homeRegion)) };
      }),
    ),
  );
}

async function logged(arn: string, client: CloudTrailClient): Promise<Result<Logged | null, string>> {
  const status = await attempt(client.send(new GetTrailStatusCommand({ Name: arn })));
  if (!status.ok) return status;
  if (status.value === null) return notShown;
  if (status.value.IsLogging !== true) return ok(null);
  const selectors = await attempt(client.send(new GetEventSelectorsCommand({ TrailName: arn })));
  if (!selectors.ok) return selectors;
  return selectors.value === null ? notShown : ok(loggedBy(selectors.value));
}

/** Another account's trail is listed and then not known. */
const notShown = fail('this account may not see the trail');

/** Management events can be narrowed by no more than that, and by leaving out KMS and the data API of RDS, which hide nobody. */
function loggedBy({ EventSelectors = [], AdvancedEventSelectors = [] }: GetEventSelectorsResponse): Logged {
  const kinds = [
    ...EventSelectors.filter(({ IncludeManagementEvents }) => IncludeManagementEvents !== false).map(
      ({ ReadWriteType }) => ({ reads: ReadWriteType !== 'WriteOnly', writes: ReadWriteType !== 'ReadOnly' }),
    ),
    ...AdvancedEventSelectors.map(({ FieldSelectors = [] }) => {
      const of = (field: string) => FieldSelectors.find(({ Field }) => Field === field)?.Equals;
      const isManagement = of('eventCategory')?.includes('Management') === true;
      const readOnly = of('readOnly') ?? ['true', 'false'];
      return { reads: isManagement && readOnly.includes('true'), writes: isManagement && readOnly.includes('false') };
    }),
  ];
  return { reads: kinds.some(({ reads }) => reads), writes: kinds.some(({ writes }) => writes) };
}

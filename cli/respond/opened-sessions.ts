import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { accountRegions } from '../../adapters/aws/inventory/regions.ts';
import { openedWith } from '../../adapters/aws/responder/opened-with.ts';
import { bornEnabled } from '../../contract/regions.ts';
import type { Mint } from '../../core/intake/who/mint.ts';
import { hour, type Instant } from '../../core/model/instant.ts';
import { withOwnMarked } from '../../core/observe/children.ts';
import type { ChildSession } from '../../core/plan/facts.ts';
import type { OwnAws } from './aws.ts';
import { mayBeOwnRole } from './own-roles.ts';

/** What was opened with a key and may be alive, and what could not be read of that. */
export interface OpenedSessions {
  readonly children: readonly ChildSession[];
  /** A sentence each. */
  readonly unread: readonly string[];
}

/** No session lives longer. */
const longest = 36 * hour;
/** A session that opens another one, which opens another: nobody does more of that in earnest. */
const deepest = 3;

/** Asks the event history of every Region for sessions of roles that the key opened, and for what was opened with those. */
export async function sessionsOpenedWith(key: string, aws: OwnAws, now: Instant): Promise<OpenedSessions> {
  const regions = await regionsOf(aws);
  const clients = regions.map((region) => ({ region, client: new CloudTrailClient({ ...aws.sdk, region }) }));
  const found = new Map<string, Mint>();
  const unread = new Map<string, string[]>();
  const note = (why: string, region: string) => unread.set(why, [...new Set([...(unread.get(why) ?? []), region])]);
  let parents = [key];
  for (let depth = 0; depth < deepest && parents.length > 0; depth += 1) {
    const asked = parents.flatMap((parent) => clients.map((one) => ({ ...one, parent })));
    const answers = await Promise.all(
      asked.map(async ({ region, client, parent }) => {
        try {
          const { opened, isWhole } = await openedWith(client, parent, now - longest);
          if (!isWhole) note('there are more than this command reads', region);
          return opened;
        } catch (error) {
          // fails toward: the plan without them, and a word to whoever acts
          note(error instanceof Error ? error.name : 'unknown error', region);
          return [];
        }
      }),
    );
    const alive = answers.flat().filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
    parents = alive.map(({ accessKeyId }) => accessKeyId).filter((id) => !found.has(id));
    for (const mint of alive) found.set(mint.accessKeyId, mint);
  }
  const children = withOwnMarked([...found.values()].flatMap(childOf), mayBeOwnRole);
  return { children, unread: [...unread].map(sentenceOf) };
}

function childOf({ role, sessionArn, expiresAt }: Mint): ChildSession[] {
  const name = sessionArn?.split('/').at(-1);
  return role === null || name === undefined ? [] : [{ role, name, expiresAt }];
}

function sentenceOf([why, regions]: [string, string[]]): string {
  const where = regions.length > 3 ? `${regions.length} Regions` : regions.join(', ');
  return `Not all sessions that were opened with it were found in ${where} (${why}): look for AssumeRole in CloudTrail there.`;
}

async function regionsOf({ sdk, caller }: OwnAws): Promise<readonly string[]> {
  try {
    return (await accountRegions(new AccountClient(sdk))).on;
  } catch {
    // fails toward: the Regions that every account has
    return caller.arn.startsWith('arn:aws:') ? bornEnabled : [String(sdk.region)];
  }
}

import { type Instant, parseInstant } from '../../core/model/instant.ts';
import type { BenignChange } from '../labels.ts';
import type { CloudTrailRecord } from '../record/cloudtrail-record.ts';

interface Awaited {
  readonly credential: string;
  readonly change: BenignChange;
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * The changes that left a trace, each with those credentials of it that did. Somebody whose work is over, or who was away
 * all the while, is not let alone by anyone's judgement.
 */
export function witnessed(
  changes: readonly BenignChange[],
  records: Iterable<{ readonly record: CloudTrailRecord }>,
): BenignChange[] {
  const awaited = Map.groupBy(changes.flatMap(awaitedBy), ({ credential }) => credential);
  const seen = new Set<Awaited>();
  for (const { record } of records) {
    for (const name of namesIn(record)) {
      for (const one of awaited.get(name) ?? []) {
        if (seen.has(one)) continue;
        const at = parseInstant(record.eventTime) ?? 0;
        if (at >= one.from && at <= one.until) seen.add(one);
      }
    }
  }
  return changes.flatMap((change) => {
    const credentials = [...seen].filter((one) => one.change === change).map(({ credential }) => credential);
    const inOrder = change.credentials.filter((credential) => credentials.includes(credential));
    return inOrder.length === 0 ? [] : [{ ...change, credentials: inOrder }];
  });
}

function awaitedBy(change: BenignChange): Awaited[] {
  const [from, until] = [change.from, change.until].map((text) => parseInstant(text) ?? 0) as [Instant, Instant];
  return change.credentials.map((credential) => ({ credential, change, from, until }));
}

/** What labels call the credential: the key's id, or the ARN of the role or of the user. */
function namesIn({ userIdentity }: CloudTrailRecord): string[] {
  const issuer = userIdentity.sessionContext?.sessionIssuer?.arn;
  return [userIdentity.accessKeyId, userIdentity.arn, issuer].filter((name) => typeof name === 'string');
}

import type { AccountLeftOut } from './account-result.ts';
import type { SweepOutcome } from './sweep.ts';

/** What no list of AWS's shows, to anybody: said in every summary, so that silence is never taken for safety. */
export const notListed = [
  'Active role sessions and short-term Bedrock keys: no AWS API lists them; rescind replay sees their use.',
  'SSH keys, signing certificates, service-specific credentials, parameters and connections: AWS records no date of their last use.',
  'The use of a secret at its vendor: Secrets Manager only shows who read it.',
];

/** What one of single accounts does not know. */
export const notKnownOfTheOrganization =
  'Service and resource control policies: permissions and trust are read as if there were none; --organization reads them.';

/** What a sweep without CloudTrail files does not know. */
export const notKnownWithoutATrail =
  'Where a credential calls from, how it pauses, who created it and who gave it permissions: --trail shows that.';

export interface Unread {
  readonly path: string;
  readonly reason: string;
}

/** Everything that could not be seen in this very sweep, one line each. */
export function unreadIn({ results, refused }: SweepOutcome): Unread[] {
  const lines = [
    ...refused.map(({ accountId, reason }: AccountLeftOut) => ({ path: `account ${accountId}`, reason })),
    ...results.flatMap(({ gaps }) =>
      // Of an account that nobody could enter the line above says it all.
      gaps
        .filter(({ what }) => what !== 'the account')
        .map(({ accountId, region, what, reason, times }) => ({
          path: `account ${accountId}${region === null ? '' : ` ${region}`}, ${what}`,
          reason: times === 1 ? reason : `${reason} (${times} times)`,
        })),
    ),
  ];
  return lines.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Region → how many accounts have it switched off. */
export function regionsOffIn({ results }: SweepOutcome): Readonly<Record<string, number>> {
  const all = results.flatMap(({ regionsOff }) => regionsOff).toSorted();
  return Object.fromEntries([...Map.groupBy(all, (region) => region)].map(([region, times]) => [region, times.length]));
}

/** What no trail records, a sentence each: there is no evidence of what was done there, nor of what was not. */
export function notRecordedIn({ results }: SweepOutcome): readonly string[] {
  const known = results.flatMap(({ recording }) => recording ?? []);
  const regions = Map.groupBy(
    known.flatMap(({ unrecordedRegions }) => unrecordedRegions),
    (region) => region,
  );
  const accounts = (times: number) => `${times} ${times === 1 ? 'account' : 'accounts'}`;
  const blind = [...regions]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([region, all]) => `No trail records Region ${region} in ${accounts(all.length)}.`);
  const dataless = known.filter(({ dataEvents }) => dataEvents === 'none').length;
  return dataless === 0
    ? blind
    : [...blind, `Data events (objects read, functions called, items written) are off in ${accounts(dataless)}.`];
}

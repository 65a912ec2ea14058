import type { Actor } from '../actors/actor.ts';
import { networks } from '../organisation/networks.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { prefixOf } from '../organisation/places.ts';
import type { JsonObject } from '../record/cloudtrail-record.ts';
import { authorizationDetails } from './authorization-details.ts';
import { credentialReport } from './credential-report.ts';
import { credentialEntries } from './credentials.ts';

/** The context folder as its owner would hand it over: file name to text. */
export function contextFiles(
  organisation: Organisation,
  actors: readonly Actor[],
  exemptions: readonly JsonObject[],
): Map<string, string> {
  const files = new Map([
    ['credentials.json', json(credentialEntries(actors))],
    ['networks.csv', networksTable(organisation)],
    ['exemptions.json', json(exemptions)],
  ]);
  for (const accountId of [...new Set(actors.map((actor) => actor.account.id))].sort()) {
    const residents = actors.filter((actor) => actor.account.id === accountId);
    files.set(`credential-report-${accountId}.csv`, credentialReport(accountId, residents, organisation.span.start));
    files.set(`authorization-details-${accountId}.json`, json(authorizationDetails(residents)));
  }
  return files;
}

function networksTable({ gateway }: Organisation): string {
  const own = gateway?.network?.kind === 'corp' ? [gateway.network] : [];
  const lines = [...networks, ...own].flatMap((network) => {
    const organisation = network.organisation.includes(',') ? `"${network.organisation}"` : network.organisation;
    const prefixes = [prefixOf(network), ...(network.sixth === undefined ? [] : [`${network.sixth}::/32`])];
    return prefixes.map((prefix) => `${prefix},AS${network.asn},${network.country},${organisation},${network.kind}`);
  });
  return `${['prefix,asn,country,organisation,kind', ...lines].join('\n')}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

import type { CredentialUse } from '../intake/credential-use.ts';
import { parseAddress } from '../model/ip.ts';
import { once } from '../model/once.ts';
import { countryOf } from './aws-regions.ts';
import type { Network, Networks } from './recorded-context.ts';

type Whereabouts = Pick<CredentialUse, 'credential' | 'source' | 'region' | 'vpcEndpointId' | 'vpcEndpointAccountId'>;

/**
 * Null where the record names no place. A service that calls on the credential's behalf is no place either, whatever
 * endpoint it went through; behind an endpoint the address is a private one, which says less than the endpoint does.
 */
export function placeUse(use: Whereabouts, networks: Networks): Network | null {
  if (use.source.kind === 'service') return null;
  // CloudTrail may write `AWS Internal` here, too.
  if (use.vpcEndpointId?.startsWith('vpce-')) return endpointNetwork(use, use.vpcEndpointId);
  return use.source.kind === 'address' ? networks.locate(use.source.address) : null;
}

/** Anyone can send a stolen credential's calls through an endpoint of their own account. */
export function isByStrangersEndpoint({
  credential,
  vpcEndpointAccountId,
}: Pick<CredentialUse, 'credential' | 'vpcEndpointAccountId'>): boolean {
  return vpcEndpointAccountId !== null && vpcEndpointAccountId !== credential.accountId;
}

function endpointNetwork(use: Whereabouts, endpoint: string): Network {
  const foreign = isByStrangersEndpoint(use);
  const id = foreign ? `foreign endpoint ${endpoint}` : endpoint;
  // It stands in the Region of the service that it leads to, and so does whoever is behind it.
  const country = foreign ? null : countryOf(use.region);
  const known = endpoints.get(id);
  if (known?.country === country) return known;
  const kind = foreign ? 'unknown' : 'endpoint';
  const network: Network = { id, asn: null, country, organisation: null, kind, aws: true };
  if (endpoints.size >= mostEndpoints) endpoints.clear();
  endpoints.set(id, network);
  return network;
}

// One object for all uses by an endpoint, as for all by an address: whether two are the same is asked of each use.
const endpoints = new Map<string, Network>();
const mostEndpoints = 4_096;

/** An address, of IPv6 the half that names a line, however its zeros are written. */
export function lineAt(address: string): string {
  return isLong(address) ? longLineAt(address) : address;
}

const longLineAt = once(4_096, (address) => {
  const whole = parseAddress(address)?.toNormalizedString() ?? address;
  return whole.split(':', 4).join(':');
});

/** Of IPv6. */
export function isLong(address: string | null): boolean {
  return address?.includes(':') === true;
}

/** The console's own terminal runs inside AWS and on the console's session, never on a long-lived key or what a machine was given. */
export function saysCloudShell(use: CredentialUse, network: Network | null): boolean {
  // The console leaves the key out now and then, but not the session.
  const isOfConsole = use.session !== null && use.issuedTo === null;
  return network?.aws === true && isOfConsole && /CloudShell/.test(use.userAgent ?? '');
}

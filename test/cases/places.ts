import type { Network, Networks } from '../../core/context/recorded-context.ts';

/** Somewhere that a call can come from. */
export interface Place {
  readonly address: string;
  readonly network: Network;
}

function place(address: string, id: string, details: Partial<Network>): Place {
  const network: Network = { id, asn: null, country: null, organisation: null, kind: 'isp', aws: false, ...details };
  return { address, network };
}

const amazon = { organisation: 'Amazon', kind: 'cloud', aws: true } as const;

export const awsIreland = place('192.0.2.10', 'AS16509 IE', { ...amazon, asn: 16509, country: 'IE' });
export const awsOhio = place('192.0.2.20', 'AS16509 US', { ...amazon, asn: 16509, country: 'US' });
/** Another machine of the same region. */
export const awsIrelandToo: Place = { ...awsIreland, address: '192.0.2.11' };
/** Any number of them, each with an address of its own. */
export const machine = (n: number): Place => ({ ...awsIreland, address: `192.0.2.${100 + n}` });
export const office = place('198.51.100.10', 'AS64500', {
  asn: 64500,
  country: 'DE',
  organisation: 'Example Corp',
  kind: 'corp',
});
/** A house's gateways as its context folder declares them, one prefix each, and another house's. */
export const secondGateway = place('198.51.100.12', '198.51.100.12/32', {
  country: 'DE',
  organisation: 'Example Corp',
  kind: 'corp',
});
export const gatewayOfOthers = place('198.51.100.13', '198.51.100.13/32', {
  country: 'DE',
  organisation: 'Another Corp',
  kind: 'corp',
});
export const home = place('198.51.100.20', 'AS3320', { asn: 3320, country: 'DE', organisation: 'Telekom' });
/** Another household of the same provider. */
export const nextDoor: Place = { ...home, address: '198.51.100.21' };
export const downTheStreet: Place = { ...home, address: '198.51.100.22' };
/** The same household, by its other family of addresses. */
export const homeByOther: Place = { ...home, address: '2001:db8:1:2::5' };
/** The same household, on days on which its provider gave it another address. */
export const homeOn = (day: number): Place => ({ ...home, address: `198.51.100.${200 + day}` });
export const lima = place('198.51.100.40', 'AS6147', { asn: 6147, country: 'PE', organisation: 'Telefonica del Peru' });
export const athens = place('198.51.100.60', 'AS6799', { asn: 6799, country: 'GR', organisation: 'OTE' });
export const hotel = place('198.51.100.30', 'AS3352', { asn: 3352, country: 'ES', organisation: 'Telefonica' });
export const hosting = place('203.0.113.10', 'AS24940', {
  asn: 24940,
  country: 'FI',
  organisation: 'Hetzner',
  kind: 'hosting',
});
/** The house’s own way out, on a server that it rents. */
const ownServer = place('203.0.113.11', 'AS24940 203.0.113.11', {
  asn: 24940,
  country: 'FI',
  organisation: 'Hetzner',
  kind: 'corp',
});
export const houseExit: Place = { ...ownServer, network: { ...ownServer.network, house: true } };
/** A rented server by which the house's people come day by day, at addresses that change. */
const manysServer = place('203.0.113.12', 'AS14061', { asn: 14061, country: 'DE', kind: 'hosting' });
export const frequented: Place = { ...manysServer, network: { ...manysServer.network, frequented: true } };
/** Where a security service lets a house's people out. */
export const gateway = place('203.0.113.40', 'AS22616', {
  asn: 22616,
  country: 'GB',
  organisation: 'Zscaler',
  kind: 'gateway',
});
/** A machine for hire in somebody else's cloud. */
export const azure = place('203.0.113.50', 'AS8075', {
  asn: 8075,
  country: 'DE',
  organisation: 'Microsoft',
  kind: 'cloud',
});
/** Addresses of a network of one's own, as a gateway inside AWS shows them. */
export const inside = place('198.51.100.50', 'private', { kind: 'private' });
/** A rented server in the country of the home. */
export const serverNearby = place('203.0.113.60', 'AS51167', { asn: 51167, country: 'DE', kind: 'hosting' });
export const vpn = place('203.0.113.20', 'AS9009', { asn: 9009, country: 'GB', organisation: 'M247', kind: 'vpn' });
export const tor = place('203.0.113.30', 'AS60729', { asn: 60729, country: 'DE', kind: 'tor' });

const all = new Map(
  [
    awsIreland,
    awsIrelandToo,
    awsOhio,
    office,
    secondGateway,
    gatewayOfOthers,
    home,
    nextDoor,
    downTheStreet,
    homeByOther,
    hotel,
    lima,
    athens,
    hosting,
    serverNearby,
    houseExit,
    frequented,
    gateway,
    inside,
    vpn,
    azure,
    tor,
  ].map((one) => [one.address, one]),
);

export const places: Networks = {
  locate(address) {
    const numbered = /^192\.0\.2\.1\d\d$/.test(address)
      ? awsIreland
      : /^198\.51\.100\.2\d\d$/.test(address)
        ? home
        : undefined;
    const known = all.get(address) ?? numbered;
    if (known === undefined) throw new Error(`No case knows a place at ${address}`);
    return known.network;
  },
};

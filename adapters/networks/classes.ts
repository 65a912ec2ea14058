import type { NetworkKind } from '../../core/context/recorded-context.ts';

/** Amazon's own networks: EC2 and the services, and the company behind them. */
const amazonItself = [801, 7224, 8987, 9059, 14618, 16509, 21664, 36263, 38895, 62785, 400098, 401395];

const amazon = [
  ...amazonItself,
  // The sovereign cloud; Sinnet and NWCD, who run its Regions in Beijing and Ningxia
  ...[214101, 55960, 135629, 135630],
];

/** Public clouds and edges that many honest workloads call from. */
const clouds = [
  ...amazon,
  // Microsoft (Azure, and GitHub's hosted runners on it), GitHub
  ...[3598, 8068, 8069, 8070, 8071, 8075, 12076, 35106, 36459, 45139, 200517],
  // Google, Google Cloud
  ...[15169, 16550, 19527, 36040, 36384, 36492, 43515, 139070, 139190, 394089, 396982, 214609, 214611],
  // Oracle
  ...[31898, 54253, 20054, 6142],
  // IBM Cloud
  36351,
  // Alibaba, Tencent, Huawei
  ...[37963, 45102, 134963, 45090, 132203, 132591, 133478, 55990, 131444, 136907, 141180, 149167],
  // Cloudflare, Fastly, Akamai
  ...[13335, 132892, 202623, 203898, 209242, 54113, 12222, 16625, 20940, 21342, 32787, 33905, 35994, 36183],
  // Fly.io, Render, Salesforce (Heroku), Yandex Cloud, Naver Cloud
  ...[40509, 397273, 14340, 200350, 210656, 215013, 23576],
];

/** Servers for anyone with a card, and the usual first stop of a stolen key. */
const hosting = [
  // DigitalOcean, Linode, Vultr
  ...[14061, 46652, 393406, 48337, 63949, 20473, 11508, 46407],
  // Hetzner, OVH, Scaleway, Contabo, netcup, IONOS, velia, firstcolo, aurologic
  ...[24940, 212317, 213230, 215859, 16276, 35540, 12876, 29447, 202023, 54265, 40021, 51167, 141995],
  ...[197540, 8560, 29066, 30083, 44066, 30823],
  // Leaseweb
  ...[7203, 16265, 19148, 27411, 28753, 30633, 32613, 38930, 59253, 60626, 60781, 133752, 134351, 136988],
  ...[205544, 393886, 394380, 395954, 396190, 396362],
  // Rackspace, UpCloud, Gcore, Equinix Metal, Latitude.sh, UCloud, Zenlayer
  ...[12200, 15395, 19994, 27357, 33070, 25697, 202053, 199524, 202422, 54825, 396356, 135377, 21859],
  // Hostinger, HostPapa (ColoCrossing), QuadraNet, FranTech (BuyVM), Namecheap, GoDaddy, Unified Layer, B2 Net
  ...[47583, 36352, 54290, 8100, 53667, 22612, 26496, 46606, 55286],
  // Interserver, Performive, Advin, WorldStream, Hivelocity, Eonix, Liquid Web, tzulo, Sharktech, Multacom, EGI, Enzu
  ...[19318, 46562, 22295, 49981, 29802, 61317, 62904, 32244, 11878, 46844, 35916, 18779, 18978],
  // Clouvider, Cherry Servers, Scalaxy, HostRoyale, GleSYS, Anexia, 23M, IT7 (BandwagonHost), Green Floid, Private Layer
  ...[62240, 16125, 59642, 204770, 58061, 203020, 42708, 42473, 47447, 25820, 204957, 51852],
  // Reg.ru, Selectel, Timeweb, Beget, Aeza, AlexHost, MivoCloud, Veesp, Sakura, IDC Frontier
  ...[197695, 49505, 50340, 9123, 198610, 210644, 200019, 39798, 43317, 9370, 4694],
  // 1337 Services, Privex
  ...[210558, 210083],
];

/** Where commercial VPN services let their customers out. M247 and Datacamp also rent servers, to much the same end. */
const vpns = [
  // M247, Datacamp
  ...[9009, 16247, 33970, 42973, 51332, 60068, 211612, 212238],
  // PacketHub (NordVPN), Cyberzone (Surfshark), Strong Technology (StrongVPN), Mudhook (IPVanish)
  ...[136787, 141039, 147049, 207137, 272096, 209854, 13926, 22781, 54203, 62651, 140952, 46253],
  // Proton, Mullvad and its host 31173, Windscribe, IVPN
  ...[62371, 199218, 208172, 209103, 216025, 39351, 49399, 214813, 397540, 203619],
];

/** Foundations and firms whose main traffic is that of the Tor exits they run. */
const torExits = [
  // Emerald Onion, Calyx, Applied Privacy, Erneuerbare Freiheit (torservers.net), F3 Netze, DFRI
  ...[396507, 4224, 208323, 60729, 205100, 198093],
  // Quintex, Unredacted, Church of Cyberology, Brass Horn
  ...[62744, 401401, 401720, 215125, 28715],
];

/** Later lines win. */
const kinds: ReadonlyMap<number, NetworkKind> = new Map([
  ...hosting.map((asn) => [asn, 'hosting'] as const),
  ...clouds.map((asn) => [asn, 'cloud'] as const),
  ...vpns.map((asn) => [asn, 'vpn'] as const),
  ...torExits.map((asn) => [asn, 'tor'] as const),
]);

const amazonNetworks: ReadonlySet<number> = new Set(amazon);

/** A name is a weak witness: good enough to tell a server farm from an access provider where no list knows better. */
const serverFarmName =
  /\b(?:web)?hosting\b|\bvps\b|\bdata ?cent(?:er|re)s?\b|\bservers?\b|\bcolo(?:cation)?\b|\bclouds?\b|\bleaseweb\b/i;

/** Where companies send their people out through a security service: in whatever country it has room, and not where they sit. */
const gatewayName =
  /\b(?:zscaler|netskope|forcepoint|cato networks|iboss|menlo security|opendns|palo alto networks|fortinet)\b/i;

export function kindOf(asn: number, organisation: string | null): NetworkKind {
  const known = kinds.get(asn);
  if (known !== undefined || organisation === null) return known ?? 'isp';
  if (gatewayName.test(organisation)) return 'gateway';
  return serverFarmName.test(organisation) ? 'hosting' : 'isp';
}

/**
 * Amazon's Regions are places of their own, each in its country, and in one of them several numbers take turns: by which a machine comes is
 * Amazon's choice, so that all go by the name of the greatest.
 */
export function networkIdOf(asn: number, country: string | null): string {
  if (!isAmazon(asn) || country === null) return `AS${asn}`;
  return `AS${oneHouse.has(asn) ? greatest : asn} ${country}`;
}

const oneHouse: ReadonlySet<number> = new Set(amazonItself);
const greatest = 16_509;

export function isAmazon(asn: number): boolean {
  return amazonNetworks.has(asn);
}

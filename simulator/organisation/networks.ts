import type { Random } from '../random.ts';
import type { Network, NetworkKind } from './places.ts';

type Row = readonly [
  prefix: string,
  asn: number,
  country: string,
  organisation: string,
  kind: NetworkKind,
  sixth?: string,
];

const rows: readonly Row[] = [
  ['79.192', 3320, 'DE', 'Deutsche Telekom AG', 'isp'],
  ['84.140', 3320, 'DE', 'Deutsche Telekom AG', 'isp'],
  ['91.64', 3209, 'DE', 'Vodafone GmbH', 'isp'],
  ['77.176', 6805, 'DE', 'Telefonica Germany', 'isp'],
  ['80.187', 3320, 'DE', 'Deutsche Telekom AG mobile', 'isp'],
  ['81.151', 2856, 'GB', 'British Telecommunications PLC', 'isp'],
  ['86.160', 2856, 'GB', 'British Telecommunications PLC', 'isp'],
  ['82.20', 5089, 'GB', 'Virgin Media Limited', 'isp'],
  ['90.200', 5607, 'GB', 'Sky UK Limited', 'isp'],
  ['92.40', 206067, 'GB', 'Three UK mobile', 'isp'],
  ['90.48', 3215, 'FR', 'Orange S.A.', 'isp'],
  ['82.64', 12322, 'FR', 'Free SAS', 'isp'],
  ['93.0', 15557, 'FR', 'SFR SA', 'isp'],
  ['92.184.98', 3215, 'FR', 'Orange S.A. mobile', 'isp'],
  ['73.158', 7922, 'US', 'Comcast Cable', 'isp'],
  ['98.114', 701, 'US', 'Verizon Business', 'isp'],
  ['99.64', 7018, 'US', 'AT&T Enterprises', 'isp'],
  ['72.192', 22773, 'US', 'Cox Communications', 'isp'],
  ['172.56', 21928, 'US', 'T-Mobile USA', 'isp'],
  ['90.190', 3249, 'EE', 'Telia Eesti AS', 'isp'],
  ['95.90', 3209, 'DE', 'Vodafone GmbH', 'isp'],
  ['83.38', 3352, 'ES', 'Telefonica de Espana', 'isp'],
  ['79.40', 3269, 'IT', 'Telecom Italia S.p.A.', 'isp'],
  ['86.130', 2856, 'GB', 'British Telecommunications PLC', 'isp'],
  ['126.40', 17676, 'JP', 'SoftBank Corp.', 'isp'],
  ['177.32', 28573, 'BR', 'Claro NXT', 'isp'],
  ['113.160', 45899, 'VN', 'VNPT Corp', 'isp'],
  ['95.24', 8402, 'RU', 'Vimpelcom', 'isp'],
  ['88.99', 24940, 'DE', 'Hetzner Online GmbH', 'hosting'],
  ['65.109', 24940, 'FI', 'Hetzner Online GmbH', 'hosting'],
  ['51.68.36', 16276, 'FR', 'OVH SAS', 'hosting'],
  ['159.89.35', 14061, 'US', 'DigitalOcean, LLC', 'hosting'],
  ['188.166.4', 14061, 'NL', 'DigitalOcean, LLC', 'hosting'],
  ['45.77.3', 20473, 'US', 'The Constant Company (Vultr)', 'hosting'],
  ['172.104.6', 63949, 'US', 'Akamai Connected Cloud (Linode)', 'hosting'],
  ['146.70.83', 9009, 'GB', 'M247 Europe SRL', 'vpn'],
  ['146.70.64', 9009, 'US', 'M247 Europe SRL', 'vpn'],
  ['193.138.218', 39351, 'SE', '31173 Services AB', 'vpn'],
  ['185.159.157', 209103, 'CH', 'Proton AG', 'vpn'],
  ['185.220.101', 60729, 'DE', 'Stiftung Erneuerbare Freiheit', 'tor'],
  ['185.220.100', 205100, 'DE', 'F3 Netze e.V.', 'tor'],
  ['20.109', 8075, 'US', 'Microsoft Corporation', 'cloud'],
  ['4.175', 8075, 'NL', 'Microsoft Corporation', 'cloud'],
  ['153.96', 680, 'DE', 'DFN-Verein', 'isp', '2001:638'],
  ['131.111', 786, 'GB', 'Jisc Services Limited', 'isp', '2001:630'],
  ['132.167', 2200, 'FR', 'Renater', 'isp', '2001:660'],
  ['128.30', 3, 'US', 'Massachusetts Institute of Technology', 'isp', '2603:4000'],
  ['34.74', 396982, 'US', 'Google LLC', 'cloud'],
];

/** AWS's own ranges by region, for workloads outside a VPC and for NAT gateways. */
const awsRows: Readonly<Record<string, readonly [prefix: string, country: string]>> = {
  'us-east-1': ['54.157', 'US'],
  'us-east-2': ['18.220', 'US'],
  'us-west-2': ['35.164', 'US'],
  'eu-west-1': ['54.194', 'IE'],
  'eu-west-2': ['18.132', 'GB'],
  'eu-west-3': ['13.38', 'FR'],
  'eu-central-1': ['3.121', 'DE'],
  'eu-north-1': ['13.51', 'SE'],
  'ap-southeast-1': ['54.179', 'SG'],
  'ap-northeast-1': ['54.168', 'JP'],
  'ap-south-1': ['13.234', 'IN'],
  'sa-east-1': ['54.207', 'BR'],
};

export const networks: readonly Network[] = [
  ...rows.map(([prefix, asn, country, organisation, kind, sixth]) => ({
    octets: prefix.split('.').map(Number),
    asn,
    country,
    organisation,
    kind,
    ...(sixth === undefined ? {} : { sixth }),
  })),
  ...Object.keys(awsRows).map(awsIn),
];

export const regions: readonly string[] = Object.keys(awsRows);

export function awsIn(region: string): Network {
  const [prefix, country] = awsRows[region] ?? ['54.157', 'US'];
  const asn = region === 'us-east-1' ? 14618 : 16509;
  return { octets: prefix.split('.').map(Number), asn, country, organisation: 'Amazon.com, Inc.', kind: 'cloud' };
}

export interface Wanted {
  readonly kind: NetworkKind;
  readonly country?: string;
  readonly notCountry?: string;
  readonly not?: Network;
  readonly organisation?: string;
  /** Of a house with lines of its own, IPv6 among them; else nobody gets these. */
  readonly house?: true;
}

export function aNetwork(random: Random, wanted: Wanted): Network {
  return random.pick(
    networks.filter(
      (network) =>
        network.kind === wanted.kind &&
        (network.sixth !== undefined) === (wanted.house === true) &&
        (wanted.country === undefined || network.country === wanted.country) &&
        network.country !== wanted.notCountry &&
        network.asn !== wanted.not?.asn &&
        (wanted.organisation === undefined
          ? network.organisation !== 'Amazon.com, Inc.'
          : network.organisation.startsWith(wanted.organisation)),
    ),
  );
}

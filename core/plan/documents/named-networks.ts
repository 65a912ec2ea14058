import type { DeclaredContext } from '../../context/recorded-context.ts';
import { parseCidr } from '../../model/ip.ts';
import type { EstablishedNetworks } from '../facts.ts';

/** Words that name networks as IAM knows them: it knows CIDRs and VPCs, not AS numbers. */
export function namedNetworks(words: readonly string[]): EstablishedNetworks {
  return {
    cidrs: words.filter((word) => parseCidr(word) !== null),
    vpcs: words.filter((word) => word.startsWith('vpc-')),
    vpcEndpoints: words.filter((word) => word.startsWith('vpce-')),
  };
}

export function declaredNetworks(declared: DeclaredContext | null): EstablishedNetworks {
  return namedNetworks(declared?.expected.networks ?? []);
}

import type { Network } from '../../core/context/recorded-context.ts';
import type { CredentialUse } from '../../core/intake/credential-use.ts';

/** The addresses that each principal called from, by network: what a pin needs, since IAM knows no networks by name. */
export class Places {
  readonly #seen = new Map<string, Set<string>>();

  note({ credential, source }: CredentialUse, network: Network | null): void {
    if (network === null || source.kind !== 'address') return;
    const key = `${credential.principal} ${network.id}`;
    const addresses = this.#seen.get(key);
    if (addresses === undefined) this.#seen.set(key, new Set([source.address]));
    else addresses.add(source.address);
  }

  addresses(principal: string, networkId: string): readonly string[] {
    return [...(this.#seen.get(`${principal} ${networkId}`) ?? [])];
  }
}

import type { Network, Networks } from '../../core/context/recorded-context.ts';

/** A few addresses make most of the calls. Holds at most `limit` of them, and forgets those not asked for lately. */
export function remembering(networks: Networks, limit = 50_000): Networks {
  let recent = new Map<string, Network>();
  let older = new Map<string, Network>();
  return {
    locate(address) {
      const remembered = recent.get(address);
      if (remembered !== undefined) return remembered;
      const network = older.get(address) ?? networks.locate(address);
      if (recent.size >= limit / 2) {
        older = recent;
        recent = new Map();
      }
      recent.set(address, network);
      return network;
    },
  };
}

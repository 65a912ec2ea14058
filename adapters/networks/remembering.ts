import type { Network, Networks } from '../../core/context/recorded-context.ts';
import { Remembered } from '../../core/model/remembered.ts';

/** A few addresses make most of the calls. Holds at most `limit` of them, and forgets those not asked for lately. */
export function remembering(networks: Networks, limit = 50_000): Networks {
  const located = new Remembered<string, Network>(limit);
  const locate = (address: string) => networks.locate(address);
  return { locate: (address) => located.get(address, locate) };
}

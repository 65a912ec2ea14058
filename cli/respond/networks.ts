import type { DeclaredContext } from '../../core/context/recorded-context.ts';
import { mergeCidrs } from '../../core/plan/documents/cidr-set.ts';
import { declaredNetworks, namedNetworks } from '../../core/plan/documents/named-networks.ts';
import type { EstablishedNetworks } from '../../core/plan/facts.ts';
import { UsageError } from '../exit.ts';

/** The networks that stay open: those given, else those that the owner declared. */
export function networksOf(given: readonly string[], declared: DeclaredContext | null): EstablishedNetworks {
  return given.length > 0 ? namedNetworks(given) : declaredNetworks(declared);
}

/** Nobody is to believe in a network that a policy could not name: private, nearly the whole internet, or mistyped. */
export function readNetwork(word: string, before: readonly string[]): readonly string[] {
  const isVpc = /^vpce?-[0-9a-z]+$/.test(word);
  if (!isVpc && mergeCidrs([word]).length === 0) {
    throw new UsageError(
      `${word} is not a network that a pin can leave open.`,
      'Give a public CIDR (198.51.100.0/24), vpc-… or vpce-….',
    );
  }
  return [...before, word];
}

import { kilometresApart } from '../../context/countries.ts';
import type { Network, RecordedContext } from '../../context/recorded-context.ts';
import { holderOf } from '../../context/sighting.ts';
import { tracesOf } from '../../context/traces.ts';
import type { CredentialUse } from '../../intake/credential-use.ts';
import { hour, minute } from '../../model/instant.ts';
import { once } from '../../model/once.ts';
import { isSettled, type Observation, surpriseOf } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { placeWords } from '../words.ts';

export const impossibleTravel: UseSignal = {
  judges: 'use',
  hears: ['country'],
  id: 'S12',
  name: 'impossible-travel',
  family: 'anomalous',
  group: 'origin',
  authority: 'pin',
  basis: 'habit',
  sentence: 'The credential is used from a country that its holder could not have reached since the last use.',
  attack: ['T1078.004'],
  falsePositives: [
    'A provider announces an address block of one country in another.',
    'A company’s network reaches the internet through another country.',
  ],
  judge(observation) {
    const { use, network, context } = observation;
    const country = standsSomewhere(network) ? network.country : null;
    if (network === null || country === null || !isSettled(observation) || isAnybodys(use)) return null;
    // What was used in both before is used in both, however that is done: some people's lines end here and there.
    if (surpriseOf(observation, 'country', country) < leastNews) return null;
    for (const [from, seenAt] of fixesOf(holderOf(use, context.session) ?? '').until(context.recent, use.at)) {
      const kilometres = kilometresApart(from, country);
      if (kilometres === null || kilometres < leastKilometres) continue;
      const hours = (use.at - seenAt) / hour;
      if (kilometres < fastest * hours) continue;
      const apart = Math.round((use.at - seenAt) / minute);
      return {
        bits: 9,
        key: `${from} ${country}`,
        evidence: `In ${from}, and ${apart} minutes later at ${placeWords(network)}, at least ${Math.round(kilometres)} kilometres away`,
      };
    }
    return null;
  },
};

/** Bits. */
const leastNews = 2;

/** Countries are wide, and some providers' addresses are placed next door. */
const leastKilometres = 500;
/** Kilometres an hour, as airliners fly. */
const fastest = 900;

/** A role's sign-in names no session, so that nobody knows whose it is. */
function isAnybodys({ credential, session }: CredentialUse): boolean {
  return credential.kind === 'role' && credential.person === null && session === null;
}

type Fix = Pick<Observation, 'use' | 'network'> & { readonly context: Pick<RecordedContext, 'recent' | 'session'> };

/** Countries, by the last use in each. Colleagues who take on one role are in several at once. */
const fixes = tracesOf('in country');

/** Kept, since every use asks for those of its holder. */
const fixesOf = once(512, (holder) => fixes.of(holder));

export function noteFix({ use, network, context }: Fix): void {
  if (standsSomewhere(network) && !isAnybodys(use))
    fixesOf(holderOf(use, context.session) ?? '').noteLast(context.recent, network.country, use.at);
}

/** Where rented servers, clouds, anonymisers and a company's own gateways stand tells nothing of where their users are. */
function standsSomewhere(network: Network | null): network is Network & { readonly country: string } {
  return network !== null && network.country !== null && network.kind === 'isp';
}

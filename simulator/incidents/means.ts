import { type Instant, minute, second } from '../../core/model/instant.ts';
import type { Actor } from '../actors/actor.ts';
import { mannerAt } from '../actors/traffic.ts';
import type { Difficulty } from '../labels.ts';
import { aNetwork, awsIn, regions } from '../organisation/networks.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { type Place, placeIn } from '../organisation/places.ts';
import { agentOf } from '../organisation/user-agents.ts';
import type { Random } from '../random.ts';

/** What a thief works with. */
export interface Means {
  readonly place: Place;
  readonly agent: string;
  /** Mean milliseconds between calls. */
  readonly gap: number;
  readonly from: string;
}

/** The louder, the cheaper: rented servers and stock tools first, a line next door and the victim's own tools last. */
export function meansOf(difficulty: Difficulty, victim: Actor, organisation: Organisation, random: Random): Means {
  switch (difficulty) {
    case 'blatant': {
      const network = aNetwork(
        random,
        random.pick([{ kind: 'hosting' }, { kind: 'tor' }, { kind: 'isp', notCountry: organisation.country }]),
      );
      const agent = agentOf(random.pick(['kali', 'pacu', 's3Browser']), random);
      return { place: placeIn(network, random, 2), agent, gap: 2 * second, from: network.organisation };
    }
    case 'plain': {
      const network = random.chance(0.25)
        ? awsIn(random.pick(regions.filter((region) => region !== victim.region)))
        : aNetwork(random, random.pick([{ kind: 'vpn' }, { kind: 'hosting' }]));
      const agent = agentOf(random.pick(['cli', 'boto3', 'go']), random);
      return { place: placeIn(network, random, 2), agent, gap: 8 * second, from: network.organisation };
    }
    case 'stealthy': {
      const network = aNetwork(random, { kind: 'isp', country: organisation.country });
      return {
        place: placeIn(network, random),
        agent: random.pick(victim.agents),
        gap: 3 * minute,
        from: network.organisation,
      };
    }
  }
}

/** Nothing foreign at all: the victim's own place and tools. */
export function ownMeans(victim: Actor, at: Instant, random: Random): Means {
  const { place, agent } = mannerAt(victim, at, random);
  return { place, agent, gap: 40 * second, from: 'the usual network' };
}

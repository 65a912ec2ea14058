import { day, hour } from '../../core/model/instant.ts';
import { runErrand } from '../actors/errand.ts';
import { workloads } from '../actors/workloads.ts';
import { aNetwork, awsIn } from '../organisation/networks.ts';
import { placeIn } from '../organisation/places.ts';
import { agentOf } from '../organisation/user-agents.ts';
import { type Change, notBeforeWork, oneOf } from './change.ts';

const people = ['developer', 'person', 'console'] as const;

/** Changes of place. */
export const movements: readonly Change[] = [
  {
    kind: 'egress-change',
    play: (scene) => {
      const { organisation, random, at } = scene;
      const account = random.pick(organisation.accounts);
      const moved = scene.actors.filter((actor) => actor.places.some(([place]) => place === account.nat));
      if (moved.length === 0) return null;
      const move = { from: account.nat, to: placeIn(awsIn(account.region), random, 2) };
      const until = organisation.span.end;
      for (const actor of moved) actor.episodes.push({ from: at, until, move });
      return {
        actors: moved,
        until,
        story: `${account.name} gets new NAT gateways, so everything in it gets new addresses`,
      };
    },
  },
  {
    kind: 'office-move',
    play: (scene) => {
      const { organisation, random, at } = scene;
      const moved = scene.actors.filter((actor) => actor.places.some(([place]) => place === organisation.office));
      if (moved.length === 0) return null;
      const network = aNetwork(random, { kind: 'isp', country: organisation.country });
      const move = { from: organisation.office, to: placeIn(network, random) };
      const until = organisation.span.end;
      for (const actor of moved) actor.episodes.push({ from: at, until, move });
      return { actors: moved, until, story: `the office changes its provider to ${network.organisation}` };
    },
  },
  {
    kind: 'travel',
    play: (scene) => {
      const actor = oneOf(scene, ...people);
      if (actor === null) return null;
      const { random, at, organisation } = scene;
      const network = aNetwork(random, { kind: 'isp', notCountry: organisation.country });
      const until = notBeforeWork(scene, actor, at + random.between(2, 6) * day);
      actor.episodes.push({ from: at, until, place: placeIn(network, random, 2) });
      return { actors: [actor], until, story: `somebody works while travelling in ${network.country}` };
    },
  },
  {
    kind: 'home-network-change',
    play: (scene) => {
      const actor = oneOf(scene, ...people);
      if (actor?.person === undefined) return null;
      const { random, at, organisation } = scene;
      const network = aNetwork(random, { kind: 'isp', country: organisation.country });
      const move = { from: actor.person.home, to: placeIn(network, random) };
      actor.episodes.push({ from: at, until: organisation.span.end, move });
      return {
        actors: [actor],
        until: organisation.span.end,
        story: `somebody moves house and gets a line from ${network.organisation}`,
      };
    },
  },
  {
    kind: 'vpn-switched-on',
    play: (scene) => {
      const actor = oneOf(scene, ...people);
      if (actor === null) return null;
      const { random, at } = scene;
      const network = aNetwork(random, { kind: 'vpn' });
      const until = notBeforeWork(scene, actor, at + random.between(1, 4) * day);
      actor.episodes.push({ from: at, until, place: placeIn(network, random, 2) });
      return { actors: [actor], until, story: `somebody leaves a private VPN of ${network.organisation} switched on` };
    },
  },
  {
    kind: 'cloud-shell',
    play: (scene) => {
      const actor = oneOf(scene, 'person', 'console');
      if (actor === null) return null;
      const { random, at } = scene;
      const place = placeIn(awsIn(actor.region), random);
      const errand = {
        at,
        workload: workloads.developer,
        calls: 12,
        gap: 20_000,
        place,
        agent: agentOf('cloudShell', random),
        inUsualSession: true,
      } as const;
      const until = runErrand(actor, errand, random, scene.log);
      return { actors: [actor], until: until + hour, story: 'somebody uses CloudShell instead of the laptop' };
    },
  },
];

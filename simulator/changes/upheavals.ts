import { day, hour } from '../../core/model/instant.ts';
import { type Actor, isOneOf, type Workload } from '../actors/actor.ts';
import { hire } from '../actors/archetypes.ts';
import { openSession } from '../actors/session.ts';
import { mannerAt } from '../actors/traffic.ts';
import { workloads } from '../actors/workloads.ts';
import { hex, uniqueId } from '../organisation/ids.ts';
import { aNetwork, awsIn, regions } from '../organisation/networks.ts';
import { openAccount } from '../organisation/organisation.ts';
import { placeIn } from '../organisation/places.ts';
import { agentOf } from '../organisation/user-agents.ts';
import { userKey } from '../record/identity.ts';
import { usStyle } from '../record/mint.ts';
import { recordOf } from '../record/record.ts';
import { type Change, oneOf, type Scene } from './change.ts';

/** Changes that alter much at once, or place and work of the same credential together. */
export const upheavals: readonly Change[] = [
  {
    kind: 'merger',
    play: (scene) => {
      const { organisation, random } = scene;
      const account = openAccount(random, `${organisation.company}-acquired`, random.pick(regions));
      const arriving = (['ci-key', 'lambda', 'ecs', 'batch', 'developer', 'person', 'backup'] as const).map(
        (archetype, i) => arrive(scene, hire(organisation, archetype, 200 + i, account)),
      );
      return {
        actors: arriving,
        until: organisation.span.end,
        story: `a company is bought, with its account ${account.name}`,
      };
    },
  },
  {
    kind: 'new-service-reads-secrets',
    play: (scene) => {
      const { organisation, random, log, at } = scene;
      const actor = arrive(scene, hire(organisation, random.pick(['ecs', 'lambda']), 400));
      const manner = mannerAt(actor, at, random);
      const { signer } = openSession(actor, manner, random, log);
      for (let i = 0; i < random.between(8, 24); i++) {
        const parameters = { secretId: `prod/${actor.stock.service}/${hex(random, 6)}` };
        const call = { action: 'secretsmanager:GetSecretValue', parameters };
        log.add(recordOf(random, signer, { ...manner, at: at + i * 300 }, call));
      }
      const until = organisation.span.end;
      return { actors: [actor], until, story: 'a new service starts and reads all its secrets in one go' };
    },
  },
  {
    kind: 'consultant-week',
    play: (scene) => {
      const { organisation, at } = scene;
      const consultant = hire(organisation, scene.random.pick(['developer', 'person']), 300);
      const until = at + 5 * day;
      const actor = arrive(scene, { ...consultant, active: { from: at, until } });
      return { actors: [actor], until, story: 'a consultant comes for a week' };
    },
  },
  {
    kind: 'region-migration',
    play: (scene) => {
      const { organisation, random, at } = scene;
      const account = random.pick(organisation.accounts);
      const moved = scene.actors.filter(
        (actor) => actor.account.id === account.id && isOneOf(actor, ['lambda', 'ecs', 'ci-key', 'ci-oidc']),
      );
      if (moved.length === 0) return null;
      const region = random.pick(regions.filter((name) => name !== account.region));
      const place = placeIn(awsIn(region), random, 3);
      const until = organisation.span.end;
      for (const actor of moved) {
        const machine = actor.access.kind === 'compute';
        actor.episodes.push({ from: at, until, region, ...(machine ? { place } : {}) });
      }
      return { actors: moved, until, story: `${account.name} moves to ${region} permanently` };
    },
  },
  {
    kind: 'gateways-replaced',
    play: (scene) => {
      const { organisation, random, at } = scene;
      const until = organisation.span.end;
      const moved = organisation.accounts.flatMap((account) => {
        const to = placeIn(awsIn(account.region), random, 2);
        const behind = scene.actors.filter((actor) => actor.places.some(([place]) => place === account.nat));
        for (const actor of behind) actor.episodes.push({ from: at, until, move: { from: account.nat, to } });
        return behind;
      });
      return moved.length === 0
        ? null
        : { actors: moved, until, story: 'every account gets new gateways within one hour' };
    },
  },
  {
    kind: 'sdk-upgrade-everywhere',
    play: (scene) => {
      const { random, at, organisation } = scene;
      const moved = scene.actors.filter((actor) =>
        isOneOf(actor, ['lambda', 'ecs', 'ec2', 'ci-key', 'batch', 'vendor', 'backup']),
      );
      const until = organisation.span.end;
      for (const actor of moved) {
        const agent = actor.agents[0]?.replace(/\d+\.\d+\.\d+/, (version) => nextMinor(version)) ?? '';
        actor.episodes.push({ from: at + random.between(0, 20) * hour, until, agent });
      }
      return moved.length === 0 ? null : { actors: moved, until, story: 'all services get the new SDK within a day' };
    },
  },
  {
    kind: 'new-desk-new-duties',
    play: (scene) => {
      const actor = oneOf(scene, 'developer', 'person', 'console');
      if (actor === null) return null;
      const { random, at, organisation } = scene;
      const until = organisation.span.end;
      const network = aNetwork(random, { kind: 'isp', country: random.chance(0.5) ? organisation.country : 'ES' });
      const extra: Workload = [...workloads.batch, ...workloads.backup];
      const agent = agentOf(random.pick(['cli', 'boto3']), random);
      actor.episodes.push({ from: at, until, place: placeIn(network, random, 2), extra, agent, otherMachine: true });
      return { actors: [actor], until, story: 'somebody changes team, town and laptop on one Monday' };
    },
  },
  {
    kind: 'takes-over-duties',
    play: (scene) => {
      const actor = oneOf(scene, 'developer', 'person', 'console');
      if (actor === null) return null;
      const { at, organisation } = scene;
      const until = organisation.span.end;
      actor.episodes.push({ from: at, until, extra: [...workloads.batch, ...workloads.backup, ...workloads.vendor] });
      return { actors: [actor], until, story: 'somebody takes over a colleague’s work, at the same desk' };
    },
  },
  {
    kind: 'rotation-with-overlap',
    play: (scene) => {
      const actor = oneOf(scene, 'ci-key', 'batch', 'developer');
      if (actor?.access.kind !== 'key') return null;
      const { random, at, organisation, log } = scene;
      const { user, keys } = actor.access;
      const until = organisation.span.end;
      const fresh = { id: uniqueId(random, 'AKIA'), from: at, until: Number.POSITIVE_INFINITY };
      const accessKey = { userName: user.name, accessKeyId: fresh.id, status: 'Active', createDate: usStyle(at) };
      const call = { action: 'iam:CreateAccessKey', parameters: { userName: user.name }, response: { accessKey } };
      log.add(recordOf(random, userKey(user, keys[0]?.id ?? ''), { ...mannerAt(actor, at, random), at }, call));
      actor.episodes.push({ from: at + 6 * day, until, rate: 0 });
      const second = {
        ...actor,
        name: `${actor.name}-second`,
        access: { ...actor.access, keys: [fresh] },
        episodes: [],
      };
      const arrived = arrive(scene, second);
      return { actors: [actor, arrived], until: at + 6 * day, story: 'two keys of one user are in use for six days' };
    },
  },
];

/** `1.34.5` becomes `1.35.0`. */
function nextMinor(version: string): string {
  const [major = '1', minor = '0'] = version.split('.');
  return `${major}.${Number(minor) + 1}.0`;
}

function arrive(scene: Scene, actor: Actor): Actor {
  const { from, until } = actor.active;
  const arrived: Actor = {
    ...actor,
    active: { from: Math.max(from, scene.at), until },
    entry: { ...actor.entry, createdAt: scene.at - hour, lastUsedAt: null },
  };
  scene.join(arrived);
  return arrived;
}

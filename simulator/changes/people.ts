import { day, hour, type Instant, minute } from '../../core/model/instant.ts';
import { type Access, type Actor, type Archetype, keyAt } from '../actors/actor.ts';
import { hire } from '../actors/archetypes.ts';
import { openSession } from '../actors/session.ts';
import { mannerAt } from '../actors/traffic.ts';
import { uniqueId } from '../organisation/ids.ts';
import { openAccount } from '../organisation/organisation.ts';
import { userKey } from '../record/identity.ts';
import { usStyle } from '../record/mint.ts';
import { type Call, recordOf } from '../record/record.ts';
import { type Change, oneOf, type Scene } from './change.ts';

/** Changes of credentials: new ones, and new ones in place of old ones. */
export const people: readonly Change[] = [
  {
    kind: 'key-rotation',
    play: (scene) => {
      const actor = oneOf(scene, 'ci-key', 'developer', 'batch');
      if (actor === null || actor.access.kind !== 'key') return null;
      return {
        actors: [actor],
        until: rotate(scene, actor, actor.access),
        story: 'a key is rotated: a new one is created and used, the old one switched off and deleted',
      };
    },
  },
  {
    kind: 'new-team-member',
    play: (scene) => newcomer(scene, scene.random.pick(['developer', 'person']), 'a colleague starts'),
  },
  { kind: 'new-vendor', play: (scene) => newcomer(scene, 'vendor', 'a new vendor gets its role') },
  {
    kind: 'account-migration',
    play: (scene) => {
      const { organisation, random, at } = scene;
      const leaving = scene.actors
        .filter((a) => ['lambda', 'ecs'].includes(a.archetype) && a.episodes.length === 0)
        .slice(0, 2);
      if (leaving.length === 0) return null;
      const account = openAccount(random, `${organisation.company}-green`, leaving[0]?.region ?? 'eu-west-1');
      const until = organisation.span.end;
      const arriving = leaving.map((actor, index) => {
        actor.episodes.push({ from: at + hour, until, rate: 0 });
        return arrive(scene, hire(organisation, actor.archetype, 100 + index, account));
      });
      return {
        actors: [...leaving, ...arriving],
        until,
        story: `services move to the new account ${account.name}, and their old roles fall silent`,
      };
    },
  },
];

function newcomer(scene: Scene, archetype: Archetype, story: string) {
  const taken = scene.actors.filter((actor) => actor.archetype === archetype).length;
  const actor = arrive(scene, hire(scene.organisation, archetype, taken));
  const admin = scene.actors.find((one) => one.archetype === 'admin' && one.account.id === actor.account.id);
  const actors = admin === undefined ? [actor] : [actor, admin];
  if (admin !== undefined && actor.access.kind === 'key') welcome(scene, admin, actor.access);
  return { actors, until: scene.organisation.span.end, story };
}

/** An administrator makes the user and its first key. */
function welcome(scene: Scene, admin: Actor, { user, keys }: Extract<Access, { kind: 'key' }>): void {
  const { random, log } = scene;
  const manner = mannerAt(admin, scene.at, random);
  const { signer } = openSession(admin, manner, random, log);
  const createDate = usStyle(scene.at - hour);
  const steps: Call[] = [
    {
      action: 'iam:CreateUser',
      parameters: { userName: user.name },
      response: { user: { path: '/', arn: user.arn, userId: user.id, createDate, userName: user.name } },
    },
    { action: 'iam:AddUserToGroup', parameters: { userName: user.name, groupName: 'developers' } },
    {
      action: 'iam:CreateAccessKey',
      parameters: { userName: user.name },
      response: { accessKey: { accessKeyId: keys[0]?.id ?? '', status: 'Active', createDate, userName: user.name } },
    },
  ];
  for (const [index, call] of steps.entries()) {
    log.add(recordOf(random, signer, { ...manner, at: scene.at - hour + index * minute }, call));
  }
}

function arrive(scene: Scene, actor: Actor): Actor {
  const arrived: Actor = {
    ...actor,
    active: { from: scene.at, until: Number.POSITIVE_INFINITY },
    entry: { ...actor.entry, createdAt: scene.at - hour, lastUsedAt: null },
  };
  scene.join(arrived);
  return arrived;
}

function rotate(scene: Scene, actor: Actor, access: Extract<Actor['access'], { kind: 'key' }>): Instant {
  const { random, log, at } = scene;
  const old = keyAt(access.keys, at);
  const fresh = { id: uniqueId(random, 'AKIA'), from: at + 20 * minute, until: Number.POSITIVE_INFINITY };
  access.keys.splice(0, access.keys.length, { ...old, until: fresh.from }, fresh);
  const userName = access.user.name;
  const manner = mannerAt(actor, at, random);
  const write = (
    signer: string,
    later: number,
    action: string,
    parameters: Record<string, string>,
    response: Record<string, Record<string, string>> | null,
  ) =>
    log.add(
      recordOf(random, userKey(access.user, signer), { ...manner, at: at + later }, { action, parameters, response }),
    );
  const accessKey = { userName, accessKeyId: fresh.id, status: 'Active', createDate: usStyle(at) };
  write(old.id, 0, 'iam:CreateAccessKey', { userName }, { accessKey });
  write(fresh.id, day, 'iam:UpdateAccessKey', { userName, accessKeyId: old.id, status: 'Inactive' }, null);
  write(fresh.id, 2 * day, 'iam:DeleteAccessKey', { userName, accessKeyId: old.id }, null);
  return at + 3 * day;
}

import { afterAll, beforeAll, expect, it } from 'vitest';
import { minute } from '../../../core/model/instant.ts';
import { newContainment } from '../../../core/outcome/containment.ts';
import { handStanding } from '../../../functions/respond/standing.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
import { decision, keyStatus } from '../../core/plan/decisions.ts';
import { type Scene, sceneOn } from './scene.ts';

let dynamodb: DynamoDb;
let scene: Scene;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
  scene = await sceneOn(dynamodb, 'standing');
});
afterAll(() => dynamodb.close());

/** At one minute's bell after the other, with the policy that is in the bucket then; null where it cannot be listed. */
async function bells(...digests: readonly (string | null)[]): Promise<number[]> {
  const changes: number[] = [];
  for (const digest of digests) {
    const settings = async () => {
      return { ...(await scene.work.settings()), ...(digest !== null && { policyDigest: digest }) };
    };
    changes.push((await handStanding({ ...scene.work, settings })).PolicyHashMismatch);
    scene.time.at += minute;
  }
  return changes;
}

it('rings once for each change of the policy, its removal and return among them, and not for the first one it sees', async () => {
  expect(await bells('one', 'one', 'two', 'two', null, 'two', '', '', 'two')).toEqual([0, 0, 1, 0, 0, 0, 1, 0, 1]);
});

it('what somebody began and nobody ended is stuck, and a replaced key that waits to fall silent is not', async () => {
  const about = decision({ credential: scene.key });
  const off = keyStatus(scene.key);
  const now = scene.time.at;
  const left = { claim: { holder: 'who died', until: now }, version: 2 };
  const skipped = { to: 'contained', at: now, outcome: { kind: 'skipped', reason: 'in use' } } as const;
  const begun = newContainment(about, 0, off, 'policy', now);
  const retires = { ...off, kind: 'retire-key', since: now } as const;
  const replaced = newContainment({ ...about, id: 'd_2' }, 0, retires, 'policy', now);
  const open = [
    { ...begun, ...left },
    { ...replaced, ...left, answer: skipped },
  ];
  const stuck = async () =>
    (await handStanding({ ...scene.work, store: { ...scene.work.store, open: async () => open } })).Stuck;
  scene.time.at += 10 * minute;
  expect(await stuck()).toBe(0);
  scene.time.at += 1;
  expect(await stuck()).toBe(1);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { minute } from '../../../core/model/instant.ts';
import { handStanding } from '../../../functions/respond/standing.ts';
import { type DynamoDb, startDynamoDb } from '../../adapters/dynamodb/table.ts';
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

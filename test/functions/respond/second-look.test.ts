import { CreateAccessKeyCommand, DeleteAccessKeyCommand } from '@aws-sdk/client-iam';
import { RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import type { RotationStep } from '../../../contract/rotation.ts';
import { nothingDeclared } from '../../../core/context/recorded-context.ts';
import type { Arn } from '../../../core/model/brand.ts';
import { minute, second } from '../../../core/model/instant.ts';
import { answerDecision } from '../../../functions/respond/answer-decision.ts';
import { hold } from '../../../functions/respond/hold.ts';
import { lookAround } from '../../../functions/respond/look-after.ts';
import type { Work } from '../../../functions/respond/work.ts';
import { account } from '../../core/plan/decisions.ts';
import { asOwner, keepKey, rotates, takeStep } from './kept-key.ts';
import { eachInAScene, type Scene } from './scene.ts';

const version = 'nightly'.padEnd(32, '0');
const firstSteps = ['createSecret', 'setSecret', 'testSecret'] as const;

let scene: Scene;
let work: Work;
let secret: Arn;

/** bot's key lies in a secret that Rescind's own function rotates at night. */
eachInAScene('look', async (made) => {
  scene = made;
  const { aws } = scene;
  secret = await keepKey(scene);
  const kept = aws.account(account).state.latest.secrets.get(secret);
  if (kept === undefined) throw new Error('no secret');
  kept.rotationWork = 'by-function';
  await rotates(scene, secret);
  scene.time.at += 60 * minute;
  const declared = { ...nothingDeclared, rotation: { secret } };
  work = {
    ...scene.work,
    settings: async () => {
      const settings = await scene.work.settings();
      return { ...settings, words: { ...settings.words, declared: () => declared } };
    },
  };
});

const begin = async () => {
  await new SecretsManagerClient(asOwner(scene)).send(
    new RotateSecretCommand({ SecretId: secret, ClientRequestToken: version }),
  );
};

async function rotate(...steps: readonly RotationStep[]): Promise<void> {
  for (const step of steps) await takeStep(step, version, secret, scene, work.clock);
}

/** The theft is decided on a moment before, and acted on now. */
const contain = async () =>
  answerDecision(
    await scene.decided({ at: scene.time.at - 5 * second, principal: `arn:aws:iam::${account}:user/bot` }),
    work,
  );
const looked = async (after: number) => {
  scene.time.at += after;
  return lookAround(work);
};
const newKey = async () => {
  const { AccessKey } = await scene.iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
  return AccessKey?.AccessKeyId ?? '';
};
const statusOf = (id: string) => scene.snapshot()?.keys.find((key) => key.id === id)?.status;
const successor = () => scene.snapshot()?.keys.find(({ id }) => id !== scene.key)?.id ?? '';
const told = () => scene.bus.entries.map(({ Detail }) => JSON.stringify(JSON.parse(Detail).notice ?? null)).join();

describe('the key that a rotation makes within the same minute as the containment', () => {
  it('stays on, and is named for what it is', async () => {
    await begin();
    await rotate(...firstSteps, 'finishSecret');
    expect(await contain()).toBe('done');
    await looked(5 * second);
    await looked(minute);
    expect([statusOf(scene.key), statusOf(successor())]).toEqual(['Inactive', 'Active']);
    expect(told()).toContain('which the rotation of its secret created');
  });

  it('is waited for while the rotation is under way, and stays on once it is over', async () => {
    await begin();
    await rotate(...firstSteps);
    await contain();
    await looked(5 * second);
    await looked(minute);
    expect(statusOf(successor())).toBe('Active');
    expect(told()).toContain('check which of them the secret holds');
    await rotate('finishSecret');
    await looked(minute);
    await looked(minute);
    await looked(20 * minute);
    expect([statusOf(scene.key), statusOf(successor())]).toEqual(['Inactive', 'Active']);
  });

  it('is taken for a thief’s where the rotation never ends', async () => {
    await begin();
    await rotate(...firstSteps);
    await contain();
    await looked(5 * second);
    await looked(16 * minute);
    expect(statusOf(successor())).toBe('Inactive');
  });
});

describe('the thief’s own new key goes off', () => {
  it('where no rotation made it', async () => {
    const own = await newKey();
    await contain();
    await looked(5 * second);
    expect(statusOf(own)).toBe('Inactive');
  });

  it('where it stood in the way of the rotation', async () => {
    const own = await newKey();
    await begin();
    await expect(rotate('createSecret')).rejects.toThrow('second key');
    await contain();
    await looked(5 * second);
    await looked(16 * minute);
    expect(statusOf(own)).toBe('Inactive');
  });

  it('where it took the place of the successor after the rotation', async () => {
    await begin();
    await rotate(...firstSteps, 'finishSecret');
    await scene.iam.send(new DeleteAccessKeyCommand({ UserName: 'bot', AccessKeyId: successor() }));
    scene.time.at += 3 * second;
    const own = await newKey();
    await contain();
    await looked(5 * second);
    expect(statusOf(own)).toBe('Inactive');
  });

  it('but not where a person holds that very key: it is named', async () => {
    const own = await newKey();
    await hold({ credential: own, by: 'alice', reason: 'it is ours', until: null }, work, async () => false);
    await contain();
    await looked(5 * second);
    expect(statusOf(own)).toBe('Active');
    expect(told()).toContain('has the new access-key');
  });
});

it('two new keys in the places of the old one and its successor are not told apart: a person is told', async () => {
  await begin();
  await rotate(...firstSteps);
  await contain();
  await scene.iam.send(new DeleteAccessKeyCommand({ UserName: 'bot', AccessKeyId: scene.key }));
  const [one, other] = [successor(), await newKey()];
  await rotate('finishSecret');
  await looked(5 * second);
  expect([statusOf(one), statusOf(other)]).toEqual(['Active', 'Active']);
  expect(told()).toContain('check which of them the secret holds');
});

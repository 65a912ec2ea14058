import { keyIn, type NewKey, withKey } from '../../adapters/aws/rotate/key-form.ts';
import type { KeySecret } from '../../adapters/aws/rotate/key-secret.ts';
import type { UserKeys } from '../../adapters/aws/rotate/user-keys.ts';
import { type KeyBinding, type RotationStep, userArn } from '../../contract/rotation.ts';
import { maskKey } from '../../core/model/brand.ts';
import { second } from '../../core/model/instant.ts';
import type { Clock } from '../../core/outcome/ports.ts';
import { Refusal } from './refusal.ts';
import { attemptFor, type Intent, intentStage, makeRoom, readIntent } from './second-key.ts';

/** One secret with the user whose key it holds. */
export interface Rotation {
  readonly binding: KeyBinding;
  readonly secret: KeySecret;
  readonly keys: UserKeys;
  readonly clock: Clock;
}

const current = 'AWSCURRENT';
const pending = 'AWSPENDING';

/**
 * One step of a rotation; `token` is the id of the new version. Each may come again, after a crash at any point: what an
 * earlier attempt did is found, and gone on with. Throws `Refusal` where a person has to act first.
 */
export async function rotateStep(step: RotationStep, token: string, rotation: Rotation): Promise<void> {
  const { rotates, of } = await rotation.secret.stages();
  const stages = of.get(token);
  if (!rotates) throw new Refusal('The rotation of this secret is switched off.');
  if (stages === undefined) throw new Refusal('Nobody asked for this version, or its rotation was cancelled.');
  if (stages.includes(current)) return step === 'finishSecret' ? tidy(of, rotation) : undefined;
  if (!stages.includes(pending)) throw new Refusal('This version is no longer pending.');
  switch (step) {
    case 'createSecret':
      return create(token, rotation);
    case 'setSecret':
      return seeIsOn(token, rotation);
    case 'testSecret':
      return prove(token, rotation);
    case 'finishSecret':
      await rotation.secret.move(current, holderOf(of, current), token);
      return tidy((await rotation.secret.stages()).of, rotation);
  }
}

/** The intent is kept before the key is made, so that a key that nobody could keep is known again. */
async function create(token: string, { binding, secret, keys, clock }: Rotation): Promise<void> {
  if ((await secret.read(pending, token)) !== null) return;
  const elapsed = clock.now() - ((await readIntent(secret))?.at ?? 0);
  if (elapsed < attemptFor) {
    // Another attempt may be between making its key and keeping it.
    await clock.sleep(attemptFor - elapsed);
    if ((await secret.read(pending, token)) !== null) return;
  }
  const text = (await secret.read(current)) ?? '';
  const old = keyIn(text);
  if (old === null) {
    throw new Refusal(
      'The secret contains no access key. It must contain {"accessKeyId":"AKIA…","secretAccessKey":"…"}.',
    );
  }
  await makeRoom(old.accessKeyId, binding, { secret, keys });
  const intent: Intent = { at: clock.now(), before: (await keys.list()).map(({ id }) => id) };
  await secret.keep(JSON.stringify(intent), intentStage);
  await secret.keep(withKey(text, await keys.create()), pending, token);
}

/** IAM has the new key since it was made: nothing is left to set but to see that nobody switched it off. */
async function seeIsOn(token: string, { binding, secret, keys }: Rotation): Promise<void> {
  const { accessKeyId } = await pendingKey(token, secret);
  const held = (await keys.list()).find(({ id }) => id === accessKeyId);
  if (held?.active === true) return;
  const state = held === undefined ? 'no longer exists' : 'is switched off';
  throw new Refusal(`The new key ${maskKey(accessKeyId)} of user ${binding.user} ${state}.`);
}

/** Tries before AWS must know a new key: about a minute. */
const mostTries = 6;

async function prove(token: string, { binding, secret, keys, clock }: Rotation): Promise<void> {
  const key = await pendingKey(token, secret);
  for (let tries = 0; tries < mostTries; tries++) {
    const holder = await keys.holderOf(key);
    if (holder !== null) {
      if (holder === userArn(binding)) return;
      throw new Refusal(`The new key ${maskKey(key.accessKeyId)} does not belong to user ${binding.user}.`);
    }
    await clock.sleep(second * 2 ** tries);
  }
  throw new Error('the new key does not work yet');
}

/** Takes away the labels that a finished rotation leaves: a pending one would stand in the way of the next. */
async function tidy(of: ReadonlyMap<string, readonly string[]>, { secret }: Rotation): Promise<void> {
  for (const stage of [pending, intentStage]) {
    const holder = holderOf(of, stage);
    if (holder !== null) await secret.move(stage, holder, null);
  }
}

function holderOf(of: ReadonlyMap<string, readonly string[]>, stage: string): string | null {
  return [...of].find(([, stages]) => stages.includes(stage))?.[0] ?? null;
}

async function pendingKey(token: string, secret: KeySecret): Promise<NewKey> {
  const key = keyIn((await secret.read(pending, token)) ?? '');
  if (key === null) throw new Refusal('The pending version contains no access key.');
  return key;
}

import { keyIn } from '../../adapters/aws/rotate/key-form.ts';
import type { KeySecret } from '../../adapters/aws/rotate/key-secret.ts';
import type { HeldKey, UserKeys } from '../../adapters/aws/rotate/user-keys.ts';
import type { KeyBinding } from '../../contract/rotation.ts';
import { maskKey } from '../../core/model/brand.ts';
import { type Instant, minute, second } from '../../core/model/instant.ts';
import { Refusal } from './refusal.ts';

/** Label of the version that says that a key is about to be made. No reader of the secret asks for it. */
export const intentStage = 'RescindIntent';

/** What is written down before a key is made, since IAM shows its secret half once: lost then, it is of use to nobody. */
export interface Intent {
  readonly at: Instant;
  /** The keys that the user had. */
  readonly before: readonly string[];
}

/** Longer than a request to make a key can be under way. */
const making = 6 * minute;

/** From then on an attempt that wrote down what it was about to do has done it, or died: its two calls end within seconds. */
export const attemptFor = minute;

/** A user has at most two keys. Whatever stands in the way of a new one is cleared where that is safe, and named where it is not. */
export async function makeRoom(
  current: string,
  binding: KeyBinding,
  { secret, keys }: { readonly secret: KeySecret; readonly keys: UserKeys },
): Promise<void> {
  const held = await keys.list();
  if (!held.some(({ id }) => id === current)) {
    throw new Refusal(`The secret contains key ${maskKey(current)}, which does not belong to user ${binding.user}.`);
  }
  const intent = await readIntent(secret);
  const previous = keyIn((await secret.read('AWSPREVIOUS')) ?? '')?.accessKeyId ?? null;
  for (const other of held) {
    if (other.id === current) continue;
    if (other.id === previous) refuseUnlessOver(other, binding);
    else if (!(await isLost(other, intent, keys))) {
      throw new Refusal(
        `User ${binding.user} has a second key, ${maskKey(other.id)}, that this secret never contained: its owner has to delete it, or store it in the secret.`,
      );
    }
    await keys.delete(other.id);
  }
}

/** The key that the last rotation replaced is kept until its readers have gone over to the new one, and a person agrees. */
function refuseUnlessOver({ id, active }: HeldKey, { user, deleteOld }: KeyBinding): void {
  if (active) {
    throw new Refusal(
      `Key ${maskKey(id)} of user ${user}, which the last rotation replaced, is still on: switch it off once nothing uses it.`,
    );
  }
  if (!deleteOld) {
    throw new Refusal(
      `Key ${maskKey(id)} of user ${user}, which the last rotation replaced, is off and takes up the user’s second key: delete it.`,
    );
  }
}

/** Made by an attempt of ours that died before it could keep what it had made: young enough, not there before, never used. */
async function isLost({ id, createdAt }: HeldKey, intent: Intent | null, keys: UserKeys): Promise<boolean> {
  if (intent === null || intent.before.includes(id)) return false;
  // IAM's dates have no milliseconds.
  const age = createdAt - intent.at;
  return age >= -second && age <= making && !(await keys.wasUsed(id));
}

export async function readIntent(secret: KeySecret): Promise<Intent | null> {
  const text = await secret.read(intentStage);
  return text === null ? null : (JSON.parse(text) as Intent);
}

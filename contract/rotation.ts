import * as v from 'valibot';
import { fitting, inPolicy } from './fitting.ts';
import { secretArnForm } from './secret-arn.ts';

/** The four steps that Secrets Manager calls a rotation function for, in this order, each as often as it fails. */
const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

export type RotationStep = (typeof steps)[number];

const request = v.object({
  Step: v.picklist(steps),
  SecretId: v.pipe(v.string(), v.minLength(1)),
  ClientRequestToken: v.pipe(v.string(), v.minLength(1)),
});

/** What Secrets Manager asks of a rotation function. */
export type RotationRequest = v.InferOutput<typeof request>;

/** Null where it is no such request. */
export function rotationRequestIn(event: unknown): RotationRequest | null {
  const read = v.safeParse(request, event);
  return read.success ? read.output : null;
}

const binding = v.strictObject({
  /** The secret's ARN with its six last characters. */
  secret: v.pipe(v.string(), v.regex(secretArnForm)),
  /** Name of the IAM user, without its path. */
  user: v.pipe(v.string(), v.regex(/^[\w+=,.@-]{1,64}$/)),
  /** The user's path, where it has one. */
  path: v.optional(v.pipe(v.string(), v.regex(/^\/(?:[\w+=,.@/-]*\/)?$/)), '/'),
  /** True: a key that was replaced and is switched off may be deleted when the next rotation needs its place. */
  deleteOld: v.optional(v.boolean(), false),
});

/**
 * Which user's key a secret holds. It is said at deployment and never read out of the secret: whoever may write a secret
 * must not be able to have a key made for another user.
 */
export type KeyBinding = v.InferOutput<typeof binding>;

/** Throws where the text is no list of bindings. */
export function bindingsIn(text: string): readonly KeyBinding[] {
  return v.parse(v.array(binding), JSON.parse(text));
}

/**
 * The same in few words, since AWS has little room for what a function is told: where secrets are, and of each there
 * `NAME:/PATH/USER`, with `:deleteOld` behind it where that is so. None of these holds a space or a colon.
 */
export function inShort(bindings: readonly KeyBinding[]): string {
  const words = placesOf(bindings).flatMap((place) => [place, ...bindings.filter(isIn(place)).map(wordOf)]);
  return words.join(' ');
}

/** The user is of the account that the secret is of. */
export function userArn({ secret, user, path }: KeyBinding): string {
  const [, partition, , , account] = secret.split(':');
  return `arn:${partition}:iam::${account}:user${path}${user}`;
}

/** Throws where the text is none that `inShort` makes. */
export function bindingsInShort(text: string): readonly KeyBinding[] {
  let place = '';
  return text.split(' ').flatMap((word) => {
    if (word.endsWith(placeEnd)) {
      place = word;
      return [];
    }
    const [name = '', whole = '', ...more] = word.split(':');
    const user = whole.slice(whole.lastIndexOf('/') + 1);
    const path = whole.slice(0, whole.length - user.length);
    return [v.parse(binding, { secret: `${place}${name}`, user, path, deleteOld: more.includes('deleteOld') })];
  });
}

const placeEnd = ':secret:';

/** Where their secrets are, each once: `arn:aws:secretsmanager:eu-west-1:111122223333:secret:`. */
export function placesOf(bindings: readonly KeyBinding[]): readonly string[] {
  return [...new Set(bindings.map(({ secret }) => secret.slice(0, secret.indexOf(placeEnd) + placeEnd.length)))];
}

function isIn(place: string) {
  return ({ secret }: KeyBinding) => secret.startsWith(place);
}

function wordOf({ secret, user, path, deleteOld }: KeyBinding): string {
  const name = secret.slice(secret.indexOf(placeEnd) + placeEnd.length);
  return `${name}:${path}${user}${deleteOld ? ':deleteOld' : ''}`;
}

/** What the function's role may name of secrets and users, and what it may be told, each a little less than AWS has room for. */
const mostNamed = 9_000;
const mostTold = 4_000;

/** How many of them one deployment has room for, from the first on. */
export function bindingsThatFit(bindings: readonly KeyBinding[]): number {
  const named = fitting(bindings, (one) => inPolicy(one.secret) + inPolicy(userArn(one)), mostNamed);
  const told = fitting(bindings, (one) => wordOf(one).length + 1, mostTold - placesOf(bindings).join(' ').length);
  return Math.min(named, told);
}

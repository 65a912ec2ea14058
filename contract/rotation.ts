import * as v from 'valibot';

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
  secret: v.pipe(v.string(), v.regex(/^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:.+-[A-Za-z0-9]{6}$/)),
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

import { rotationClients } from '../../adapters/aws/rotate/clients.ts';
import { keySecret } from '../../adapters/aws/rotate/key-secret.ts';
import { userKeys } from '../../adapters/aws/rotate/user-keys.ts';
import { readEnv } from '../../contract/env.ts';
import { bindingsInShort, rotationRequestIn } from '../../contract/rotation.ts';
import { clock } from '../clock.ts';
import { log, measure, onLambda } from '../runtime.ts';
import { Refusal } from './refusal.ts';
import { rotateStep } from './steps.ts';

let opened: ReturnType<typeof open> | null = null;

/** Called by Secrets Manager, once for each step, and again for one that failed. What it throws fails the rotation. */
export const handler = onLambda(async (event: object): Promise<void> => {
  opened ??= open();
  const { bindings, clients } = opened;
  const request = rotationRequestIn(event);
  if (request === null) throw new TypeError('no step of a rotation');
  const { Step, SecretId, ClientRequestToken } = request;
  try {
    const binding = bindings.find(({ secret }) => secret === SecretId);
    if (binding === undefined)
      throw new Refusal('No user was named for this secret at deployment: rescind deploy --rotate FILE.');
    const { user } = binding;
    await rotateStep(Step, ClientRequestToken, {
      binding,
      secret: keySecret(clients.secrets, SecretId),
      keys: userKeys({ iam: clients.iam, user, sts: {} }),
      clock,
    });
    log('info', 'rotated', { step: Step });
    measure('rotate', { Refused: 0 });
  } catch (error) {
    // A refusal's sentence is our own; other errors may quote what was being read.
    if (error instanceof Refusal) log('error', 'refused', { step: Step, why: error.message });
    measure('rotate', { Refused: error instanceof Refusal ? 1 : 0 });
    throw error;
  }
});

function open() {
  return { bindings: bindingsInShort(readEnv('rotate', process.env).bindings), clients: rotationClients() };
}

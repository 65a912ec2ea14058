import type { Transport } from '../../adapters/oauth/post.ts';
import { isLive, revokeToken } from '../../adapters/oauth/revoke.ts';
import type { TokenSecrets } from '../../adapters/secrets/token-secrets.ts';
import type { Revocation } from '../../core/context/recorded-context.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import type { State } from '../../core/outcome/containment.ts';
import { unseen } from '../../core/outcome/next-move.ts';
import type { Executor, ExecutorError } from '../../core/outcome/ports.ts';
import type { TokenRevocation } from '../../core/plan/measures/measure.ts';

/** By what a token is revoked. */
export interface TokenPorts {
  readonly secrets: TokenSecrets;
  readonly transport: Transport;
  /** Lets the owner's handler hear of it. */
  readonly request: (measure: TokenRevocation) => Promise<void>;
}

/** An executor that also ends tokens that AWS does not know. */
export function revoking(executor: Executor, ports: TokenPorts): Executor {
  return {
    read: (measure) => (measure.kind === 'revoke-token' ? attempt(() => read(measure, ports)) : executor.read(measure)),
    write: (measure, value) =>
      measure.kind === 'revoke-token' ? attempt(() => revoke(measure, ports)) : executor.write(measure, value),
  };
}

async function read(
  { target, how }: TokenRevocation,
  { secrets, transport }: TokenPorts,
): Promise<Result<State, ExecutorError>> {
  const stateOf = (value: string): State => ({ uniqueId: target.name, value });
  // A handler's doing is not to be seen from here.
  if (how.by === 'handler') return ok(stateOf(unseen));
  const client = await secrets.client(how.client);
  if (client.introspection === null) return ok(stateOf(unseen));
  const live = await isLive(client, await tokenOf(how, secrets), transport);
  if (!live.ok) return live;
  return ok(stateOf(live.value === null ? unseen : live.value ? 'live' : 'revoked'));
}

async function revoke(
  measure: TokenRevocation,
  { secrets, transport, request }: TokenPorts,
): Promise<Result<void, ExecutorError>> {
  const { how } = measure;
  if (how.by === 'handler') return ok(await request(measure));
  return revokeToken(await secrets.client(how.client), await tokenOf(how, secrets), transport);
}

function tokenOf({ token, field }: Revocation & { readonly by: 'rfc7009' }, secrets: TokenSecrets): Promise<string> {
  return secrets.token(token, field);
}

/** fails toward: another try, and no claim. An error of the SDK's may quote what it read, so that only its name goes on. */
async function attempt<T>(work: () => Promise<Result<T, ExecutorError>>): Promise<Result<T, ExecutorError>> {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    const own = error instanceof Error && name === 'Error' ? `: ${error.message}` : '';
    return fail({ lasting: 'transient', sentence: `What the revocation needs cannot be read: ${name}${own}` });
  }
}

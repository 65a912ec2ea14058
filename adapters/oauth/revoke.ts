import * as v from 'valibot';
import { fail, ok, type Result } from '../../core/model/result.ts';
import type { ExecutorError } from '../../core/outcome/ports.ts';
import { type Answer, postForm, type Transport, Unreachable } from './post.ts';

/** The server that issued a token, and the client that may revoke there. */
export interface OAuthClient {
  /** RFC 7009. */
  readonly endpoint: string;
  /** RFC 7662; null where the server has none, or the client may not ask. */
  readonly introspection: string | null;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Asks for the end of a token. A server answers alike for a token that it does not know: to ask again is harmless. */
export async function revokeToken(
  client: OAuthClient,
  token: string,
  transport: Transport,
): Promise<Result<void, ExecutorError>> {
  const answer = await ask(client.endpoint, { token }, client, transport);
  if (!answer.ok) return answer;
  const { status } = answer.value;
  return status === 200 ? ok(undefined) : fail(errorOf(status, 'revocation', answer.value.body));
}

/** Whether the server still takes the token; null where it shows no token's state. */
export async function isLive(
  client: OAuthClient,
  token: string,
  transport: Transport,
): Promise<Result<boolean | null, ExecutorError>> {
  if (client.introspection === null) return ok(null);
  const answer = await ask(client.introspection, { token }, client, transport);
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status !== 200) return fail(errorOf(status, 'introspection', body));
  const read = v.safeParse(introspected, jsonOf(body));
  if (read.success) return ok(read.output.active);
  return fail({
    lasting: 'terminal',
    sentence: 'The server’s introspection does not say whether the token is active.',
  });
}

const introspected = v.object({ active: v.boolean() });

async function ask(
  endpoint: string,
  form: Readonly<Record<string, string>>,
  { clientId: id, clientSecret: secret }: OAuthClient,
  transport: Transport,
): Promise<Result<Answer, ExecutorError>> {
  try {
    return ok(await postForm(endpoint, form, { id, secret }, transport));
  } catch (error) {
    // fails toward: another try, but for an endpoint that must not be asked
    if (error instanceof Unreachable)
      return fail({ lasting: 'terminal', sentence: `The token’s server: ${error.message}.` });
    const { name, code = name } = error as Error & { readonly code?: string };
    return fail({ lasting: 'transient', sentence: `The token’s server gave no answer (${code}).` });
  }
}

/** Busy and broken servers are asked again; one that understood and refused is not. Its own text stays out of the sentence. */
function errorOf(status: number, what: string, body: string): ExecutorError {
  const lasting = status === 429 || status >= 500 ? 'transient' : 'terminal';
  const read = v.safeParse(refused, jsonOf(body));
  const code = read.success ? `, ${read.output.error}` : '';
  return { lasting, sentence: `The token’s server answered the ${what} with status ${status}${code}.` };
}

/** The codes that RFC 6749 and RFC 7009 know. */
const refused = v.object({
  error: v.picklist([
    'invalid_request',
    'invalid_client',
    'invalid_grant',
    'unauthorized_client',
    'unsupported_token_type',
    'access_denied',
  ]),
});

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // fails toward: an answer that says nothing
    return null;
  }
}

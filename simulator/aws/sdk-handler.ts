import type { Origin } from './authorise.ts';
import { dispatch, type Switchboard } from './dispatch.ts';

/** The part of the SDK's request that is read here. */
interface SdkRequest {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** What every SDK v3 client takes as `requestHandler`. An alias, since the SDK wants a type with an index. */
export type SdkHandler = {
  handle(request: SdkRequest): Promise<{ response: SdkResponse }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
};

export function sdkHandler(board: Switchboard, from: Origin): SdkHandler {
  return {
    handle: async ({ method = 'POST', path = '/', query = {}, headers, body }) => {
      const search = new URLSearchParams(
        Object.entries(query).flatMap(([name, value]) =>
          [value].flat().map((one): [string, string] => [name, String(one)]),
        ),
      ).toString();
      const place = search === '' ? path : `${path}?${search}`;
      const request = { method, path: place, headers: lowerCased(headers), body: textOf(body) };
      const answer = await dispatch(board, request, from);
      if (answer === null) throw connectionLost();
      const { status, headers: answerHeaders, body: text } = answer;
      return { response: { statusCode: status, headers: { ...answerHeaders }, body: new TextEncoder().encode(text) } };
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

function textOf(body: unknown): string {
  if (body === undefined || body === null) return '';
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** As node reports it, so that the SDK takes it for a transient fault. */
function connectionLost(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

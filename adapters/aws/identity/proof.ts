import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';

/**
 * A signed request to STS that was never sent: whoever holds it can ask STS who signed it, and nothing else. It is good
 * for minutes, and for the one thing that it names.
 */
export interface IdentityProof {
  readonly region: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Names what the proof is good for; signed with the rest. */
export const aboutHeader = 'x-rescind-about';
export const identityRequest = 'Action=GetCallerIdentity&Version=2011-06-15';

class NotSent extends Error {}

/** Signs with the credentials that the SDK finds. Throws where there are none. */
export async function proveIdentity(
  about: string,
  sdk: STSClientConfig & { readonly region: string },
): Promise<IdentityProof> {
  const signed: Record<string, string>[] = [];
  const requestHandler = {
    handle: async ({ headers }: { readonly headers: Record<string, string> }) => {
      signed.push(headers);
      throw new NotSent();
    },
  };
  // Signed for the host that will be asked, whatever kind of endpoint the signer's own calls prefer.
  const usual = { useFipsEndpoint: false, useDualstackEndpoint: false };
  const client = new STSClient({ ...sdk, ...usual, requestHandler, maxAttempts: 1 } as STSClientConfig);
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { readonly headers: Record<string, string> };
      headers[aboutHeader] = about;
      return next(args);
    },
    { step: 'build' },
  );
  try {
    await client.send(new GetCallerIdentityCommand({}));
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
  }
  const [headers] = signed;
  if (headers === undefined) throw new Error('the SDK did not sign the request');
  const kept = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { region: sdk.region, headers: Object.fromEntries(kept.filter(([name]) => isProofHeader(name))) };
}

/** What a proof may consist of: nothing of it chooses where it is sent. */
export function isProofHeader(name: string): boolean {
  return /^(authorization|content-type|x-amz-[a-z0-9-]+|amz-sdk-[a-z0-9-]+|x-rescind-about)$/.test(name);
}

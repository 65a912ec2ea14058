import { aboutHeader, type IdentityProof, identityRequest, isProofHeader } from './proof.ts';

const patience = 5_000;

/**
 * Whose proof it is, as STS says: a user's ARN, or an assumed role's with its session. Null where it proves nothing, or
 * something else than `about`. Throws where STS cannot be asked.
 */
export async function identify(
  { region, headers }: IdentityProof,
  about: string,
  endpoint?: string,
): Promise<string | null> {
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return null;
  if (headers[aboutHeader] !== about || !isSigned(headers.authorization ?? '', aboutHeader)) return null;
  if (!Object.keys(headers).every(isProofHeader)) return null;
  const response = await fetch(endpoint ?? stsIn(region), {
    method: 'POST',
    headers,
    body: identityRequest,
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
  if (response.status >= 500) throw new Error(`STS answered with status ${response.status}`);
  if (!response.ok) return null;
  return /<Arn>(arn:[^<]+)<\/Arn>/.exec(await response.text())?.[1] ?? null;
}

/** A header that is not signed could have been put there by anybody. */
function isSigned(authorization: string, header: string): boolean {
  const [, names = ''] = /SignedHeaders=([^,\s]+)/.exec(authorization) ?? [];
  return names.split(';').includes(header);
}

function stsIn(region: string): string {
  return `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`;
}

import { CreateUserCommand, GetUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { CreateSecretCommand, ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { describe, expect, test, vi } from 'vitest';
import { signedCaller, type Transport } from '../../../adapters/aws/signed-call.ts';
import { serve } from '../../../simulator/aws/serve.ts';
import type { Credentials } from '../../../simulator/aws/simulated-aws.ts';
import { allowAll, clientsOf, home, simulation } from './simulation.ts';

/** What one call of each service comes to: `ok`, or the name of the error. */
type Clients = ReturnType<typeof clientsOf>;
const calls = {
  iam: ({ iam }: Clients) => iam.send(new GetUserCommand({ UserName: 'administrator' })),
  sts: ({ sts }: Clients) => sts.send(new GetCallerIdentityCommand({})),
  secrets: ({ secrets }: Clients) => secrets.send(new ListSecretsCommand({})),
  organizations: ({ organizations }: Clients) => organizations.send(new ListAccountsCommand({})),
};

const outcome = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error: Error) => error.name,
  );

async function outcomes(clients: Clients): Promise<Record<string, string>> {
  const all = Object.entries(calls).map(async ([service, call]) => [service, await outcome(call(clients))]);
  return Object.fromEntries(await Promise.all(all));
}

/** The same error of all services, as each names it. */
const everywhere = (query: string, json: string) => ({ iam: query, sts: query, secrets: json, organizations: json });

const refused = everywhere('SignatureDoesNotMatch', 'InvalidSignatureException');
const unknown = everywhere('InvalidClientTokenId', 'UnrecognizedClientException');
const fine = everywhere('ok', 'ok');

interface Signed {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** SDK clients behind somebody who changes what was signed. */
function tampered(change: (signed: Signed) => Partial<Signed>) {
  const { aws } = simulation();
  const { handle, ...rest } = aws.requestHandler();
  const requestHandler = {
    ...rest,
    handle: (request: object) => {
      const signed = request as Signed;
      return handle({ ...signed, ...change(signed) });
    },
  };
  return clientsOf({ requestHandler: () => requestHandler }, aws.administrator(home));
}

/** A user's session that may call all four. */
async function session(): Promise<{ given: Required<Credentials>; of: (credentials: Credentials) => Clients }> {
  const { aws, sts } = simulation();
  const { Credentials: made } = await sts.send(new GetSessionTokenCommand({ TokenCode: '123456' }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = made ?? {};
  const given = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return { given, of: (credentials) => clientsOf(aws, credentials) };
}

describe('a call', () => {
  test('with the secret of its key is answered, with another one it is not', async () => {
    const { aws } = simulation();
    const { accessKeyId, secretAccessKey } = aws.administrator(home);
    expect(await outcomes(clientsOf(aws, { accessKeyId, secretAccessKey }))).toEqual(fine);
    expect(await outcomes(clientsOf(aws, { accessKeyId, secretAccessKey: `${secretAccessKey}x` }))).toEqual(refused);
    expect(aws.journal.filter(({ effect }) => effect === 'denied').map(({ caller }) => caller)).toEqual(
      Array(4).fill(null),
    );
  });

  test('that was not allowed to begin with leaves no trace of a use', async () => {
    const { aws } = simulation();
    const { accessKeyId } = aws.administrator(home);
    await outcomes(clientsOf(aws, { accessKeyId, secretAccessKey: 'guessed' }));
    expect(aws.account(home).state.latest.users.get('administrator')?.keys[0]?.lastUsed).toBeNull();
  });

  test('of a session is answered with its own token and secret alone', async () => {
    const { given, of } = await session();
    expect(await outcomes(of(given))).toEqual(fine);
    expect(await outcomes(of({ ...given, secretAccessKey: 'guessed' }))).toEqual(refused);
    expect(await outcomes(of({ ...given, sessionToken: 'another' }))).toEqual(unknown);
    const { sessionToken, ...bare } = given;
    expect(await outcomes(of(bare))).toEqual(unknown);
  });

  test('with a token beside a key that has none is nobody’s', async () => {
    const { aws } = simulation();
    expect(await outcomes(clientsOf(aws, { ...aws.administrator(home), sessionToken: 'found' }))).toEqual(unknown);
  });
});

describe('what was changed after it was signed is refused:', () => {
  test.each<[what: string, change: (signed: Signed) => Partial<Signed>]>([
    ['the body', ({ body }) => ({ body: `${body} ` })],
    [
      'the body and what it comes to',
      ({ body, headers }) => {
        const { 'x-amz-content-sha256': _, ...others } = headers;
        return { body: `${body} `, headers: others };
      },
    ],
    ['the host', ({ headers }) => ({ headers: { ...headers, host: 'iam.example' } })],
    ['the instant', ({ headers }) => ({ headers: { ...headers, 'x-amz-date': '20200101T000000Z' } })],
    ['an instant that is none', ({ headers }) => ({ headers: { ...headers, 'x-amz-date': '20269901T000000Z' } })],
    ['the day of the key', ({ headers }) => ({ headers: changed(headers, /\/\d{8}\//, '/20200101/') })],
    ['the Region', ({ headers }) => ({ headers: changed(headers, 'us-east-1', 'eu-west-1') })],
    ['the signature', ({ headers }) => ({ headers: changed(headers, /Signature=\w/, 'Signature=g') })],
    ['no signature at all', ({ headers }) => ({ headers: changed(headers, /Signature=\w+/, 'Signature=') })],
    ['what is signed', ({ headers }) => ({ headers: changed(headers, 'host;', '') })],
    ['a header of AWS’s', ({ headers }) => ({ headers: { ...headers, 'x-amz-more': 'x' } })],
    ['the address', () => ({ path: '/other' })],
    ['the method', () => ({ method: 'GET' })],
  ])('%s', async (_, change) => {
    expect(await outcomes(tampered(change))).toEqual(refused);
  });

  test('a policy on its way to a user, and a secret’s text', async () => {
    const more = tampered(({ body }) => ({ body: body.replace('Deny', 'Allow').replace('mine', 'thine') }));
    const PolicyDocument = allowAll.replace('Allow', 'Deny');
    const put = new PutUserPolicyCommand({ UserName: 'administrator', PolicyName: 'work', PolicyDocument });
    expect(await outcome(more.iam.send(put))).toBe('SignatureDoesNotMatch');
    const secret = new CreateSecretCommand({ Name: 'a', SecretString: 'mine', ClientRequestToken: '1'.repeat(32) });
    expect(await outcome(more.secrets.send(secret))).toBe('InvalidSignatureException');
  });
});

function changed(headers: Record<string, string>, what: string | RegExp, to: string): Record<string, string> {
  return { ...headers, authorization: headers.authorization?.replace(what, to) ?? '' };
}

describe('through the HTTP door', () => {
  test('the secret is asked for as well', async () => {
    const { aws } = simulation();
    const door = await serve(aws);
    const made = (credentials: Credentials) =>
      new IAMClient({ region: 'us-east-1', credentials, endpoint: door.url, maxAttempts: 1 });
    try {
      const { accessKeyId, secretAccessKey } = aws.administrator(home);
      const create = (secret: string) =>
        outcome(
          made({ accessKeyId, secretAccessKey: secret }).send(
            new CreateUserCommand({ UserName: 'bot', Path: '/a b/' }),
          ),
        );
      expect(await create('guessed')).toBe('SignatureDoesNotMatch');
      expect(await create(secretAccessKey)).toBe('ok');
    } finally {
      await door.close();
    }
  });
});

describe('a signed call of our own, without a client of the SDK,', () => {
  const region = 'eu-central-1';
  const place = '/profiles?nextToken=a b/+&pageSize=7';

  test('is signed as AWS would sign it', async () => {
    const { aws } = simulation();
    const transport = aws.requestHandler() as Transport;
    const ask = (credentials: Credentials) =>
      outcome(
        signedCaller({ service: 'rolesanywhere', region, credentials, transport }).call(
          'rolesanywhere:ListProfiles',
          'GET',
          place,
        ),
      );
    const right = aws.administrator(home);
    expect(await ask(right)).toBe('ok');
    expect(await ask({ ...right, secretAccessKey: 'guessed' })).toBe('InvalidSignatureException');
  });

  test('and so it is over the network', async () => {
    const { aws } = simulation();
    const door = await serve(aws);
    vi.stubEnv('AWS_ENDPOINT_URL', door.url);
    try {
      const ask = (credentials: Credentials) =>
        outcome(
          signedCaller({ service: 'rolesanywhere', region, credentials }).call(
            'rolesanywhere:ListProfiles',
            'GET',
            place,
          ),
        );
      const right = aws.administrator(home);
      expect(await ask(right)).toBe('ok');
      expect(await ask({ ...right, secretAccessKey: 'guessed' })).toBe('InvalidSignatureException');
    } finally {
      vi.unstubAllEnvs();
      await door.close();
    }
  });
});

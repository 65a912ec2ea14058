import { CreateUserCommand, GetUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { CreateSecretCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test, vi } from 'vitest';
import { signedCaller, type Transport } from '../../../adapters/aws/signed-call.ts';
import { day, minute } from '../../../core/model/instant.ts';
import { isEndpointOf } from '../../../simulator/aws/protocol/endpoint.ts';
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
    ['the host', ({ headers }) => ({ headers: { ...headers, host: '127.0.0.1' } })],
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

/** What an SDK client may be told of where it calls, and when. */
interface Setting {
  readonly region?: string;
  readonly endpoint?: string;
  readonly systemClockOffset?: number;
}

describe('what was signed for another place or another day is refused:', () => {
  const asked = (service: keyof typeof calls, config: Setting) => {
    const { aws } = simulation();
    const rest = { credentials: aws.administrator(home), requestHandler: aws.requestHandler(), maxAttempts: 1 };
    const given = { region: 'us-east-1', ...rest, ...config };
    return outcome(
      calls[service]({
        iam: new IAMClient(given),
        sts: new STSClient(given),
        secrets: new SecretsManagerClient(given),
        organizations: new OrganizationsClient(given),
      }),
    );
  };

  test.each<[what: string, service: keyof typeof calls, config: Setting, answer: string]>([
    ['a stranger’s host', 'iam', { endpoint: 'https://evil.example.com' }, refused.iam],
    ['another service’s host', 'sts', { endpoint: 'https://iam.amazonaws.com' }, refused.sts],
    [
      'another Region’s host',
      'secrets',
      { endpoint: 'https://secretsmanager.eu-west-1.amazonaws.com' },
      refused.secrets,
    ],
    [
      'a host that is spelt wrong',
      'secrets',
      { endpoint: 'https://secretmanager.us-east-1.amazonaws.com' },
      refused.secrets,
    ],
    ['a host that only begins right', 'iam', { endpoint: 'https://iam.amazonaws.com.example.com' }, refused.iam],
    ['a host that begins as this machine does', 'sts', { endpoint: 'https://localhost.example.com' }, refused.sts],
    ['a Region that there is not', 'sts', { region: 'xx-nowhere-9' }, refused.sts],
    ['the same, on this machine', 'sts', { region: 'xx-nowhere-9', endpoint: 'http://127.0.0.1:4566' }, refused.sts],
    ['IAM in a Region', 'iam', { region: 'eu-west-1', endpoint: 'https://iam.amazonaws.com' }, refused.iam],
    [
      'an organisation in a Region',
      'organizations',
      { region: 'eu-west-1', endpoint: 'https://organizations.eu-west-1.amazonaws.com' },
      refused.organizations,
    ],
    ['400 days ago', 'iam', { systemClockOffset: -400 * day }, refused.iam],
    ['16 minutes ago', 'sts', { systemClockOffset: -16 * minute }, refused.sts],
    ['in 16 minutes', 'secrets', { systemClockOffset: 16 * minute }, refused.secrets],
    ['not 14 minutes ago', 'iam', { systemClockOffset: -14 * minute }, 'ok'],
    ['not Ireland’s own', 'secrets', { region: 'eu-west-1' }, 'ok'],
    ['not IAM from Ireland', 'iam', { region: 'eu-west-1' }, 'ok'],
    ['not this machine', 'iam', { region: 'eu-west-1', endpoint: 'http://localhost:4566' }, 'ok'],
  ])('%s', async (_, service, config, answer) => {
    expect(await asked(service, config)).toBe(answer);
  });
});

test.each([
  ['s3.eu-west-1.amazonaws.com', 's3', 'eu-west-1', true],
  ['evidence.s3.eu-west-1.amazonaws.com', 's3', 'eu-west-1', true],
  ['evidence.sts.eu-west-1.amazonaws.com', 'sts', 'eu-west-1', false],
  ['sts.cn-north-1.amazonaws.com.cn', 'sts', 'cn-north-1', true],
  ['sts.cn-north-1.amazonaws.com', 'sts', 'cn-north-1', false],
  ['sts.us-gov-west-1.amazonaws.com', 'sts', 'us-gov-west-1', true],
  ['sts.us-iso-east-1.c2s.ic.gov', 'sts', 'us-iso-east-1', true],
  ['sts.us-isob-east-1.sc2s.sgov.gov', 'sts', 'us-isob-east-1', true],
])('%s is an endpoint of %s in %s: %j', (host, service, region, is) => {
  expect(isEndpointOf(host, service, region)).toBe(is);
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
  const ask = (credentials: Credentials, over: { readonly transport?: Transport } = {}) =>
    outcome(
      signedCaller({ service: 'rolesanywhere', region, credentials, ...over }).call(
        'rolesanywhere:ListProfiles',
        'GET',
        place,
      ),
    );

  test('is signed as AWS would sign it', async () => {
    const { aws } = simulation();
    const transport = aws.requestHandler() as Transport;
    const right = aws.administrator(home);
    expect(await ask(right, { transport })).toBe('ok');
    expect(await ask({ ...right, secretAccessKey: 'guessed' }, { transport })).toBe('InvalidSignatureException');
  });

  test('and so it is over the network', async () => {
    const { aws } = simulation();
    const door = await serve(aws);
    vi.stubEnv('AWS_ENDPOINT_URL', door.url);
    try {
      const right = aws.administrator(home);
      expect(await ask(right)).toBe('ok');
      expect(await ask({ ...right, secretAccessKey: 'guessed' })).toBe('InvalidSignatureException');
    } finally {
      vi.unstubAllEnvs();
      await door.close();
    }
  });
});

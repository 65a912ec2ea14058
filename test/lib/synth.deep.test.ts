import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** In every process of Node: whoever is to be reached is written down, and not reached. */
const alone = `
  import { appendFileSync } from 'node:fs';
  import dns from 'node:dns';
  import net from 'node:net';
  import { syncBuiltinESMExports } from 'node:module';
  const refuse = (whom) => {
    appendFileSync(process.env.ASKED, whom + '\\n');
    throw new Error('there is no network');
  };
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...given) {
    const [to] = given.flat();
    return typeof to === 'string' || to?.path != null ? connect.apply(this, given) : refuse(String(to?.host ?? '') + ':' + String(to?.port ?? to));
  };
  dns.lookup = (name) => refuse(name);
  dns.promises.lookup = async (name) => refuse(name);
  syncBuiltinESMExports();
`;

/** `npx cdk synth` by somebody with no credentials, no settings and no network. */
async function synthesized(args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-synth-'));
  const [out, asked] = [join(folder, 'cdk.out'), join(folder, 'asked')];
  const nowhere = 'http://127.0.0.1:9';
  const child = spawn(
    'npx',
    ['cdk', 'synth', '--quiet', '--output', out, '-c', `bundles=${join(folder, 'dist')}`, ...args],
    {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        TMPDIR: folder,
        AWS_CONFIG_FILE: join(folder, 'config'),
        AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
        HTTPS_PROXY: nowhere,
        HTTP_PROXY: nowhere,
        https_proxy: nowhere,
        http_proxy: nowhere,
        NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(alone)}`,
        ASKED: asked,
        // Whether there is a newer npm, npx would ask beside its work.
        npm_config_update_notifier: 'false',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const [status] = await once(child, 'close');
  expect(status, said.join('')).toBe(0);
  const read = (name: string) => JSON.parse(readFileSync(join(out, name), 'utf8'));
  return {
    asked: existsSync(asked) ? readFileSync(asked, 'utf8') : '',
    stacks: readdirSync(out).flatMap((name) => /^(\w+)[.]template[.]json$/.exec(name)?.[1] ?? []),
    template: (stack: string) => read(`${stack}.template.json`),
    checks: read('validation-report.json').pluginReports as readonly unknown[],
  };
}

it.each([
  ['an account alone', [], ['Rescind', 'RescindWatch']],
  [
    'an organisation whose administrator is a delegate',
    ['organization=o-abcdefghij', 'units=r-abcd', 'delegated=true', 'slackSecret=rescind/slack', 'trailBucket=logs'],
    ['Rescind', 'RescindManagement', 'RescindWatch'],
  ],
] as const)(
  'the templates of %s are written and checked without a network, and nobody is asked',
  async (_, context, stacks) => {
    const made = await synthesized(context.flatMap((one) => ['-c', one]));
    expect(made.asked).toBe('');
    expect(made.stacks).toEqual(stacks);
    for (const stack of stacks) expect(Object.keys(made.template(stack).Resources).length, stack).toBeGreaterThan(3);
    // The CDK's own is in the report where it found something.
    expect(made.checks).toMatchObject([{ pluginName: 'AwsSolutions', conclusion: 'success', violations: [] }]);
  },
  180_000,
);

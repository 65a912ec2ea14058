import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, describe, expect, test } from 'vitest';
import { rescind } from '../../cli/program.ts';
import { runIn } from '../cli/command-line.ts';
import { houseFiles, root } from './source.ts';
import { elsewhere, typedEverywhere, untried } from './typed.ts';

const pages = houseFiles(/\.md$/).filter(({ path }) => /^(docs\/.*|[A-Z]+)\.md$/.test(path));
const scripts: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;

const typed = typedEverywhere();

const program = await rescind();

function commandNamed(name: string, among: Command): Command | undefined {
  return among.commands.find((command) => command.name() === name);
}

/** The words that name a command (`policy check`), and the options typed after them. */
function faultOfRescind([name = '', ...rest]: readonly string[]): string | null {
  if (name === '--help') return null;
  const outer = commandNamed(name, program);
  if (outer === undefined) return `there is no command ${name}`;
  const command = outer.commands.length === 0 ? outer : commandNamed(rest[0] ?? '', outer);
  if (command === undefined) return `${name} has no command ${rest[0]}`;
  const known = ['--help', ...command.options.map(({ long }) => long)];
  const unknown = rest.filter((word) => word.startsWith('--') && !known.includes(word));
  return unknown.length > 0 ? `${name} does not know ${unknown.join(', ')}` : null;
}

function faultOf(line: string): string | null {
  const words = line.split(/\s+/).filter((word) => word !== '--');
  const [tool = '', ...args] = words[0] === 'npx' ? words.slice(1) : words;
  if (tool === 'rescind') return faultOfRescind(args);
  if (tool === 'npm') return faultOfNpm(args);
  if (tool === 'node') return existsSync(join(root, args[0] ?? '')) ? null : `there is no file ${args[0]}`;
  if (tool === 'aws') return faultOfAws(args);
  if (tool === 'vitest')
    return args[0] === 'run' && existsSync(join(root, args[1] ?? '')) ? null : 'there is no such test';
  return ['git', 'cd'].includes(tool) || existsSync(join(root, 'node_modules/.bin', tool))
    ? null
    : `nobody has ${tool}`;
}

function faultOfNpm([first = '', ...rest]: readonly string[]): string | null {
  if (first === 'ci') return null;
  const script = first === 'run' ? rest[0] : first;
  if (script === 'bench' && rest.length > 1 && !benches.includes(rest[1])) return `there is no bench ${rest[1]}`;
  if (script === 'deploy') return faultOfRescind(['deploy', ...rest]);
  if (script === undefined || scripts[script] === undefined) return `there is no script ${script}`;
  return script === 'start' && rest.length > 0 ? faultOfRescind(['demo', ...rest]) : null;
}

const benches = [...readFileSync(join(root, 'bench/bench.ts'), 'utf8').matchAll(/^ {2}(\w+): \{$/gm)].map(
  ([, name]) => name,
);

/** AWS's own commands that are no single operation of an API. */
const shorthands = ['s3 cp', 'cloudformation deploy', 'login '];

/** By the SDK's own list of operations. */
function faultOfAws([service = '', operation = '']: readonly string[]): string | null {
  if (shorthands.includes(`${service} ${operation}`)) return null;
  const client = { s3api: 's3', secretsmanager: 'secrets-manager' }[service] ?? service;
  const name = operation.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const file = join(root, `node_modules/@aws-sdk/client-${client}/dist-types/commands/${name}Command.d.ts`);
  return existsSync(file) || name === 'Invoke' ? null : `AWS has no ${service} ${operation}`;
}

test('there is something to check: the README and the pages of docs, with commands to type', () => {
  expect(pages.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md']),
  );
  expect(typed.map(({ line }) => line)).toEqual(expect.arrayContaining(['npm start', 'npm test']));
});

test.each(typed)('$page: $line', ({ line }) => {
  expect(faultOf(line)).toBeNull();
});

test('what no test types is known, with its reason, and what is typed elsewhere is typed there', () => {
  const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  expect(untried.filter(({ why }) => !contributing.includes(why))).toEqual([]);
  const unknown = typed.filter(({ line }) => {
    return !/^(npx )?rescind /.test(line) && !untried.some((one) => one.line.test(line));
  });
  expect(unknown).toEqual([]);
  const absent = elsewhere.filter(({ test, by }) => !readFileSync(join(root, test), 'utf8').includes(by));
  expect(absent).toEqual([]);
});

/** `rescind …` in the middle of a sentence, where a capital word or … stands for what the reader puts in. */
const mentioned = pages.flatMap(({ path, text }) =>
  [
    ...text
      .replaceAll(/^```.*?^```/gms, '')
      .matchAll(/`((?:npx |npm run |aws )(?:rescind )?[a-z][^`]*|rescind [a-z][^`]*)`/g),
  ].map(([, line = '']) => ({
    page: path,
    line: line.replace(/\s+/g, ' '),
  })),
);

test('every command that a sentence names exists, with its options', () => {
  expect(mentioned.length).toBeGreaterThan(10);
  const whole = mentioned.filter(({ line }) => !/^np[mx] .*…/.test(line));
  const faults = whole.flatMap(({ page, line }) => {
    const fault = faultOf(line);
    return fault === null ? [] : [`${page}: ${line}: ${fault}`];
  });
  expect(faults).toEqual([]);
});

test.each([
  'npm run nonsense',
  'npx rescind nonsense',
  'npx rescind replay x --nonsense',
  'npm start -- --nonsense',
  'node nonsense.ts',
  'make',
  'npm run bench -- nonsense',
  'npm run deploy -- --nonsense',
  'aws sqs nonsense',
])('a command that does not exist is found: %s', (line) => expect(faultOf(line)).not.toBeNull());

describe('the README’s first five minutes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-readme-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const type = (script: string, ...args: string[]) =>
    execFileSync(process.execPath, [join(root, script), ...args], { cwd: folder, encoding: 'utf8' });
  const typeHere = async (...args: string[]) => {
    const { status, stdout, stderr } = await runIn({ cwd: folder }, args);
    expect(status, stderr).toBe(0);
    return stdout;
  };

  const story = type('bin/rescind.ts', 'demo');

  test('the demo prints what the README shows of it, line by line', () => {
    const shown = shownOfDemo();
    expect(shown.length).toBeGreaterThan(8);
    const printed = story.split('\n');
    expect(shown.filter((line) => !printed.some((one) => isBeginningOf(line, one)))).toEqual([]);
  });

  test('the demo ends with a report, and with a decision that can be explained', async () => {
    expect(readFileSync(join(folder, 'rescind-report.html'), 'utf8')).toContain('<!doctype html>');
    const [decision = ''] = /\bd_[0-9a-f]{16}\b/.exec(story) ?? [];
    expect(await typeHere('explain', decision)).toContain(decision);
  });

  test('a folder of logs is replayed into decisions', async () => {
    type(
      'simulator/main.ts',
      '--days',
      '4',
      '--credentials',
      '8',
      '--incidents',
      'canary-key-used',
      '--changes',
      '0',
      '--out',
      '.',
    );
    expect(await typeHere('replay', 'trail', '--context', 'context', '--decisions', 'd.ndjson', '--no-report')).toMatch(
      /^\d[\d,]* records in \d+ files/,
    );
    const decisions = readFileSync(join(folder, 'd.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(decisions).toContainEqual(
      expect.objectContaining({ action: 'disable', mode: 'observe', families: ['anomalous'] }),
    );
  });

  test('a signal is looked up', async () => {
    expect(await typeHere('signals', 'S09')).toContain('S09 new-network');
  });
});

/** The lines of the page's only picture of the demo that are not empty. */
function shownOfDemo(): string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const picture = [...readme.matchAll(/^```text\n(.*?)^```/gms)].find(([, text = '']) =>
    text.includes('Honest changes'),
  );
  return (picture?.[1] ?? '').split('\n').filter((line) => line !== '');
}

/** The page cuts long lines. */
function isBeginningOf(shown: string, line: string): boolean {
  return shown.endsWith(' …') ? line.startsWith(shown.slice(0, -2)) : line === shown;
}

test('links inside the house lead somewhere', () => {
  const dead = pages.flatMap(({ path, text }) => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);
    return links.filter((link) => !existsSync(join(root, path, '..', link))).map((link) => `${path} → ${link}`);
  });
  expect(dead).toEqual([]);
});

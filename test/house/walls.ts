import { type Import, type Source, whole } from './source.ts';

/** What no file may do, and why. `planted` is a file that does it, so that no wall is ever only painted on. */
export interface Wall {
  readonly why: string;
  /** The offence in a few words, or null. */
  readonly forbids: (source: Source) => string | null;
  readonly planted: { readonly path: string; readonly text: string };
}

/** core's rooms in walking order: each may import the ones before it. */
const corridor = ['model', 'policy', 'intake', 'context', 'signals', 'verdict', 'plan', 'outcome'];
/** Who walks it with more than one credential, likewise in order. */
const walks = ['fleet', 'observe', 'sweep'];
const rooms = [...corridor, ...walks];
/** Parts of a room that stand by themselves. */
const chambers = ['core/context/habits', 'core/context/grants'];
/** Parts of one room, of which the first knows nothing of the second. */
const parts = [
  ['core/intake/who', 'core/intake/what'],
  ['core/signals/who', 'core/signals/what'],
  ['core/plan/documents', 'core/plan/measures'],
  ['cli/deploy/trail', 'cli/deploy/doctor'],
] as const;

/** The packages of each part of the house; a part that is not named may have none. */
const packages: readonly (readonly [RegExp, readonly RegExp[]])[] = [
  [/^core\/(intake|policy)\//, [/^valibot$/]],
  [/^core\/model\//, [/^ipaddr\.js$/, /^fastest-levenshtein$/]],
  [/^contract\//, [/^valibot$/]],
  [/^adapters\/(aws|bus|queue|lambda|mail|s3|dynamodb|secrets)\//, [/^@aws-sdk\//, /^@smithy\//, /^node:/]],
  [/^adapters\//, [/^valibot$/, /^node:/, /^@slack\//]],
  [/^functions\//, [/^aws-lambda$/, /^esbuild$/, /^@middy\//, /^@aws-lambda-powertools\//, /^node:/]],
  [/^lib\//, [/^aws-cdk-lib$/, /^constructs$/, /^cdk-nag$/, /^node:/]],
  [/^report\//, [/^node:/]],
  [/^simulator\/aws\//, [/^node:/, /^@smithy\//]],
  [/^simulator\//, [/^node:/, /^commander$/]],
  [
    /^cli\//,
    [/^node:/, /^commander$/, /^valibot$/, /^@valibot\//, /^@bomb\.sh\/tab$/, /^fastest-levenshtein$/, /^@aws-sdk\//],
  ],
];

/** What core has nothing to do with, by whatever name it is reached. */
const outside = [
  'Date',
  'process',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'crypto',
  'Math.random',
  whole('Math'),
  'globalThis',
  'global',
  'require',
  'eval',
  'Buffer',
  'WebSocket',
  'Temporal',
  'navigator',
  'import.meta',
];

export const walls: readonly Wall[] = [
  {
    why: 'The corridor is straight: a room of core imports the rooms before it, never one after it.',
    forbids: anyImport(({ from, to }) => roomOf(from) >= 0 && roomOf(to) > roomOf(from)),
    planted: { path: 'core/context/peek.ts', text: `import type { Assessment } from '../verdict/assessment.ts';` },
  },
  {
    why: 'Habits and grants are chambers of the context: what is recorded is made of them, and they know nothing of it.',
    forbids: anyImport(({ from, to }) => {
      const chamber = chambers.find((one) => isIn(from, one));
      return chamber !== undefined && isIn(to, 'core/context') && !isIn(to, chamber);
    }),
    planted: {
      path: 'core/context/habits/guess.ts',
      text: `import type { DeclaredContext } from '../recorded-context.ts';`,
    },
  },
  {
    why: 'Who calls is known before what is called, and a document before the measure that puts it in place.',
    forbids: anyImport(({ from, to }) => parts.some(([first, second]) => isIn(from, first) && isIn(to, second))),
    planted: { path: 'core/signals/who/hand.ts', text: `import { isAstray } from '../what/astray.ts';` },
  },
  {
    why: 'Only the walkers know the whole corridor: no room of it imports core/assess.ts or respond.ts.',
    forbids: anyImport(({ from, to }) => roomIn(from, corridor) && isWalker(to)),
    planted: { path: 'core/plan/shortcut.ts', text: `export { assess } from '../assess.ts';` },
  },
  {
    why: 'core/assess.ts and respond.ts take one credential along, and know nothing of who walks with many.',
    forbids: anyImport(({ from, to }) => isWalker(from) && roomIn(to, walks)),
    planted: { path: 'core/assess.ts', text: `import type { Fleet } from './fleet/fleet.ts';` },
  },
  {
    why: 'Every file of core stands in a room of the corridor, or walks it.',
    forbids: ({ path }) => (/^core\/[^/]+\//.test(path) && roomOf(path) < 0 ? 'is in no known room' : null),
    planted: { path: 'core/attic/box.ts', text: 'export const box = 1;' },
  },
  {
    why: 'core is TypeScript, whose types are what its rooms tell each other.',
    forbids: ({ path }) => (isIn(path, 'core') && !path.endsWith('.ts') ? 'is something else' : null),
    planted: { path: 'core/verdict/reach.mjs', text: 'export const reach = 1;' },
  },
  {
    why: 'core is the inside of the house: it imports nothing from outside core.',
    forbids: anyImport(({ from, to, isPackage }) => isIn(from, 'core') && !isPackage && !isIn(to, 'core')),
    planted: {
      path: 'core/outcome/reach.ts',
      text: `const store = await import('../../adapters/memory/ledger.ts');\nexport { store };`,
    },
  },
  {
    why: 'core is pure: no clock, no process, no chance, no outside. Time is a parameter, the outside is a port.',
    forbids: (source) => {
      const used = outside.filter((name) => source.globals.has(name));
      return isIn(source.path, 'core') && used.length > 0 ? `uses ${used.join(', ')}` : null;
    },
    planted: { path: 'core/verdict/now.ts', text: 'export const now = () => Date.now();' },
  },
  {
    why: 'What the simulator makes up comes from its seed: no clock and no other chance.',
    forbids: ({ path, globals }) => {
      const chance = ['Math.random', whole('Math'), 'Date.now'];
      const used = [...chance, 'performance', 'globalThis', 'crypto'].filter((name) => globals.has(name));
      return isIn(path, 'simulator') && used.length > 0 ? `uses ${used.join(', ')}` : null;
    },
    planted: { path: 'simulator/luck.ts', text: 'export const luck = () => Math.random();' },
  },
  {
    why: 'Each part of the house has its packages; core has hardly any.',
    forbids: anyImport(({ from, to, isPackage }) => isPackage && !isAllowedPackage(from, to)),
    planted: {
      path: 'core/signals/disk.ts',
      text: `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;`,
    },
  },
  {
    why: 'contract is what infrastructure and runtime agree on: it imports only itself.',
    forbids: anyImport(({ from, to, isPackage }) => isIn(from, 'contract') && !isPackage && !isIn(to, 'contract')),
    planted: {
      path: 'contract/tables.ts',
      text: `import type { Baseline } from '../core/context/habits/baseline.ts';`,
    },
  },
  {
    why: 'An adapter adapts one thing: it imports core and contract, and nothing of its neighbours.',
    forbids: anyImport(
      ({ from, to, isPackage }) =>
        isIn(from, 'adapters') &&
        !isPackage &&
        !isIn(to, 'core') &&
        !isIn(to, 'contract') &&
        folderOf(to, 2) !== folderOf(from, 2),
    ),
    planted: { path: 'adapters/slack/send.ts', text: `import { openLedger } from '../sqlite/ledger.ts';` },
  },
  {
    why: 'An adapter neither judges nor walks the corridor: it hands over and carries out.',
    forbids: anyImport(({ from, to }) => isIn(from, 'adapters') && (isWalker(to) || roomIn(to, ['verdict', ...walks]))),
    planted: { path: 'adapters/aws/opinion.ts', text: `import { respond } from '../../core/respond.ts';` },
  },
  {
    why: 'A function is a door: it imports core, contract, adapters, what stands beside all functions, itself, and what makes text safe in a page.',
    forbids: anyImport(
      ({ from, to, isPackage }) =>
        isIn(from, 'functions') &&
        !isPackage &&
        !['core', 'contract', 'adapters'].some((part) => isIn(to, part)) &&
        !/^functions\/[^/]+\.ts$/.test(to) &&
        to !== 'report/html.ts' &&
        folderOf(to, 2) !== folderOf(from, 2),
    ),
    planted: { path: 'functions/observe/handler.ts', text: `export * from '../respond/handler.ts';` },
  },
  {
    why: 'lib describes infrastructure: it knows contract, and of the functions only their path.',
    forbids: anyImport(
      ({ from, to, isPackage }) => isIn(from, 'lib') && !isPackage && !isIn(to, 'lib') && !isIn(to, 'contract'),
    ),
    planted: { path: 'lib/respond.ts', text: `import { respond } from '../core/respond.ts';` },
  },
  {
    why: 'A command walks the corridor by itself: what runs in the cloud, and what describes it, is reached by its name alone.',
    forbids: anyImport(({ from, to }) => isIn(from, 'cli') && (isIn(to, 'functions') || isIn(to, 'lib'))),
    planted: { path: 'cli/nearby.ts', text: `import { handler } from '../functions/observe/handler.ts';` },
  },
  {
    why: 'The simulator knows the words of core/model and nothing of the signals it is meant to try.',
    forbids: anyImport(
      ({ from, to, isPackage }) =>
        isIn(from, 'simulator') && !isPackage && !isIn(to, 'simulator') && !to.startsWith('core/model/'),
    ),
    planted: {
      path: 'simulator/wink.ts',
      text: `type Hint = import('../core/signals/signal.ts').Signal;\nexport type { Hint };`,
    },
  },
  {
    why: 'The report is handed everything: it imports only itself and the types of core.',
    forbids: anyImport(
      ({ from, to, isPackage, typesOnly }) =>
        isIn(from, 'report') && !isPackage && !isIn(to, 'report') && !(isIn(to, 'core') && typesOnly),
    ),
    planted: { path: 'report/recount.ts', text: `import { score } from '../core/verdict/score.ts';` },
  },
  {
    why: 'Nothing that runs at a user’s imports a test or a bench; what builds the documentation may.',
    forbids: anyImport(
      ({ from, to }) => !/^(test|bench)\/|^bin\/build-/.test(from) && (isIn(to, 'test') || isIn(to, 'bench')),
    ),
    planted: { path: 'cli/trial.ts', text: `import { sighting } from '../test/core/context/sightings.ts';` },
  },
  {
    why: 'One name per thing: no default exports, except where a tool insists.',
    forbids: ({ path, exportsDefault }) =>
      exportsDefault && path !== 'vitest.config.ts' ? 'exports by default' : null,
    planted: { path: 'cli/nameless.ts', text: 'export default 1;' },
  },
  {
    why: 'Imports name the file they mean: no barrels.',
    forbids: ({ onlyHandsOn }) => (onlyHandsOn ? 'is a barrel' : null),
    planted: { path: 'core/model/all.ts', text: `export * from './brand.ts';` },
  },
  {
    why: 'A file is named for what it does. (AWS has services and a Secrets Manager; this house has none.)',
    forbids: ({ path }) => {
      const empty = /(^|[/.-])(utils?|helpers?|common|misc)([/.-]|$)/.test(path);
      const grand =
        /(^|\/)([a-z-]+-)?(manager|service)s?(\/|\.)/.test(path) && !/secrets-manager|new-service/.test(path);
      return empty || (grand && !isIn(path, 'simulator/aws')) ? 'has a name that says nothing' : null;
    },
    planted: { path: 'adapters/files/string-helpers.ts', text: 'export const trim = 1;' },
  },
];

function anyImport(forbids: (one: Import) => boolean): Wall['forbids'] {
  return ({ imports }) => {
    const bad = imports.filter((one) => forbids(one)).map(({ to }) => to);
    return bad.length > 0 ? `imports ${[...new Set(bad)].join(', ')}` : null;
  };
}

function isIn(path: string, part: string): boolean {
  return path.startsWith(`${part}/`);
}

function folderOf(path: string, depth: number): string {
  return path.split('/').slice(0, depth).join('/');
}

/** The room's place in the corridor; -1 for whatever is no room of core. */
function roomOf(path: string): number {
  return rooms.findIndex((room) => isIn(path, `core/${room}`));
}

function roomIn(path: string, some: readonly string[]): boolean {
  return some.some((room) => isIn(path, `core/${room}`));
}

function isWalker(path: string): boolean {
  return /^core\/[^/]+\.ts$/.test(path);
}

function isAllowedPackage(from: string, name: string): boolean {
  if (/^(test|bench|bin)\/|^vitest\.config\.ts$/.test(from)) return true;
  return packages.some(([part, allowed]) => part.test(from) && allowed.some((one) => one.test(name)));
}

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath, stdout } from 'node:process';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import type { SweepSummary } from '../cli/sweep/summary.ts';
import type { RightSize } from '../core/plan/documents/right-size.ts';
import { simulateAccounts } from '../simulator/accounts/accounts.ts';
import { type PastUse, recordsOf } from '../simulator/accounts/past-use.ts';
import type { Truth } from '../simulator/accounts/truth.ts';
import { limitedTo } from '../simulator/aws/rates.ts';
import { serve } from '../simulator/aws/serve.ts';
import type { SimulatedAws } from '../simulator/aws/simulated-aws.ts';
import { printTable } from './detection/table.ts';
import { printRightSizes } from './sweep-right-sizes.ts';

export async function sweepBench(args: readonly string[]): Promise<void> {
  await command().parseAsync(args, { from: 'user' });
}

function command(): Command {
  return new Command('sweep')
    .description('Sweeps a made-up organisation over HTTP and holds what was said against what is true.')
    .option('--seed <n>', 'which organisation', Number, 1)
    .option('--accounts <n>', 'accounts', Number, 200)
    .option('--credentials <n>', 'credentials in each', Number, 100)
    .option('--rate <n>', 'calls a second that each account takes of each service before it throttles', Number, 40)
    .option('--trail-days <n>', 'days of a trail to read beside the lists; 0 for none', Number, 0)
    .option('--right-size', 'make smaller policies, too, and try the needed calls on simulated AWS under them')
    .option('--list', 'name what was missed and who was told for nothing')
    .action(run);
}

interface Given {
  readonly seed: number;
  readonly accounts: number;
  readonly credentials: number;
  readonly rate: number;
  readonly trailDays: number;
  readonly rightSize?: true;
  readonly list?: true;
}

/** A fixed day, so that the same seed is the same organisation. */
const now = Date.UTC(2026, 10, 24, 12);

async function run({ seed, accounts, credentials, rate, trailDays, rightSize, list }: Given): Promise<void> {
  const world = simulateAccounts({ seed, accounts, credentials, now, refusing: 0.02 });
  world.aws.faults = limitedTo({ perSecond: rate, burst: 2 * rate }, () => performance.now());
  const door = await serve(world.aws);
  const folder = mkdtempSync(join(tmpdir(), 'rescind-sweep-'));
  try {
    writeFileSync(join(folder, 'people.txt'), world.people.join('\n'));
    if (trailDays > 0) writeTrail(join(folder, 'trail'), world.uses, trailDays);
    const told = await sweepApart(door.url, folder, world, [
      ...(rightSize === true ? ['right-size'] : []),
      ...(trailDays > 0 ? ['trail'] : []),
    ]);
    printCost(told, world.aws);
    if (rightSize === true) printRightSizes(told.rightSizes, world.aws, now);
    printTruth(told, world.truths, new Set(world.refusing), list === true);
  } finally {
    await door.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const recordsAFile = 10_000;

/** As many files as a trail would leave, but larger ones. */
function writeTrail(folder: string, uses: readonly PastUse[], days: number): void {
  mkdirSync(folder);
  let records: object[] = [];
  let files = 0;
  const write = () => {
    writeFileSync(join(folder, `${files++}.json.gz`), gzipSync(JSON.stringify({ Records: records }), { level: 1 }));
    records = [];
  };
  for (const record of recordsOf(uses, now, days)) {
    records.push(record);
    if (records.length === recordsAFile) write();
  }
  write();
}

interface Told {
  readonly megabytes: number;
  readonly seconds: number;
  /** Uses in the trail, and what reading it took. */
  readonly trail: { readonly uses: number; readonly seconds: number } | null;
  readonly told: readonly (readonly [credential: string, action: string])[];
  readonly rightSizes: readonly (readonly [principal: string, size: RightSize | string])[];
  readonly reasons: readonly (readonly [credential: string, reasons: readonly string[]])[];
  readonly summary: SweepSummary;
}

/** In a process of its own, so that its memory is its own. */
async function sweepApart(
  url: string,
  folder: string,
  { aws, managementAccountId }: ReturnType<typeof simulateAccounts>,
  extra: readonly string[],
) {
  const { accessKeyId, secretAccessKey } = aws.administrator(managementAccountId);
  const child = spawn(
    execPath,
    [new URL('./sweep-apart.ts', import.meta.url).pathname, folder, String(now), ...extra],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...env, AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    },
  );
  let text = '';
  for await (const chunk of child.stdout) text += String(chunk);
  return JSON.parse(text) as Told;
}

function printCost({ megabytes, seconds, trail, summary }: Told, { journal }: SimulatedAws): void {
  const { swept, refused } = summary.accounts;
  const throttles = journal.filter(({ effect }) => effect === 'faulted').length;
  const perAccount = (journal.length / swept).toFixed(0);
  printTable(
    ['accounts swept', 'refused', 'credentials', 'API calls an account', 'throttles met', 'seconds', 'peak memory'],
    [
      [swept, refused.length, summary.credentials, perAccount, throttles, seconds.toFixed(0), `${megabytes} MB`].map(
        String,
      ),
    ],
  );
  if (trail !== null) {
    stdout.write(`\nTrail: ${trail.uses.toLocaleString('en')} calls read in ${trail.seconds.toFixed(0)} s before.\n`);
  }
  const examples = summary.unread.slice(0, 2).map(({ path }) => path);
  printPace(journal);
  stdout.write(`\nNot seen: ${summary.unread.length} (${examples.join('; ')} …)\n`);
}

/** Accounts that the command reads at a time. */
const atOnce = 8;

/**
 * How long the calls take where AWS lets so many a second through, of each service, Region and account, and eight accounts
 * are read at a time: the longest row of calls is what an account waits for. It does not depend on the machine.
 */
function printPace(journal: SimulatedAws['journal']): void {
  const calls = journal.filter(({ effect }) => effect !== 'faulted');
  const byAccount = Map.groupBy(calls, ({ accountId }) => accountId);
  printTable(
    ['calls a second of each service of an account', 'minutes of virtual time'],
    [5, 10, 20].map((rate) => {
      const workers = new Array<number>(atOnce).fill(0);
      for (const own of byAccount.values()) {
        workers.sort((a, b) => a - b);
        const rows = Map.groupBy(own, ({ service, region }) => `${service} ${region}`);
        workers[0] = (workers[0] ?? 0) + Math.max(...[...rows.values()].map(({ length }) => length)) / rate;
      }
      return [String(rate), (Math.max(...workers) / 60).toFixed(0)];
    }),
  );
  const byService = Map.groupBy(calls, ({ service, operation }) => `${service}:${operation}`);
  const most = [...byService].toSorted((a, b) => b[1].length - a[1].length).slice(0, 8);
  printTable(
    ['most called', 'an account'],
    most.map(([name, all]) => [name, (all.length / byAccount.size).toFixed(1)]),
  );
}

const holders: readonly Truth['kind'][] = ['access-key', 'console-password', 'role'];
const saysOver = {
  name: /^grant-over migration-until-/,
  condition: /^grant-over migration$/,
  hand: /^grant-over extra$/,
} as const;

/** What each word of a report claims, and when it is true. */
const claims: readonly {
  readonly name: string;
  readonly says: (reason: string) => boolean;
  readonly isTrue: (truth: Truth) => boolean;
}[] = [
  {
    name: 'stale',
    says: (reason) => /^(?:unused|never-used) /.test(reason),
    isTrue: ({ use }) => use === 'abandoned' || use === 'never',
  },
  {
    name: 'holds far too much',
    says: (reason) => /^(?:unused-grants|admin-equivalent) /.test(reason),
    isTrue: ({ holds, kind }) => (holds === 'far-too-much' || holds === 'escalates') && holders.includes(kind),
  },
  {
    name: 'ownerless',
    says: (reason) => reason.startsWith('ownerless '),
    isTrue: ({ owner }) => owner === 'none' || owner === 'left',
  },
  { name: 'owner gone', says: (reason) => reason.startsWith('owner-gone '), isTrue: ({ owner }) => owner === 'left' },
  {
    name: 'temporary and over',
    says: (reason) => reason === 'over-age expired',
    isTrue: ({ loan }) => loan === 'over',
  },
  ...(['name', 'condition', 'hand'] as const).map((way) => ({
    name: `given for some time and over, by its ${way}`,
    says: (reason: string) => saysOver[way].test(reason),
    isTrue: ({ lent, kind }: Truth) => lent?.way === way && lent.isOver && holders.includes(kind),
  })),
  {
    name: 'open to strangers',
    says: (reason) => reason.startsWith('open-trust '),
    isTrue: ({ door }) => door === 'open',
  },
];

function printTruth(
  { reasons, told }: Told,
  truths: readonly Truth[],
  refusing: ReadonlySet<string>,
  list: boolean,
): void {
  const said = new Map(reasons);
  const steps = new Map(told);
  const seen = truths.filter(({ accountId }) => !refusing.has(accountId));
  // Where a trail shows networks, a pin to them comes first.
  const off = seen.filter(({ credential }) => /^(?:disable|quarantine|pin)$/.test(steps.get(credential) ?? ''));
  const held = claims.map((claim) => holdAgainst(claim, seen, said));
  printClaims(held);
  printTaken(seen, off);
  if (list) printWrong(held, said);
  const isOld = ({ credential }: Truth) => (said.get(credential) ?? []).includes('over-age over-age');
  printLeftInPeace(seen, off, (truth) => steps.has(truth.credential) && !isOld(truth));
}

type Said = ReadonlyMap<string, readonly string[]>;

/** A claim held against the truth. */
interface Held {
  readonly name: string;
  readonly right: readonly Truth[];
  readonly wrong: readonly Truth[];
  readonly found: readonly Truth[];
  readonly missed: readonly Truth[];
}

function holdAgainst({ name, says, isTrue }: (typeof claims)[number], seen: readonly Truth[], said: Said): Held {
  const isSaid = ({ credential }: Truth) => (said.get(credential) ?? []).some(says);
  const right = seen.filter((truth) => isTrue(truth) && !truth.off);
  const wrong = seen.filter((truth) => (!isTrue(truth) || truth.off) && isSaid(truth));
  return { name, right, wrong, found: right.filter(isSaid), missed: right.filter((truth) => !isSaid(truth)) };
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

function printClaims(held: readonly Held[]): void {
  printTable(
    ['claim', 'true of', 'found', 'recall', 'said in error', 'precision'],
    held.map(({ name, right, found, wrong }) => [
      name,
      String(right.length),
      String(found.length),
      percent(found.length, right.length),
      String(wrong.length),
      percent(found.length, found.length + wrong.length),
    ]),
  );
}

function printTaken(seen: readonly Truth[], off: readonly Truth[]): void {
  const needed = off.filter(({ use, loan }) => use !== 'abandoned' && use !== 'never' && loan !== 'over');
  const dead = seen.filter(
    ({ use, kind, off: isOff }) =>
      (use === 'abandoned' || use === 'never') && !isOff && (kind === 'access-key' || kind === 'role'),
  );
  const found = dead.filter((one) => off.includes(one)).length;
  printTable(
    [
      'taken away from, had all been warned two weeks ago',
      'true of',
      'pinned or off',
      'recall',
      'in error',
      'precision',
    ],
    [
      [
        'keys and roles that nobody needs',
        String(dead.length),
        String(found),
        percent(found, dead.length),
        String(needed.length),
        percent(off.length - needed.length, off.length),
      ],
    ],
  );
}

function printWrong(held: readonly Held[], said: Said): void {
  for (const { name, missed, wrong } of held) {
    for (const one of [...missed, ...wrong].slice(0, 20)) {
      stdout.write(`${name}: ${inspect(one)} ${inspect(said.get(one.credential))}\n`);
    }
  }
}

/** Of whom nothing is wrong, who is told of or touched all the same. */
function printLeftInPeace(seen: readonly Truth[], off: readonly Truth[], isBothered: (truth: Truth) => boolean): void {
  const row = (name: string, is: (truth: Truth) => boolean) => {
    const all = seen.filter(is);
    const taken = all.filter((one) => off.includes(one));
    return [name, String(all.length), String(all.filter(isBothered).length), String(taken.length)];
  };
  const isFine = (truth: Truth) => fits(truth) && isQuiet(truth);
  printTable(
    ['nothing wrong with it, but perhaps its age', 'credentials', 'told of more than its age', 'pinned or off'],
    [
      row('at work, right-sized', (truth) => truth.use === 'busy' && isFine(truth)),
      row('needed, but rare, and says so', (truth) => truth.use === 'rare' && isFine(truth)),
      row('needed, but rare, and nobody said so', (truth) => truth.use === 'rare-unsaid' && isFine(truth)),
      row('switched off already', ({ off: isOff }) => isOff),
      row('too new to have been used', (truth) => truth.use === 'fresh' && isFine(truth)),
      row(
        'a temporary grant that still runs',
        (truth) => truth.loan === 'running' && truth.use === 'busy' && isFine(truth),
      ),
      row(
        'a policy given for some time that still runs',
        (truth) => truth.lent?.isOver === false && truth.use === 'busy' && isFine(truth),
      ),
    ],
  );
}

function fits({ holds }: Truth): boolean {
  return holds === 'fitting' || holds === 'slack' || holds === 'in-charge';
}

function isQuiet({ off, owner, loan, lent, door }: Truth): boolean {
  return !off && owner !== 'left' && loan !== 'over' && lent?.isOver !== true && door !== 'open';
}

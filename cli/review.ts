import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { formatDay } from '../core/model/instant.ts';
import { exitStatusHelp, UsageError } from './exit.ts';
import { readPolicyFile } from './policy/policy-file.ts';
import { readContext } from './replay/context.ts';
import { writeOutput } from './replay/outputs.ts';
import { openReplayState } from './replay/replay-state.ts';
import { markdownOf } from './review/markdown.ts';
import { type Doubt, type Pack, packsOf } from './review/pack.ts';
import { openTerminal } from './terminal/terminal.ts';
import { bold, count, dim } from './terminal/words.ts';

const help = `
It reads what rescind replay --state saved, and what the context folder says about owners and permissions. Each owner gets one
Markdown page with boxes to tick: what every credential did, could do and did not use, and whether to renew, shrink or retire
it. Nothing is changed.
${exitStatusHelp('fine', 'usage')}

Example:
  rescind replay ./trail --context ./context --state review.sqlite --no-report
  rescind review --state review.sqlite --context ./context --output reviews`;

interface Given {
  readonly state: string;
  readonly context?: string;
  readonly policy?: string;
  readonly owner?: string;
  readonly output?: string;
  readonly json?: true;
}

export function reviewCommand(): Command {
  return new Command('review')
    .description(
      'Writes a review for each owner: what their credentials did, could do and did not use; renew, shrink or retire.',
    )
    .requiredOption('--state <file>', 'what rescind replay --state wrote')
    .option('--context <dir>', 'folder with the owners’ declarations and authorization details')
    .option('--policy <file>', 'policy with the time windows, instead of the default')
    .option('--owner <name>', 'only this owner')
    .option('--output <dir>', 'write a page for each owner to this folder')
    .option('--json', 'print the reviews as one JSON list')
    .addHelpText('after', help)
    .action((given: Given) => run(given));
}

async function run(given: Given): Promise<void> {
  const terminal = openTerminal();
  const policy = readPolicyFile(given.policy);
  const context = await readContext(given.context, policy);
  const { activities, owners, doubted } = rememberedIn(given.state);
  const all = packsOf({ activities, standings: context.standings, owners, doubted, policy });
  const packs = given.owner === undefined ? all : all.filter(({ owner }) => owner === given.owner);
  if (packs.length === 0)
    throw new UsageError(`${given.owner} owns nothing here.`, 'Leave out --owner to see who does.');
  const [from, to] = [formatDay(activities.from), formatDay(activities.to)];
  if (given.output !== undefined) await writePages(given.output, packs, from, to);
  if (given.json) terminal.printJson(packs);
  else print(terminal, packs);
  if (given.output !== undefined) terminal.note(`${count(packs.length, 'page')} in `, bold(given.output));
}

function rememberedIn(path: string) {
  if (!existsSync(path)) {
    throw new UsageError(`There is no state file ${path}.`, 'Create one: rescind replay PATH --state FILE.');
  }
  const { remembered, decisions, close } = openReplayState(path);
  close();
  const { activities } = remembered;
  const doubted = decisions
    .filter(({ verdict }) => verdict === 'compromised')
    .toSorted((a, b) => a.at - b.at)
    .map(({ credential, id, at }) => [credential, { id, at }] as const);
  const owners = decisions.flatMap(({ credential, owner }) => (owner === null ? [] : [[credential, owner] as const]));
  if (activities.to < activities.from) {
    throw new UsageError(`No replay has written to ${path}.`, 'Create one: rescind replay PATH --state FILE.');
  }
  return { activities, owners: new Map(owners), doubted: new Map<string, Doubt>(doubted) };
}

async function writePages(folder: string, packs: readonly Pack[], from: string, to: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const taken = new Set<string>();
  for (const pack of packs) {
    const plain =
      (pack.owner ?? 'nobody')
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .slice(0, 60) || 'owner';
    let name = plain;
    for (let n = 2; taken.has(name); n++) name = `${plain}-${n}`;
    taken.add(name);
    await writeOutput(join(folder, `${name}.md`), markdownOf(pack, from, to));
  }
}

function print(terminal: ReturnType<typeof openTerminal>, packs: readonly Pack[]): void {
  const kinds = ['look', 'retire', 'shrink', 'renew'] as const;
  terminal.table([
    [bold('Owner'), ...kinds.map((what) => dim(what))],
    ...packs.map(({ owner, credentials }) => [
      owner ?? 'nobody on record',
      ...kinds.map((what) => String(credentials.filter(({ proposal }) => proposal.what === what).length)),
    ]),
  ]);
}

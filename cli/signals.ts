import { Command } from 'commander';
import { allSignals } from '../core/signals/registry.ts';
import type { SignalDefinition } from '../core/signals/signal.ts';
import { exitStatusHelp, UsageError } from './exit.ts';
import { openTerminal, type Terminal } from './terminal/terminal.ts';
import { bold, dim } from './terminal/words.ts';

const help = `${exitStatusHelp('fine', 'usage')}

Example:
  rescind signals S09`;

export function signalsCommand(): Command {
  return new Command('signals')
    .description('Lists the signals: every reason for which Rescind doubts a credential.')
    .argument('[id]', 'one signal, by id or name')
    .option('--json', 'as JSON')
    .addHelpText('after', help)
    .action((id: string | undefined, { json }: { json?: true }) => {
      const terminal = openTerminal();
      const chosen = id === undefined ? sorted : [find(id)];
      if (json) terminal.printJson(chosen.map(({ judges: _, ...words }) => words));
      else if (id === undefined) for (const signal of chosen) printLine(terminal, signal);
      else for (const signal of chosen) printPage(terminal, signal);
    });
}

const sorted = allSignals.toSorted((a, b) => (a.id < b.id ? -1 : 1));

const nameWidth = Math.max(...sorted.map(({ name }) => name.length));

function find(wanted: string): SignalDefinition {
  const found = sorted.find(({ id, name }) => id === wanted.toUpperCase() || name === wanted.toLowerCase());
  if (found === undefined) throw new UsageError(`There is no signal ${wanted}.`, 'List them all: rescind signals');
  return found;
}

function printLine(terminal: Terminal, { id, name, family, sentence }: SignalDefinition): void {
  terminal.print(bold(id), `  ${name.padEnd(nameWidth)}  `, dim(family.padEnd(15)), sentence);
}

function printPage(terminal: Terminal, signal: SignalDefinition): void {
  terminal.print(bold(`${signal.id} ${signal.name}`));
  terminal.print(signal.sentence);
  terminal.print(dim('family     '), signal.family);
  terminal.print(dim('group      '), signal.group);
  terminal.print(dim('authority  '), signal.authority);
  terminal.print(dim('rests on   '), signal.basis);
  terminal.print(dim('ATT&CK     '), signal.attack.join(', '));
  for (const one of signal.falsePositives) terminal.print(dim('honest when '), one);
}

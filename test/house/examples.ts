import type { Command } from 'commander';
import { rescind } from '../../cli/program.ts';

export interface Example {
  /** `policy check`; empty for the program itself. */
  readonly command: string;
  /** As it is shown, to be typed one after the other. */
  readonly lines: readonly string[];
}

/** Every command and every command's command, by the words that name it. */
export function commandsOf(program: Command = rescind()): (readonly [name: string, command: Command])[] {
  const inner = (command: Command, before: string): (readonly [string, Command])[] =>
    command
      .createHelp()
      .visibleCommands(command)
      .filter((one) => one.name() !== 'help')
      .flatMap((one) => {
        const name = `${before} ${one.name()}`.trim();
        return [[name, one] as const, ...inner(one, name)];
      });
  return [['', program], ...inner(program, '')];
}

/** All that `--help` prints, with what follows the options. */
export function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text), getOutHelpWidth: () => 100 }).outputHelp();
  return help;
}

/** What stands under `Example:`, command by command. */
export function examples(): Example[] {
  return commandsOf().map(([name, command]) => {
    const shown = helpOf(command).split('\nExample:\n').at(1) ?? '';
    return { command: name, lines: [...shown.matchAll(/^ {2}(rescind .*)$/gm)].map(([, line = '']) => line) };
  });
}

/** A line as a shell would split it, for lines without variables: words, and the file after `>`. */
export function typed(line: string): { readonly args: readonly string[]; readonly into: string | null } {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const [, ...args] = words;
  const at = args.indexOf('>');
  return at < 0 ? { args, into: null } : { args: args.slice(0, at), into: args[at + 1] ?? null };
}

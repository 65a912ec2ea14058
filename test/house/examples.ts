import { commandsOf, helpOf } from '../../bin/commands-page.ts';
import { rescind } from '../../cli/program.ts';

export interface Example {
  /** `policy check`; empty for the program itself. */
  readonly command: string;
  /** As it is shown, to be typed one after the other. */
  readonly lines: readonly string[];
}

/** What stands under `Example:`, command by command. */
export async function examples(): Promise<Example[]> {
  return commandsOf(await rescind()).map(([name, command]) => {
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

import type { Command } from 'commander';
import { rescind } from '../cli/program.ts';

/** docs/commands.md: what each command is for, in the words of its own `--help`; the examples are run by a test. */
export async function commandsPage(): Promise<string> {
  const sections = commandsOf(await rescind())
    .filter(([, command]) => command.registeredArguments.length > 0 || command.commands.length === 0)
    .map(([name, command]) => {
      const [head = '', example = ''] = helpOf(command).split('\nExample:\n');
      return `## ${name}

${command.description()}

\`\`\`sh
${example.trim().replaceAll(/^ +/gm, '')}
\`\`\`

<details><summary>Options and exit status</summary>

\`\`\`text
${head.trim()}
\`\`\`

</details>
`;
    });
  return `<!-- Written by \`npm run build:docs\` from what \`rescind COMMAND --help\` says. Do not edit. -->

# Commands

Results go to stdout, everything else to stderr. The examples work as shown in a folder that has the files they name.

${sections.join('\n')}`;
}

/** Every command and every command's command, by the words that name it. */
export function commandsOf(program: Command): (readonly [name: string, command: Command])[] {
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

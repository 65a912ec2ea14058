import { commandsOf, helpOf } from '../test/house/examples.ts';

/** docs/commands.md: what each command is for, in the words of its own `--help`; the examples are run by a test. */
export function commandsPage(): string {
  const sections = commandsOf()
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

Results go to stdout, everything else to stderr. What an example shows works as it stands, where the files it names are.

${sections.join('\n')}`;
}

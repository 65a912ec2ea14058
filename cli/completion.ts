import scripts from '@bomb.sh/tab';
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { openTerminal } from './terminal/terminal.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

const help = `
The script asks rescind itself what may come next, so rescind must be on the PATH of the shell.
  bash  echo 'source <(rescind completion bash)' >> ~/.bashrc
  zsh   echo 'source <(rescind completion zsh)' >> ~/.zshrc
  fish  rescind completion fish > ~/.config/fish/completions/rescind.fish

Example:
  rescind completion bash`;

/**
 * Instead of the library's script for bash, which evaluates the words on the line: `$(…)` would run at a TAB. Here they
 * are arguments and nothing else. Where rescind knows nothing, bash offers files.
 */
const bashScript = String.raw`# bash completion for rescind
_rescind_complete() {
  local line value
  COMPREPLY=()
  while IFS= read -r line; do
    value=${'$'}{line%%$'\t'*}
    [[ $line == :* || $value != "${'$'}{COMP_WORDS[COMP_CWORD]}"* ]] || COMPREPLY+=("$value")
  done < <(rescind complete -- "${'$'}{COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _rescind_complete rescind`;

/** Adds `completion`, which prints a shell's script, and the hidden `complete`, which the script calls. Comes last: it reads the others. */
export function addCompletion(program: Command): void {
  tab(program, { completionCommandName: 'completion' });
  const completion = program.commands.find((command) => command.name() === 'completion');
  completion
    ?.description('Prints a script that lets your shell complete commands and options.')
    .addHelpText('after', help)
    .action((shell: (typeof shells)[number]) => {
      if (shell !== 'bash') return scripts.setup('rescind', 'rescind', shell);
      for (const line of bashScript.split('\n')) openTerminal().print(line);
    });
  completion?.registeredArguments[0]?.choices(shells);
}

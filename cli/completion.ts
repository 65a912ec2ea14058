import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

const shells = ['bash', 'zsh', 'fish'] as const;

const help = `
The script asks rescind itself what may come next, so that rescind must be on the PATH of the shell. In bash it
needs the package bash-completion.
  bash  echo 'source <(rescind completion bash)' >> ~/.bashrc
  zsh   echo 'source <(rescind completion zsh)' >> ~/.zshrc
  fish  rescind completion fish > ~/.config/fish/completions/rescind.fish

Example:
  rescind completion bash`;

/** Adds `completion`, which prints a shell's script, and the hidden `complete`, which the script calls. Comes last: it reads the others. */
export function addCompletion(program: Command): void {
  tab(program, { completionCommandName: 'completion' });
  const completion = program.commands.find((command) => command.name() === 'completion');
  completion?.description('A script that lets your shell complete commands and options.').addHelpText('after', help);
  completion?.registeredArguments[0]?.choices(shells);
}

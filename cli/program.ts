import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { NoTemporaryRoom } from '../adapters/timeline/disk-file.ts';
import { addCompletion } from './completion.ts';
import { exitStatus, exitStatusHelp, UsageError } from './exit.ts';
import { noRoomIn } from './terminal/file-fault.ts';
import { openTerminal } from './terminal/terminal.ts';

/** In the order in which the help shows them. Each is loaded only where it is asked for: all together take half of a start. */
const commands = new Map<string, () => Promise<Command>>(
  Object.entries({
    demo: async () => (await import('./demo.ts')).demoCommand(),
    replay: async () => (await import('./replay.ts')).replayCommand(),
    contain: async () => (await import('./contain.ts')).containCommand(),
    restore: async () => (await import('./restore.ts')).restoreCommand(),
    status: async () => (await import('./status.ts')).statusCommand(),
    approve: async () => (await import('./approve.ts')).approveCommand(),
    exempt: async () => (await import('./exempt.ts')).exemptCommand(),
    hold: async () => (await import('./hold.ts')).holdCommand(),
    sweep: async () => (await import('./sweep.ts')).sweepCommand(),
    extend: async () => (await import('./extend.ts')).extendCommand(),
    explain: async () => (await import('./explain.ts')).explainCommand(),
    export: async () => (await import('./export.ts')).exportCommand(),
    review: async () => (await import('./review.ts')).reviewCommand(),
    policy: async () => (await import('./policy.ts')).policyCommand(),
    signals: async () => (await import('./signals.ts')).signalsCommand(),
    deploy: async () => (await import('./deploy.ts')).deployCommand(),
    doctor: async () => (await import('./doctor.ts')).doctorCommand(),
    destroy: async () => (await import('./destroy.ts')).destroyCommand(),
  }),
);

function loadersFor([first = '', , word = '', ...more]: readonly string[]): Iterable<() => Promise<Command>> {
  // Each shell that starts asks for its script, which names no command, as the version does not.
  if (['completion', '--version'].includes(first)) return [];
  // A TAB asks `complete -- WORD …`, and only words of its own follow a command.
  const named = commands.get(first === 'complete' && more.length > 0 ? word : first);
  return named === undefined ? commands.values() : [named];
}

function ownVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

/** Runs one command line and answers with its exit status. */
export async function run(args: readonly string[]): Promise<number> {
  const program = await rescind(args);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : exitStatus.fine;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.fine : exitStatus.usage;
    const fault = error instanceof NoTemporaryRoom ? noRoomIn(error.folder, error.cause) : error;
    if (!(fault instanceof UsageError)) throw fault;
    const terminal = openTerminal();
    terminal.fail(fault.message);
    terminal.note(fault.remedy);
    return exitStatus.usage;
  }
}

/** What understands a line that begins with such words; the whole command line, to which tests hold the documentation, where they name no command. */
export async function rescind(args: readonly string[] = []): Promise<Command> {
  const program = new Command('rescind')
    .description(
      'Takes back AWS credentials that have leaked or been stolen, reversibly and with the reason in one sentence.',
    )
    .version(ownVersion(), '--version', 'print the version')
    .addHelpText('after', `${exitStatusHelp()}\n\nExample:\n  rescind demo`);
  for (const load of loadersFor(args)) program.addCommand(await load());
  addCompletion(program);
  // commander's own status for bad usage is 1, which here means a finding.
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride();
    command.showHelpAfterError('(add --help for options and an example)');
  }
  return program;
}

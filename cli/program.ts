import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { NoTemporaryRoom } from '../adapters/timeline/disk-file.ts';
import { approveCommand } from './approve.ts';
import { addCompletion } from './completion.ts';
import { containCommand } from './contain.ts';
import { demoCommand } from './demo.ts';
import { deployCommand } from './deploy.ts';
import { destroyCommand } from './destroy.ts';
import { doctorCommand } from './doctor.ts';
import { exemptCommand } from './exempt.ts';
import { exitStatus, exitStatusHelp, UsageError } from './exit.ts';
import { explainCommand } from './explain.ts';
import { exportCommand } from './export.ts';
import { extendCommand } from './extend.ts';
import { holdCommand } from './hold.ts';
import { policyCommand } from './policy.ts';
import { replayCommand } from './replay.ts';
import { restoreCommand } from './restore.ts';
import { reviewCommand } from './review.ts';
import { signalsCommand } from './signals.ts';
import { statusCommand } from './status.ts';
import { sweepCommand } from './sweep.ts';
import { noRoomIn } from './terminal/file-fault.ts';
import { openTerminal } from './terminal/terminal.ts';

function ownVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

/** Runs one command line and answers with its exit status. */
export async function run(args: readonly string[]): Promise<number> {
  const program = rescind();
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

/** The whole command line, so that tests can hold the documentation to it. */
export function rescind(): Command {
  const program = new Command('rescind')
    .description(
      'Takes back AWS credentials that should not be out there, reversibly and with the reason in one sentence.',
    )
    .version(ownVersion(), '--version', 'print the version')
    .addHelpText('after', `${exitStatusHelp()}\n\nExample:\n  rescind demo`);
  const commands = [
    demoCommand(),
    replayCommand(),
    containCommand(),
    restoreCommand(),
    statusCommand(),
    approveCommand(),
    exemptCommand(),
    holdCommand(),
    sweepCommand(),
    extendCommand(),
    explainCommand(),
    exportCommand(),
    reviewCommand(),
    policyCommand(),
    signalsCommand(),
    deployCommand(),
    doctorCommand(),
    destroyCommand(),
  ];
  for (const command of commands) program.addCommand(command);
  addCompletion(program);
  // commander's own status for bad usage is 1, which here means a finding.
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride();
    command.showHelpAfterError('(add --help for the options and an example)');
  }
  return program;
}

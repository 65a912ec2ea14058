import { createInterface } from 'node:readline/promises';
import { UsageError } from '../exit.ts';

/** Whether somebody sits there who can be asked. */
function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** How a command that changes something may be told not to ask. */
interface Asking {
  readonly dryRun?: true;
  readonly yes?: true;
}

/** To be found out before anything else is done; a dry run asks nothing. */
export function mustBeAskable({ dryRun, yes }: Asking, look = 'with --dry-run'): void {
  if (dryRun === true || yes === true || canAsk()) return;
  throw new UsageError('This is not a terminal, so nobody can be asked.', `Check first ${look}, then give --yes.`);
}

/** Asks on the terminal; only `yes` in full is a yes. */
async function isConfirmed(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(`${question} Type yes: `)).trim().toLowerCase() === 'yes';
  } catch (error) {
    // Ctrl-C and Ctrl-D: fails toward no
    if ((error as NodeJS.ErrnoException).code !== 'ABORT_ERR') throw error;
    process.stderr.write('\n');
    return false;
  } finally {
    lines.close();
  }
}

/** The last question before something changes, which `--yes` answers. */
export async function isWanted(question: string, { yes }: Asking): Promise<boolean> {
  return yes === true || (await isConfirmed(question));
}

export async function mustBeWanted(question: string, asking: Asking): Promise<void> {
  if (await isWanted(question, asking)) return;
  throw new UsageError('Nothing was changed.', 'Repeat the command when you are sure.');
}

/** For what `--yes` does not cover: its own flag, or its own question. */
export async function mustBeMeant(
  what: string,
  flag: { readonly given: boolean; readonly name: string },
): Promise<void> {
  if (flag.given) return;
  if (canAsk() && (await isConfirmed(`${what} Continue anyway?`))) return;
  throw new UsageError(what, `If you mean it, give ${flag.name}.`);
}

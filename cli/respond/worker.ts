import { amend } from '../../core/outcome/amend.ts';
import type { Containment } from '../../core/outcome/containment.ts';
import type { RespondPorts } from '../../core/outcome/ports.ts';

/** `<arn> (<host> <pid>)`: who acts, and which process to look for when it is gone. */
export function workerName(arn: string, host: string, pid: number): string {
  return `${arn} (${host} ${pid})`;
}

/**
 * Ends the claims of runs on this machine that were killed, so that nobody waits five minutes to go on. The claim is
 * cut to now, not dropped: what the dead run sent last may still arrive, and `ensure` must know.
 */
export async function endDeadClaims(
  rows: readonly Containment[],
  host: string,
  { store, clock }: RespondPorts,
): Promise<void> {
  for (const { id } of rows) {
    await amend(id, store, (row) => {
      const now = clock.now();
      if (row.claim === null || row.claim.until <= now || isAlive(row.claim.holder, host)) return null;
      return { ...row, claim: { ...row.claim, until: now } };
    });
  }
}

/** Whoever works on another machine counts as alive: fails toward waiting for them. */
function isAlive(holder: string, host: string): boolean {
  const [, where, pid] = /\((\S+) (\d+)\)$/.exec(holder) ?? [];
  if (where !== host || pid === undefined) return true;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    // fails toward: alive, but for a plain "no such process"
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

import type { DatabaseSync } from 'node:sqlite';
import { durably } from '../../adapters/sqlite/durable.ts';
import { extend } from '../../core/context/lease.ts';
import { formatInstant } from '../../core/model/instant.ts';
import { exitStatus, UsageError } from '../exit.ts';
import { openDecisions } from '../replay/decisions-kept.ts';
import { mustExist } from '../respond/state.ts';
import { openTerminal } from '../terminal/terminal.ts';
import { Leases } from './leases.ts';

export interface ExtendGiven {
  readonly by: string;
  readonly days: number;
  readonly state: string;
  readonly json?: true;
}

/** Notes the owner's word; answers with the exit status. */
export function runExtend(credential: string, { by, days, state, json }: ExtendGiven): number {
  if (by.trim() === '') throw new UsageError('The name is empty.', 'Give a name: --by NAME.');
  mustExist(state);
  const { database } = openDecisions(state);
  const subjects = subjectsOf(credential, database);
  const leases = new Leases(database);
  const now = Date.now();
  const terminal = openTerminal();
  for (const subject of subjects) {
    const lease = extend(leases.of(subject), by.trim(), now, days);
    durably(database, () => leases.put(subject, lease));
    const until = formatInstant(lease.consent?.until ?? now);
    if (json) terminal.printJson({ subject, by: by.trim(), until });
    else terminal.print(credential, ` is wanted until ${until}, according to ${by.trim()}.`);
  }
  return exitStatus.fine;
}

/** As sweeps found it, since one ARN can be a user's password and more; else as its name tells. */
function subjectsOf(credential: string, database: DatabaseSync): readonly string[] {
  const found = hasFindings(database)
    ? database
        .prepare("SELECT subject FROM sweep_finding WHERE json_extract(body, '$.credential') = ? ORDER BY subject")
        .all(credential)
    : [];
  if (found.length > 0) return found.map(({ subject }) => String(subject));
  if (/^AKIA\w{12,}$/.test(credential)) return [`access-key ${credential}`];
  if (/^arn:[^:]*:iam::\d{12}:role\//.test(credential)) return [`role ${credential}`];
  if (/^arn:[^:]*:secretsmanager:/.test(credential)) return [`secret ${credential}`];
  throw new UsageError(
    `No sweep has found ${credential} in this state file.`,
    'Give an access key id, or the ARN of a role or a secret, as rescind sweep prints it.',
  );
}

function hasFindings(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sweep_finding'").get() !== undefined;
}

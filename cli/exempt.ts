import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { formatInstant, type Instant, parseInstant } from '../core/model/instant.ts';
import { exitStatusHelp, UsageError } from './exit.ts';
import { strangeScope } from './policy/scope-words.ts';
import { usualState } from './respond/state.ts';

const help = `
It adds to exemptions.json in the context folder and keeps what is there; an exemption of the same credential and scope
is replaced. A day counts until its end, UTC. SCOPE is all, a family (stale, overprivileged, anomalous), or signal ids
(S09,S14). It undoes nothing that is in force: see rescind restore. The ledger in the state file records who you are according
to AWS, or that AWS did not say.

With --deployment, it adds to the settings of the deployment in --region instead, with your own AWS credentials: they need
s3:ListBucket on that bucket and s3:GetObject and s3:PutObject on context/exemptions.json in it. Its ledger then records
who you are according to AWS.
${exitStatusHelp('fine', 'usage')}

Example:
  rescind exempt AKIAIOSFODNN7EXAMPLE --owner ada --reason "Migration weekend" --until 2027-01-31 --context ./context
  rescind exempt AKIAIOSFODNN7EXAMPLE --owner ada --reason "Migration weekend" --until 2027-01-31 --deployment`;

/** A pattern that comes to its star before it has said whose key it is, or in which account. */
const everybody = /^(?:A[A-Z]{0,3}|arn(?::[\w-]*){0,3}(?::\*)?:?)?[*?]+/;

interface Given {
  readonly owner: string;
  readonly reason: string;
  readonly until: Instant;
  readonly scope: string;
  readonly context: string;
  readonly state: string;
  readonly deployment?: true;
  readonly region?: string;
  readonly profile?: string;
  readonly json?: true;
}

export function exemptCommand(): Command {
  return new Command('exempt')
    .description('Keeps Rescind from disturbing a credential until a given day, with an owner and a reason.')
    .argument('<credential>', 'an access key id or an ARN; * matches any characters')
    .requiredOption('--owner <name>', 'who is responsible for it', said)
    .requiredOption('--reason <text>', 'why it is justified, in a sentence', said)
    .requiredOption('--until <time>', 'when it ends: a day, or ISO 8601 with a zone', end)
    .option('--scope <scope>', 'what it covers', scope, 'all')
    .option('--context <dir>', 'folder with exemptions.json', '.')
    .option('--state <file>', 'state file whose ledger records that it was you', usualState)
    .option('--deployment', 'add it to the settings of a deployment')
    .option(
      '--region <name>',
      'Region of the deployment; without --deployment, the Region to sign requests for outside the aws partition',
    )
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--json', 'print the exemption as JSON')
    .addHelpText('after', help)
    .action((credential: string, given: Given) => run(credential, given));
}

async function run(credential: string, given: Given): Promise<void> {
  const { owner, reason, until, scope: covers, context, deployment, json } = given;
  if (!/^(arn:|A[A-Z]{3}\w{12,}$|.*\*)/.test(credential)) {
    throw new UsageError(`“${credential}” names no credential.`, 'Give an access key id or an ARN.');
  }
  if (everybody.test(credential)) {
    throw new UsageError(
      `“${credential}” matches everybody.`,
      'Give an access key id, an ARN, or at least the account of an ARN.',
    );
  }
  if (until <= Date.now())
    throw new UsageError(`${formatInstant(until)} is in the past.`, 'Give an end in the future.');
  const exemption = { credential, owner, reason, scope: covers, until: formatInstant(until) };
  const { region, profile } = given;
  const where = { ...(profile !== undefined && { profile }), ...(region !== undefined && { region }) };
  if (deployment === true) {
    const { exemptThere } = await import('./respond/run-order.ts');
    process.exitCode = await exemptThere(exemption, where, json === true);
    return;
  }
  if (statSync(context, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(`There is no folder ${context}.`, 'Create it, or name another: --context DIR.');
  }
  const { exemptHere } = await import('./respond/run-exempt.ts');
  const path = join(context, 'exemptions.json');
  process.exitCode = await exemptHere(exemption, { path, state: given.state, ...where, json: json === true });
}

function said(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.');
  return text.trim();
}

function end(text: string): Instant {
  const at = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59Z` : text);
  if (at === null) throw new InvalidArgumentError('Give 2027-01-31 or 2027-01-31T18:00:00Z.');
  return at;
}

function scope(text: string): string {
  const strange = strangeScope(text);
  if (strange !== null) throw new InvalidArgumentError(`It ${strange.replace(/[^?]$/, '$&.')}`);
  return text.replace(/\s/g, '');
}

import { createWriteStream } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { exitStatus, exitStatusHelp } from './exit.ts';
import { asffOf } from './export/asff.ts';
import { csvHeader, csvOf } from './export/csv.ts';
import { type Decided, readDecided } from './export/decided.ts';
import { mustBeReadable, numberedLines } from './export/lines.ts';
import { ocsfOf, ocsfVersion } from './export/ocsf.ts';
import { isRegionName } from './region.ts';
import { mustBeWritable } from './replay/outputs.ts';
import { openTerminal, type Terminal } from './terminal/terminal.ts';
import { visibleJson } from './terminal/visible.ts';
import { count } from './terminal/words.ts';

const help = `
DECISIONS is what rescind replay PATH --decisions FILE wrote, or - for standard input. Each decision becomes one line:
  ocsf  an OCSF ${ocsfVersion} event, class Detection Finding (2004); anything without an attribute there is in unmapped
  asff  a finding for AWS Security Hub, to be sent in batches of up to 100 with BatchImportFindings
  csv   a row under a header; text that a spreadsheet would take for a formula gets an apostrophe in front
A line that is not a decision is reported on stderr, the rest is exported, and the exit status is 3.
${exitStatusHelp('fine', 'usage', 'unread')}

Example:
  rescind replay ./trail --no-report --decisions decisions.ndjson
  rescind export decisions.ndjson --format csv --output decisions.csv`;

const formats = ['ocsf', 'asff', 'csv'] as const;

interface Given {
  readonly format: (typeof formats)[number];
  readonly output?: string;
  readonly region: string;
  readonly quiet?: true;
}

export function exportCommand(): Command {
  return new Command('export')
    .description('Exports decisions in a form that other programs read: OCSF, AWS Security Finding Format or CSV.')
    .argument('<decisions>', 'decisions file of a replay; - for standard input')
    .addOption(new Option('--format <format>', 'the output format').choices(formats).makeOptionMandatory())
    .option('--output <file>', 'write there instead of to stdout')
    .option('--region <region>', 'Region of the Security Hub that receives the findings (asff)', region, 'us-east-1')
    .option('--quiet', 'print only errors')
    .addHelpText('after', help)
    .action(async (path: string, given: Given) => {
      process.exitCode = await run(path, given);
    });
}

async function run(path: string, { format, output, region: home, quiet }: Given): Promise<number> {
  const terminal = openTerminal({ quiet });
  const toStdout = output === undefined || output === '-';
  if (!toStdout) mustBeWritable(output);
  mustBeReadable(path);
  const tally = { exported: 0, unread: 0 };
  const written = Readable.from(
    exported(path, lineOf(format, home), format === 'csv' ? csvHeader : null, tally, terminal),
  );
  if (toStdout) await pipeline(written, stdoutToTheEnd());
  else await pipeline(written, createWriteStream(output));
  const unread = tally.unread === 0 ? '' : `, ${count(tally.unread, 'line')} not read`;
  terminal.note(`${count(tally.exported, 'decision')} exported${unread}`);
  return tally.unread === 0 ? exitStatus.fine : exitStatus.unread;
}

/** Whether or not somebody reads on: how many lines cannot be read is told by all of them. */
function stdoutToTheEnd(): Writable {
  return new Writable({ write: (chunk, _, done) => void process.stdout.write(chunk, () => done()) });
}

function lineOf(format: Given['format'], home: string): (decision: Decided) => string {
  switch (format) {
    case 'ocsf':
      return (decision) => visibleJson(ocsfOf(decision));
    case 'asff':
      return (decision) => visibleJson(asffOf(decision, home));
    case 'csv':
      return csvOf;
  }
}

/** As many bad lines are named one by one; the rest are only counted. */
const namedAtMost = 20;

async function* exported(
  path: string,
  toLine: (decision: Decided) => string,
  header: string | null,
  tally: { exported: number; unread: number },
  terminal: Terminal,
): AsyncGenerator<string> {
  if (header !== null) yield `${header}\n`;
  for await (const { number, text } of numberedLines(path)) {
    const read = readDecided(text);
    if (read.ok) {
      tally.exported++;
      yield `${toLine(read.value)}\n`;
    } else if (++tally.unread <= namedAtMost) {
      terminal.fail(`${path}, line ${number} ${read.error}; it is not exported.`);
    }
  }
}

function region(text: string): string {
  if (!isRegionName(text)) throw new InvalidArgumentError('Give a Region like eu-west-1.');
  return text;
}

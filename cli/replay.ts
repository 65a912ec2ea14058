import { Command, InvalidArgumentError } from 'commander';
import { type Instant, parseMoment } from '../core/model/instant.ts';
import { exitStatusHelp } from './exit.ts';
import { failOn } from './fail-on.ts';
import { type ReplayGiven, runReplay } from './replay/run-replay.ts';

const help = `
PATH is a CloudTrail file (.json.gz, .json, .ndjson), a folder of them, - for standard input,
or s3://bucket/prefix, read with your own AWS credentials. Times are ISO 8601 with a zone, or a day.

Files with other names in a folder, such as those that Firehose writes, are read if they begin like a JSON log, plain or gzipped; the
summary says what was left out. A file with records in an unknown form counts as one that could not be read. Records can be as
CloudTrail writes them, one per line, or as LookupEvents, CloudTrail Lake (eventJson), CloudWatch Logs, EventBridge, SNS, SQS,
Splunk or Elastic (event.original, message) deliver them: one message, a page of what a search found, or a file of them.

With --against, the records are also judged by that policy. “Here” means --policy, or the default, and “there” the other one.
Everything else that replay writes, and the exit status, follow --policy alone.

If decisions or assessments go to stdout, the summary goes to stderr; with --json it is the last line of stdout.

With --state, records that an earlier replay judged count as duplicates and change nothing; new ones are judged by the
habits, evidence and answers saved there. The decisions and the report then cover all replays together, as if everything had been
replayed at once. How credentials stand is reported as it is now, and counts as new if there is more to say than last time. Counts
of files and records, --assessments and --fail-on cover only this replay. Replay older records before newer ones: a late record is
judged by everything known by then. The file is written at the end, in one step, so a run that is stopped leaves it as it was; a
file with missing or damaged parts is refused. Two state files cannot be merged; replay both trails together instead. rescind
explain reads the file.
${exitStatusHelp()}

Example:
  rescind replay ./trail --context ./context --decisions decisions.ndjson`;

export function replayCommand(): Command {
  return new Command('replay')
    .description('Judges past CloudTrail records: what Rescind would have done, and why. Changes nothing in AWS.')
    .argument('<path...>', 'what to read')
    .option('--context <dir>', 'folder with the owners’ declarations (credentials.json and related files)')
    .option('--policy <file>', 'policy to judge by, instead of the default')
    .option('--against <file>', 'also judge by this policy, and show which decisions change and why')
    .option('--decisions <file>', 'write the decisions, one JSON object per line; - for stdout')
    .option(
      '--assessments <file>',
      'write every assessment with a signal in it, one JSON object per line; - for stdout',
    )
    .option('--report <file>', 'where the HTML report goes', 'rescind-report.html')
    .option('--no-report', 'write no report')
    .option('--state <file>', 'continue from what earlier replays saved there, and save it for the next')
    .option('--since <time>', 'leave out records before this time', time)
    .option('--until <time>', 'leave out records from this time on', time)
    .option('--workers <n>', 'threads that read files', threads, 1)
    .option('--json', 'print the summary as one JSON object')
    .option('--quiet', 'show no progress')
    .option('--fail-on <action|score>', 'exit with 1 if a decision is at or above this', failOn)
    .addHelpText('after', help)
    .action(async (paths: string[], given: ReplayGiven) => {
      process.exitCode = await runReplay(paths, given);
    });
}

function time(text: string): Instant {
  const at = parseMoment(text);
  if (at === null) throw new InvalidArgumentError('Give 2026-09-07 or 2026-09-07T08:15:00Z.');
  return at;
}

function threads(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1 to 99.');
  return Number(text);
}

import { Command, InvalidArgumentError } from 'commander';
import { type Instant, parseMoment } from '../core/model/instant.ts';
import { exitStatusHelp } from './exit.ts';
import { failOn } from './fail-on.ts';
import { type ReplayGiven, runReplay } from './replay/run-replay.ts';

const help = `
PATH is a CloudTrail file (.json.gz, .json, .ndjson), a folder of them, - for the standard input,
or s3://bucket/prefix, read with your own AWS credentials. Times are ISO 8601 with a zone, or a day.

Files of other names in a folder, as Firehose writes them, are read where they begin like a log in JSON, as it is or within gzip; the
summary says what is left out. A file of records in a form that is not understood counts as one that could not be read. Records may
stand as CloudTrail writes them, one a line, or in what LookupEvents, CloudTrail Lake (eventJson), CloudWatch Logs, EventBridge,
SNS, SQS, Splunk or Elastic (event.original, message) hands out, one a message or a file of them.

With --against, the records are judged by that policy as well. “Here” is
--policy, or the default, and “there” the other one; everything else that replay writes, and the exit
status, are of --policy alone.

Where lines go to stdout, the summary in words goes to stderr; that of --json is the last line.

With --state, records that an earlier replay judged count as duplicates and change nothing; new ones are judged by the
habits, evidence and answers left there. All decisions, and what the report shows of credentials, are then of all replays together,
as if all had been replayed at once: how credentials stand is told as it is now, and is new where there is more to say than
last time. Counts of files and records, --assessments and --fail-on are of this one. Give new records after older ones: a late one is
judged by all that is known by then. The file is written at the end, in one step: a run that is stopped leaves it as it was, and one that finds part of
it missing or damaged refuses it. Two states cannot be made one; a replay of both trails can. rescind explain reads it.
${exitStatusHelp()}

Example:
  rescind replay ./trail --context ./context --decisions decisions.ndjson`;

export function replayCommand(): Command {
  return new Command('replay')
    .description('Judges past CloudTrail records: what Rescind would have done, and why. Touches nothing on AWS.')
    .argument('<path...>', 'what to read')
    .option('--context <dir>', 'folder with the owners’ words (credentials.json and its neighbours)')
    .option('--policy <file>', 'policy to judge by, instead of the default')
    .option('--against <file>', 'judge by this policy, too, and show which decisions change and why')
    .option('--decisions <file>', 'write the decisions, one JSON a line; - for stdout')
    .option('--assessments <file>', 'write every assessment with a signal in it, one JSON a line; - for stdout')
    .option('--report <file>', 'where the HTML report goes', 'rescind-report.html')
    .option('--no-report', 'write no report')
    .option('--state <file>', 'go on from what earlier replays left there, and leave it for the next')
    .option('--since <time>', 'leave out records before it', time)
    .option('--until <time>', 'leave out records from it on', time)
    .option('--workers <n>', 'threads that read files', threads, 1)
    .option('--json', 'print the summary as one JSON object')
    .option('--quiet', 'no progress')
    .option('--fail-on <action|score>', 'exit with 1 if a decision is at or above it', failOn)
    .addHelpText('after', help)
    .action(async (paths: string[], given: ReplayGiven) => {
      process.exitCode = await runReplay(paths, given);
    });
}

function time(text: string): Instant {
  const at = parseMoment(text);
  if (at === null) throw new InvalidArgumentError('Write 2026-09-07 or 2026-09-07T08:15:00Z.');
  return at;
}

function threads(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('Write a whole number from 1 to 99.');
  return Number(text);
}

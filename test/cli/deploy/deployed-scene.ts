import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dynamodbNoteStore } from '../../../adapters/dynamodb/note-store.ts';
import type { Template } from '../../../cli/deploy/template.ts';
import { envNames } from '../../../contract/env.ts';
import { noteKeys, type Pulse, type SweepRun } from '../../../contract/notes.ts';
import type { NoteStore } from '../../../core/context/note-store.ts';
import { RescindStack } from '../../../lib/rescind-stack.ts';
import { deployStack, newStack } from '../../../simulator/aws/cloudformation/stacks.ts';
import type { Credentials, SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';
import type { Deployed } from '../../../simulator/aws/state/deployed.ts';
import { accountOf } from '../../../simulator/aws/state/world.ts';
import type { DynamoDb } from '../../adapters/dynamodb/table.ts';
import { leanApp, untraced } from '../../lib/lean-app.ts';
import type { Given } from '../../lib/synthesized.ts';
import { unchecked } from '../../unchecked.ts';
import { compileCache, emptyFolder, type Run, runIn } from '../command-line.ts';
import { environmentOf } from '../served-aws.ts';

/** The template of a stack, on bundles that hold nothing: each made once, whoever asks for it again. */
export function templateOf(given: Given = {}): Template {
  const key = JSON.stringify(given);
  const text = made.get(key) ?? JSON.stringify(synthesized(given));
  made.set(key, text);
  return JSON.parse(text);
}

const made = new Map<string, string>();

function synthesized(given: Given): Template {
  const bundles = mkdtempSync(join(tmpdir(), 'rescind-empty-'));
  for (const name of Object.keys(envNames)) {
    mkdirSync(join(bundles, name));
    writeFileSync(join(bundles, name, 'index.mjs'), '');
  }
  const { template } = unchecked(() =>
    untraced(() => {
      const app = leanApp(join(bundles, 'cdk.out'));
      const { artifactId } = new RescindStack(app, 'Rescind', { bundles, ...given });
      return app.synth().getStackArtifact(artifactId);
    }),
  );
  rmSync(bundles, { recursive: true });
  return template;
}

/** Lets CloudFormation make the template's stack in the account, two days ago; a trail logs, it has been heard, nothing rings, and somebody reads what it says. */
export async function stand(
  template: Template,
  { world }: SimulatedAws,
  accountId: string,
  at: number,
  region = 'us-east-1',
): Promise<Deployed> {
  const account = accountOf(world, accountId);
  const site = { world, account, region };
  const { deployed } = account;
  deployed.parameters.set(`${region} /cdk-bootstrap/hnb659fds/version`, '32');
  const stack = newStack('Rescind', site);
  deployStack(stack, { template: JSON.stringify(template), parameters: {} }, site);
  if (stack.status !== 'CREATE_COMPLETE') throw new Error(`the stack is ${stack.status}`);
  Object.assign(stack, { createdAt: at - 48 * 3_600_000 });
  for (const alarm of deployed.alarms) alarm.state = 'OK';
  for (const { type, physicalId } of stack.resources) {
    if (type === 'AWS::SNS::Topic') deployed.subscriptions.set(physicalId, { confirmed: 1, pending: 0 });
  }
  const arn = `arn:aws:cloudtrail:${region}:${accountId}:trail/management`;
  const trail = { arn, name: 'management', homeRegion: region, everyRegion: true, isLogging: true, dataEvents: false };
  account.state.latest.beside.trails.set(arn, trail);
  deployed.counts.push({ metric: 'Heard', at: at - 600_000, value: 1_440 });
  return deployed;
}

/** Puts a file into the bucket of settings. */
export function laySettings({ stacks, objects }: Deployed, key: string, text: string): void {
  objects.set(`${stacks.at(-1)?.outputs.SettingsBucket}/${key}`, text);
}

/** The table of what was learned, by the name that `stand` gives it. */
export async function memoryOf(template: Template, dynamodb: DynamoDb): Promise<NoteStore> {
  const id = Object.keys(template.Resources).find((one) => one.startsWith('FoundationMemory'));
  return dynamodbNoteStore(await dynamodb.table(`Rescind-${id}`));
}

/** The table of what was done, likewise. */
export function deedsOf(template: Template, dynamodb: DynamoDb): ReturnType<DynamoDb['table']> {
  const id = Object.keys(template.Resources).find((one) => /^FoundationDeeds[0-9A-F]{8}$/.test(one));
  return dynamodb.table(`Rescind-${id}`, 'deeds');
}

/** What a deployment notes of itself: everybody is heard, and the last sweep saw all. */
export async function notePulse(notes: NoteStore, at: number, changes: Partial<Pulse> = {}): Promise<void> {
  const pulse: Pulse = { at, since: { '111111111111': 0, '222222222222': 0 }, silent: [], refused: {}, ...changes };
  const accounts = ['111111111111'];
  const run: SweepRun = { id: 's_1', startedAt: 0, accounts, closed: 0, unseen: 0, finishedAt: at };
  for (const [key, value] of [
    [noteKeys.heartbeat, pulse],
    [noteKeys.sweepRun, run],
  ] as const) {
    const expectedVersion = (await notes.load(key))?.version ?? null;
    await notes.commit({ key, text: JSON.stringify(value), expectedVersion, until: null });
  }
}

/** The command line, as somebody who has these environment variables and no others of AWS. */
export function typed(environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Run> {
  const cwd = emptyFolder();
  return runIn(
    {
      cwd,
      env: {
        PATH: process.env.PATH,
        HOME: cwd,
        AWS_EC2_METADATA_DISABLED: 'true',
        ...compileCache(),
        ...environment,
      },
    },
    args,
  );
}

/** Environment variables that put `stand-in-cdk.ts` in the CDK's place, which makes `template`; and what it was run for. */
export function standInCdk(folder: string, template: Template) {
  const [noted, made] = [join(folder, 'runs'), join(folder, 'made.json')];
  writeFileSync(made, JSON.stringify(template));
  const NODE_OPTIONS = `--import=${new URL('./stand-in-cdk.ts', import.meta.url)}`;
  return {
    environment: { NODE_OPTIONS, STAND_IN_RUNS: noted, STAND_IN_TEMPLATE: made },
    runs: () => readFileSync(noted, 'utf8').trim().split('\n'),
  };
}

/** With a Region, which a deployment asks for. */
export function regionalEnvironmentOf(url: string, credentials: Credentials) {
  return { AWS_REGION: 'us-east-1', ...environmentOf(url, credentials) };
}

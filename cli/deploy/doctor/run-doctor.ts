import { S3Client } from '@aws-sdk/client-s3';
import { wordsOf } from '../../../core/plan/track-record.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { exitStatus } from '../../exit.ts';
import { usualState } from '../../respond/state.ts';
import { openTerminal, type Terminal } from '../../terminal/terminal.ts';
import { bold, dim, green, red, yellow } from '../../terminal/words.ts';
import type { Check } from '../check.ts';
import { known } from '../deployment-fault.ts';
import { deedsIn } from '../destruction.ts';
import { openPlace } from '../open.ts';
import { stackName } from '../tools.ts';
import { checksOf, isHealthy } from './checks.ts';
import { type DeploymentFacts, readDeployment } from './read-deployment.ts';
import { type Readiness, readinessOf, replayOnRecord } from './readiness.ts';
import { type Reason, reasonsIn } from './reasons.ts';
import { readWiring } from './wiring.ts';

export interface DoctorGiven {
  readonly profile?: string;
  readonly region?: string;
  readonly state?: string;
  readonly json?: true;
}

export async function runDoctor(given: DoctorGiven): Promise<number> {
  const terminal = openTerminal();
  const now = Date.now();
  const { sdk, clients, place } = await openPlace(given);
  const { accountId, region } = place;
  const deployment = known(
    await readDeployment(stackName, clients, { s3: new S3Client(sdk), sdk }, now),
    'The deployment cannot be read',
  );
  const wiring = deployment === null ? null : await readWiring(stackName, deployment.resources, clients, accountId);
  const readiness = readinessOf(replayOnRecord(given.state ?? usualState), accountId);
  const checks =
    deployment === null || wiring === null
      ? [absent(accountId, region)]
      : diagnose(checksOf(deployment, wiring, place, now), deployment.policy, readiness);
  const healthy = isHealthy(checks);
  const table = deployment === null ? null : deedsIn(deployment.resources);
  const policy = deployment?.policy.ok === true ? deployment.policy.value : defaultPolicy;
  const reasons = table === null ? null : await reasonsIn(table, policy, sdk);
  if (given.json) {
    terminal.printJson({ accountId, region, healthy, checks, readyToEnforce: readiness, reasons });
  } else {
    print(terminal, checks, readiness);
    printReasons(terminal, reasons ?? []);
  }
  return healthy ? exitStatus.fine : exitStatus.finding;
}

function absent(accountId: string, region: string): Check {
  return {
    about: 'stack',
    state: 'wrong',
    sentence: `Rescind is not deployed in account ${accountId}, ${region}.`,
    remedy: 'Run rescind deploy, or name the Region where it is: --region NAME.',
  };
}

function diagnose(checks: readonly Check[], policy: DeploymentFacts['policy'], readiness: Readiness): readonly Check[] {
  if (!policy.ok || policy.value.mode !== 'enforce' || readiness.isReady) return checks;
  const untried: Check = {
    about: 'policy',
    state: 'wrong',
    sentence: 'The policy enforces, although nobody has checked whom that disturbs.',
    remedy: `Set its mode back to observe until that is checked. ${readiness.why.at(-1) ?? ''}`,
  };
  return [...checks, untried];
}

function print(terminal: Terminal, checks: readonly Check[], readiness: Readiness): void {
  for (const { about, state, sentence, remedy } of checks) {
    const paint = { fine: green, note: yellow, wrong: red, unknown: red }[state];
    terminal.print(paint(state.padEnd(8)), dim(about.padEnd(8)), sentence);
    if (remedy !== null) terminal.print(' '.repeat(16), remedy);
  }
  terminal.print(bold(readiness.isReady ? 'Ready to enforce' : 'Not ready to enforce'));
  for (const sentence of readiness.why) terminal.print('  ', sentence);
}

function printReasons(terminal: Terminal, reasons: readonly Reason[]): void {
  if (reasons.length === 0) return;
  terminal.print(bold('Reasons, by people’s answers'));
  for (const reason of reasons) {
    const paint = { trusted: green, distrusted: red, unmeasured: dim }[reason.standing];
    terminal.print('  ', reason.id, ` ${wordsOf(reason)}  `, paint(reason.standing));
  }
}

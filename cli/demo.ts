import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { makeTemporaryFolder } from '../adapters/timeline/disk-file.ts';
import { outcomeIdOf } from '../core/outcome/containment.ts';
import { isDisruptive } from '../core/plan/ladder.ts';
import { defaultPolicy } from '../core/policy/policy.ts';
import { renderReport } from '../report/render.ts';
import { type Simulation, simulate } from '../simulator/simulate.ts';
import { endOf } from './demo/end.ts';
import type { Scene } from './demo/play.ts';
import { asCarriedOut, takenIn } from './demo/taken.ts';
import { printEnd, printOpening, printScene } from './demo/tell.ts';
import { exitStatusHelp } from './exit.ts';
import { readContext } from './replay/context.ts';
import { mustBeWritable, writeOutput } from './replay/outputs.ts';
import { reportOf } from './replay/report-of.ts';
import { demoState } from './respond/state.ts';
import { openTerminal } from './terminal/terminal.ts';

const example = `
The same seed gives the same story. The accounts are simulated; nothing outside this machine is touched.
${exitStatusHelp('fine', 'usage')}

Example:
  rescind demo --seed 7 --days 12`;

interface Given {
  readonly seed: number;
  readonly days: number;
  readonly report: string | false;
  readonly speed: number | 'max';
  readonly json?: true;
  readonly quiet?: true;
}

export function demoCommand(): Command {
  return new Command('demo')
    .description('Plays a month in a small organisation, including thefts, on simulated AWS accounts.')
    .option('--seed <n>', 'which organisation', whole, 1)
    .option('--days <n>', 'how many days', whole, 30)
    .option('--report <file>', 'where the HTML report goes', 'rescind-report.html')
    .option('--no-report', 'write no report')
    .option('--speed <max|N×>', 'play the story N times as fast as it happened', speed, 'max')
    .option('--json', 'print the outcome of each theft as one JSON object, without the story')
    .option('--quiet', 'print only the outcome, not the story')
    .addHelpText('after', example)
    .action(run);
}

async function run({ seed, days, report, speed, json, quiet }: Given): Promise<void> {
  const terminal = openTerminal({ quiet });
  const isTold = json !== true && quiet !== true;
  // The AWS SDK takes long to load, and the other commands do without it.
  const [{ play }, { containable }] = await Promise.all([import('./demo/play.ts'), import('./demo/twin.ts')]);
  mustBeWritable(demoState);
  if (report !== false) mustBeWritable(report);
  const policy = { ...defaultPolicy, mode: 'enforce' as const };
  const simulation = simulate({ seed, days });
  const context = await contextOf(simulation);
  if (isTold) printOpening(terminal, simulation);

  let last = simulation.options.start;
  const onScene = async (scene: Scene) => {
    if (speed !== 'max') await sleep((scene.decision.at - last) / speed);
    last = scene.decision.at;
    if (isTold) printScene(terminal, scene, simulation.labels);
  };
  const played = await play({
    simulation,
    policy,
    networks: context.networks,
    declared: context.declared,
    statePath: demoState,
    onScene,
  });

  const contained = played.scenes.find((scene) => isAlone(scene, played.scenes));
  if (contained !== undefined) await played.responder.restore(outcomeIdOf(contained.decision.id));
  const restored =
    contained === undefined
      ? null
      : { ...contained, exactly: containable(played.twin, contained.decision) === contained.before };
  if (report !== false) {
    const told = {
      title: `Demo, seed ${seed}`,
      inputs: ['simulated traffic'],
      at: played.activities.to,
      policy,
      decisions: played.scenes.map(asCarriedOut),
      taken: takenIn(played.scenes, contained ?? null, played.activities.to),
    };
    await writeOutput(report, renderReport(reportOf({ ...told, ...played, ...context })));
  }
  if (json) terminal.printJson(endOf(played, simulation.labels, restored, report));
  else printEnd(terminal, played, simulation.labels, restored, report);
}

/** The only containment of its principal, so that taking it back leaves nothing behind. */
function isAlone({ decision, response }: Scene, scenes: readonly Scene[]): boolean {
  if (!isDisruptive(decision.action) || response.outcome.kind !== 'done') return false;
  const same = scenes.filter((scene) => scene.decision.principal === decision.principal);
  return same.filter((scene) => isDisruptive(scene.decision.action)).length === 1;
}

/** The owners' words go through the same files that an organisation would hand over. */
async function contextOf({ context }: Simulation) {
  const folder = makeTemporaryFolder('rescind-demo-');
  try {
    for (const [name, text] of context) writeFileSync(join(folder, name), text);
    return await readContext(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function whole(text: string): number {
  if (!/^\d{1,6}$/.test(text) || Number(text) === 0) throw new InvalidArgumentError('Give a whole number above 0.');
  return Number(text);
}

function speed(text: string): Given['speed'] {
  if (text === 'max') return text;
  const times = Number(/^(\d+(?:\.\d+)?)[x×]?$/.exec(text)?.[1]);
  if (!(times > 0)) throw new InvalidArgumentError('Give max, or how many times as fast, like 86400×.');
  return times;
}

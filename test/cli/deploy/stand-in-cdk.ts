import { appendFileSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Takes the CDK's place in a process of Node that imports this first: notes what it is run for, lays down the template that it
 * was given, and deploys nothing.
 */
const [, program = '', ...args] = process.argv;
if (program.endsWith('/bin/cdk')) {
  const { STAND_IN_RUNS = '', STAND_IN_TEMPLATE = '' } = process.env;
  appendFileSync(STAND_IN_RUNS, `${args.join(' ')}\n`);
  const out = args[args.indexOf('--output') + 1] ?? '';
  if (args[0] === 'synth') copyFileSync(STAND_IN_TEMPLATE, join(out, 'Rescind.template.json'));
  process.exit(args[0] === 'deploy' ? 1 : 0);
}

import { Command } from 'commander';
import { changeKinds } from './changes/changes.ts';
import { techniques } from './incidents/incidents.ts';
import { type SimulationOptions, simulate } from './simulate.ts';
import { writeSimulation } from './write.ts';

const help = `
Writes DIR/trail (CloudTrail files), DIR/context (the owner's words) and DIR/labels.json (the truth).

Example:
  npm run simulate -- --seed 1 --days 30 --out /tmp/organisation
  rescind replay /tmp/organisation/trail --context /tmp/organisation/context

Techniques: ${techniques.join(', ')}

Benign changes: ${changeKinds.join(', ')}
`;

const program = new Command('simulator')
  .description('Makes up a small organisation and its CloudTrail traffic from a seed.')
  .requiredOption('--out <dir>', 'folder to write to')
  .option('--seed <n>', 'which organisation', whole, 1)
  .option('--days <n>', 'how many days', whole, 30)
  .option('--credentials <n>', 'about how many credentials', whole, 60)
  .option('--incidents <n or names>', 'how many incidents, or techniques separated by commas', countOrNames, 8)
  .option('--changes <n or names>', 'how many benign changes, or kinds separated by commas', countOrNames, 10)
  .addHelpText('after', help)
  .action(async (given: Given) => {
    const { out, changes, ...options } = given;
    const simulation = simulate({ ...options, benignChanges: changes });
    await writeSimulation(simulation, out);
    const { incidents, benignChanges } = simulation.labels;
    process.stderr.write(
      `${simulation.records.length} records, ${incidents.length} incidents and ${benignChanges.length} benign changes in ${out}\n`,
    );
  });

interface Given extends Required<Pick<SimulationOptions, 'seed' | 'days' | 'credentials' | 'incidents'>> {
  readonly out: string;
  readonly changes: number | readonly string[];
}

function whole(text: string): number {
  return Number.parseInt(text, 10);
}

function countOrNames(text: string): number | readonly string[] {
  return /^\d+$/.test(text) ? Number(text) : text.split(',');
}

await program.parseAsync();

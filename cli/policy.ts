import { toJsonSchema } from '@valibot/to-json-schema';
import { Command, Option } from 'commander';
import { policySchema } from '../core/policy/policy.ts';
import type { Where } from './deploy/open.ts';
import { exitStatus, exitStatusHelp } from './exit.ts';
import { failedCases } from './policy/cases.ts';
import { explainCredential } from './policy/explain-credential.ts';
import { type PolicyProblem, policyText, readPolicy, readPolicyFile } from './policy/policy-file.ts';
import { sarifOf } from './policy/sarif.ts';
import { readContext } from './replay/context.ts';
import { openTerminal } from './terminal/terminal.ts';
import { bold, green, red } from './terminal/words.ts';

type Format = 'text' | 'sarif' | 'github';

export function policyCommand(): Command {
  return new Command('policy')
    .description('Checks or explains a policy file, applies it to a deployment, or prints its JSON Schema for editors.')
    .addCommand(checkCommand())
    .addCommand(schemaCommand())
    .addCommand(explainPolicyCommand())
    .addCommand(applyPolicyCommand())
    .addHelpText('after', '\nExample:\n  rescind policy schema > rescind.policy.schema.json');
}

function checkCommand(): Command {
  return new Command('check')
    .description('Checks that a policy can be read and decides its own cases as expected, and says where it does not.')
    .argument('<file>', 'the policy')
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'sarif', 'github']).default('text'))
    .option('--json', 'print the problems as one JSON list, empty if there are none')
    .addHelpText('after', `${exitStatusHelp('fine', 'usage')}\n\nExample:\n  rescind policy check rescind.policy.json`)
    .action((path: string, { format, json }: { format: Format; json?: true }) => {
      const text = policyText(path);
      const read = readPolicy(text);
      const problems = read.ok ? failedCases(read.value, text) : read.error;
      if (json) openTerminal().printJson(problems);
      else printProblems(path, problems, format);
      process.exitCode = problems.length === 0 ? exitStatus.fine : exitStatus.usage;
    });
}

function schemaCommand(): Command {
  return new Command('schema')
    .description('Prints the JSON Schema of the policy file.')
    .addHelpText('after', `${exitStatusHelp('fine')}\n\nExample:\n  rescind policy schema`)
    .action(() => openTerminal().printJson(toJsonSchema(policySchema, { typeMode: 'input', errorMode: 'ignore' })));
}

function explainPolicyCommand(): Command {
  return new Command('explain')
    .description('Explains what the policy means for one credential: mode, thresholds, limits, exemptions, and why.')
    .argument('<credential>', 'an ARN or an access key id')
    .option('--policy <file>', 'the policy, instead of the default')
    .option('--context <dir>', 'folder with the owners’ declarations and exemptions')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `${exitStatusHelp('fine', 'usage', 'unread')}\n\nExample:\n  rescind policy explain AKIAIOSFODNN7EXAMPLE`,
    )
    .action(async (credential: string, given: { policy?: string; context?: string; json?: true }) => {
      const terminal = openTerminal();
      const policy = readPolicyFile(given.policy);
      const { standings, declared, exemptions, unread } = await readContext(given.context);
      const standing = standings.find((one) => one.credential.id === credential) ?? null;
      const asked = {
        credential,
        policy,
        standing,
        declared: declared.get(credential) ?? null,
        exemptions,
        now: Date.now(),
      };
      const lines = explainCredential(asked);
      if (given.json) terminal.printJson(lines.map(([about, why]) => ({ about, why })));
      else for (const [about, why] of lines) terminal.print(bold(about.padEnd(12)), why);
      for (const { path, reason } of unread) terminal.note(`not read  ${path} ${reason}`);
      process.exitCode = unread.length === 0 ? exitStatus.fine : exitStatus.unread;
    });
}

function applyPolicyCommand(): Command {
  return new Command('apply')
    .description('Makes a policy the one in force in a deployment, in your name.')
    .argument('<file>', 'the policy')
    .option('--region <name>', 'Region of the deployment')
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--json', 'as JSON')
    .addHelpText('after', applyHelp)
    .action(async (path: string, { json, ...where }: Where & { json?: true }) => {
      const { applyPolicy } = await import('./policy/apply.ts');
      process.exitCode = await applyPolicy(path, where, json === true);
    });
}

const applyHelp = `
The deployment asks AWS who you are. Once a policy was applied, you must be an approver in the one in force, named there under
people with one of your ARNs. The ledger records who applied it. From then on, a policy that gets into the bucket in any other
way stops every action, and an alarm rings.
${exitStatusHelp('fine', 'finding', 'usage')}

Example:
  rescind policy apply rescind.policy.json --region us-east-1`;

function printProblems(path: string, problems: readonly PolicyProblem[], format: Format): void {
  const terminal = openTerminal();
  if (format === 'sarif') terminal.printJson(sarifOf(path, problems));
  else if (format === 'github') {
    for (const { line, column, where, what } of problems) {
      terminal.print(`::error file=${path},line=${line},col=${column}::${where === '' ? '' : `${where} `}${what}`);
    }
  } else {
    for (const { line, column, where, what } of problems) {
      terminal.print(red(`${path}:${line}:${column}  `), bold(where), where === '' ? '' : ' ', what);
    }
    if (problems.length === 0) terminal.print(green('ok  '), path);
  }
}

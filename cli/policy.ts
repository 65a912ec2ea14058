import { toJsonSchema } from '@valibot/to-json-schema';
import { Command, Option } from 'commander';
import { policySchema } from '../core/policy/policy.ts';
import { exitStatus } from './exit.ts';
import { failedCases } from './policy/cases.ts';
import { type PolicyProblem, policyText, readPolicy } from './policy/policy-file.ts';
import { sarifOf } from './policy/sarif.ts';
import { openTerminal } from './terminal/terminal.ts';
import { bold, green, red } from './terminal/words.ts';

type Format = 'text' | 'sarif' | 'github';

export function policyCommand(): Command {
  return new Command('policy')
    .description('Checks a policy file, or prints the JSON Schema that editors complete it with.')
    .addCommand(checkCommand())
    .addCommand(schemaCommand())
    .addHelpText('after', '\nExample:\n  rescind policy schema > rescind.policy.schema.json');
}

function checkCommand(): Command {
  return new Command('check')
    .description('Says whether a policy can be read and does what its own cases expect, and where it does not.')
    .argument('<file>', 'the policy')
    .addOption(new Option('--format <format>', 'how to say it').choices(['text', 'sarif', 'github']).default('text'))
    .addHelpText('after', '\nExample:\n  rescind policy check rescind.policy.json')
    .action((path: string, { format }: { format: Format }) => {
      const text = policyText(path);
      const read = readPolicy(text);
      const problems = read.ok ? failedCases(read.value, text) : read.error;
      printProblems(path, problems, format);
      process.exitCode = problems.length === 0 ? exitStatus.fine : exitStatus.usage;
    });
}

function schemaCommand(): Command {
  return new Command('schema')
    .description('The JSON Schema of the policy file.')
    .addHelpText('after', '\nExample:\n  rescind policy schema')
    .action(() => openTerminal().printJson(toJsonSchema(policySchema, { typeMode: 'input', errorMode: 'ignore' })));
}

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

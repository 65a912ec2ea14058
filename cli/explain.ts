import { existsSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import { formatDay } from '../core/model/instant.ts';
import { decisionIdOf, outcomeIdOf } from '../core/outcome/containment.ts';
import { isDisruptive } from '../core/plan/ladder.ts';
import { defaultPolicy } from '../core/policy/policy.ts';
import { allSignals } from '../core/signals/registry.ts';
import { pointsPerBit } from '../core/verdict/score.ts';
import { UsageError } from './exit.ts';
import type { AssessmentLine } from './replay/assessment-line.ts';
import type { DecisionLine } from './replay/decision-line.ts';
import { type KeptDecision, openDecisions } from './replay/decisions-kept.ts';
import { findingHistory } from './sweep/finding-history.ts';
import { openTerminal, type Terminal } from './terminal/terminal.ts';
import { bold, dim } from './terminal/words.ts';

const help = `
Without --state or --decisions it looks into the state that the last demo left.

Example:
  rescind explain o_6bb3c2a1f09d4e57 --state rescind.sqlite`;

interface Given {
  readonly state?: string;
  readonly decisions?: string;
  readonly json?: true;
}

export function explainCommand(): Command {
  return new Command('explain')
    .description('Why a decision was made: the evidence, what it added to the score, and what would undo it.')
    .argument('<credential|decision>', 'an access key id, an ARN, or the id of a decision (d_…) or outcome (o_…)')
    .option('--state <file>', 'state file of a replay or demo')
    .option('--decisions <file>', 'decisions file of a replay')
    .option('--json', 'as JSON')
    .addHelpText('after', help)
    .action((name: string, given: Given) => {
      const terminal = openTerminal();
      const found = find(name, given);
      if (found.length === 0)
        throw new UsageError(
          `Nothing was decided about ${name}.`,
          'Decisions name credentials by access key id or by ARN.',
        );
      if (given.json) terminal.printJson(found);
      else {
        for (const one of found) printDecision(terminal, one);
        printHistory(terminal, found[0]?.decision.credential ?? name, given);
      }
    });
}

const demoState = 'rescind-demo.sqlite';

function find(name: string, { state, decisions }: Given): KeptDecision[] {
  if (decisions !== undefined) {
    return linesOf(decisions)
      .filter(({ id, credential }) => id === decisionIdOf(name) || credential === name)
      .map((decision) => ({ decision, assessment: null }));
  }
  const path = state ?? demoState;
  if (!existsSync(path))
    throw new UsageError(
      `There is no state file ${path}.`,
      'Make one: rescind replay PATH --state FILE, or rescind demo.',
    );
  return openDecisions(path).find(decisionIdOf(name));
}

function linesOf(path: string): DecisionLine[] {
  try {
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as DecisionLine);
  } catch (error) {
    throw new UsageError(
      `${path} is no decisions file: ${(error as Error).message}.`,
      'Write one: rescind replay PATH --decisions FILE',
    );
  }
}

function printDecision(terminal: Terminal, { decision, assessment }: KeptDecision): void {
  const { id, at, credential, action, score, verdict, owner, principal, reason, mode, heldBack } = decision;
  terminal.print(bold(`${id}  ${action}`), dim(mode === 'observe' ? '  (observe mode: nothing was done)' : ''));
  terminal.print(dim('credential  '), credential, dim(`  of ${principal}`));
  terminal.print(dim('owner       '), owner ?? 'nobody on record');
  terminal.print(dim('when        '), at, dim(decision.eventID === null ? '' : `  event ${decision.eventID}`));
  terminal.print(dim('verdict     '), `${verdict}, score ${score} of 100`);
  terminal.print(dim('why         '), reason);
  if (heldBack !== null) terminal.print(dim('held back   '), heldBack);
  terminal.print('');
  const shares = assessment?.shares ?? strongestOfEach(decision);
  terminal.print(bold('What made the score'));
  for (const { group, bits, id: signal, evidence } of shares) {
    terminal.print(
      `${String(Math.round(bits * pointsPerBit)).padStart(4)} points  ${group.padEnd(10)} `,
      dim(`${signal}  `),
      evidence,
    );
    terminal.print(dim(`${' '.repeat(25)}${oddsOf(bits)}; ${honestReason(signal)}`));
  }
  terminal.print('');
  terminal.print(bold('What would have changed it'));
  for (const sentence of counterfactuals(decision, shares)) terminal.print('  ', sentence);
  terminal.print('');
  terminal.print(bold('What undoes it'));
  terminal.print('  ', undoing(decision));
  terminal.print('');
}

/** Every reason with the day it came, every step, and how it ended. */
function printHistory(terminal: Terminal, credential: string, { state, decisions }: Given): void {
  const history = decisions === undefined && state !== undefined ? findingHistory(state, credential) : [];
  if (history.length === 0) return;
  terminal.print(bold('What sweeps remember'));
  for (const { at, what } of history) terminal.print('  ', `${formatDay(at)}  ${what}`);
}

type Share = Pick<AssessmentLine['shares'][number], 'group' | 'bits' | 'id' | 'evidence'>;

/** A decisions file tells signals, not shares: the strongest of each group comes closest. */
function strongestOfEach({ signals }: DecisionLine): Share[] {
  const groups = new Map<string, Share>();
  for (const signal of signals) {
    if ((groups.get(signal.group)?.bits ?? 0) < signal.bits) groups.set(signal.group, signal as Share);
  }
  return [...groups.values()].sort((a, b) => b.bits - a.bits);
}

function oddsOf(bits: number): string {
  const odds = 2 ** bits;
  if (odds < 1.5) return 'says next to nothing';
  const times = odds < 1000 ? Math.round(odds).toString() : `${Number(odds.toPrecision(1)).toLocaleString('en-US')}`;
  return `about ${times} times likelier in a thief’s hands than in its owner’s`;
}

function honestReason(id: string): string {
  const [honest] = allSignals.find((signal) => signal.id === id)?.falsePositives ?? [];
  return honest === undefined ? 'no honest reason is known' : `honest when: ${honest}`;
}

function counterfactuals({ score }: DecisionLine, shares: readonly Share[]): string[] {
  const { notify, contain, disable } = defaultPolicy.thresholds;
  const stepOf = (points: number) => [notify, contain, disable].filter((threshold) => points >= threshold).length;
  const words = [
    'nobody would have been told',
    'the owner would only have been told',
    'nothing stronger than a pin or quarantine',
  ];
  const total = shares.reduce((sum, { bits }) => sum + bits * pointsPerBit, 0);
  return shares.slice(0, 3).map(({ group, bits, evidence }) => {
    const without = Math.max(0, Math.min(100, Math.round(total - bits * pointsPerBit)));
    const outcome = stepOf(without) < stepOf(score) ? (words[stepOf(without)] ?? '') : 'the same answer';
    return `Without the evidence of ${group} (${evidence}): score ${without}, ${outcome}.`;
  });
}

function undoing({ id, action, mode }: DecisionLine): string {
  if (mode === 'observe') return 'Nothing was done, so there is nothing to undo.';
  if (!isDisruptive(action)) return 'The owner was told; nothing was changed.';
  return `rescind restore ${outcomeIdOf(id)} takes back exactly what this decision changed, and nothing else.`;
}

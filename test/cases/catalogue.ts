import { allSignals } from '../../core/signals/registry.ts';
import type { Authority, Basis, SignalDefinition } from '../../core/signals/signal.ts';
import { type Story, stories } from './stories.ts';

const inOrder = allSignals.toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** docs/signals.md: every signal in words, with a case that it reports and a similar one by which it is not misled. */
export function catalogue(): string {
  return `${[preface, index(), ...inOrder.map(section)].join('\n\n')}\n`;
}

const preface = `<!-- Written by \`npm run build:docs\` from core/signals and test/cases. Do not edit. -->

# Signals

Every reason for which Rescind doubts a credential. A signal weighs its evidence in bits, five points of score each.
Signals of one group share a cause, so only the strongest of a group counts; groups add up. The examples below are
among those that the tests run.`;

function index(): string {
  const rows = inOrder.map(
    ({ id, name, family, group, sentence }) =>
      `| [${id}](#${id.toLowerCase()}-${name}) | ${family} | ${group} | ${sentence} |`,
  );
  return ['| Signal | Family | Group | What it says |', '|---|---|---|---|', ...rows].join('\n');
}

function section(signal: SignalDefinition): string {
  const { id, name, sentence, family, group, authority, basis, attack, falsePositives } = signal;
  const facts = [
    `- Family: ${family}; group: ${group}`,
    `- May do: ${authorityWords[authority]}`,
    `- Rests on: ${basisWords[basis]}`,
    ...(attack.length === 0 ? [] : [`- ATT&CK: ${attack.map(techniqueLink).join(', ')}`]),
    ...falsePositives.map((one) => `- Honest when: ${one}`),
    `- Reports: ${told(signal, 'fires')}`,
    `- Not misled by: ${told(signal, 'lookalike')}`,
  ];
  return `## ${id} ${name}\n\n${sentence}\n\n${facts.join('\n')}`;
}

const authorityWords: Readonly<Record<Authority, string>> = {
  hard: 'disable the credential by itself, within the limits',
  pin: 'pin or quarantine by itself; disable only together with another group',
  corroborate: 'count together with another group',
  notify: 'notify the owner, never disrupt',
};

const basisWords: Readonly<Record<Basis, string>> = {
  habit: 'the credential’s habits, so it says little in its first days',
  word: 'what the owner declared',
  fact: 'the facts of the record alone',
};

function techniqueLink(technique: string): string {
  return `[${technique}](https://attack.mitre.org/techniques/${technique.replace('.', '/')}/)`;
}

/** The first case of the kind, with the signal's own words where it has any. */
function told(signal: SignalDefinition, kind: Story['kind']): string {
  const story = stories.find((one) => one.signal === signal && one.kind === kind);
  if (story === undefined) throw new Error(`${signal.id} has no case of the kind ${kind}`);
  const evidence = kind === 'fires' ? story.find()?.evidence : undefined;
  return evidence === undefined ? `${story.name}.` : `${story.name}. It says: “${evidence}.”`;
}

import type { DeclaredContext } from '../recorded-context.ts';

const emergency = /\b(?:break-?glass|emergency|disaster[- ]recovery)\b/i;

const cadences: readonly (readonly [RegExp, number])[] = [
  [/\b(?:half-?yearly|semi-?annual(?:ly)?|bi-?annual(?:ly)?|twice a year)\b/i, 184],
  [/\b(?:annual(?:ly)?|yearly|year-?end|once a year|every year)\b/i, 366],
  [emergency, 366],
  [/\b(?:quarterly|quarter-?end|every (?:quarter|three months|3 months))\b/i, 92],
  [/\b(?:bi-?monthly|every (?:two|2) months)\b/i, 62],
  [/\b(?:monthly|month-?end|every month)\b/i, 31],
  [/\b(?:fortnightly|bi-?weekly)\b/i, 14],
  [/\b(?:weekly|every week)\b/i, 7],
];

/** How many days the owner lets pass between uses, from the words of purpose and kind; null where they do not say. */
export function declaredCadenceDays(declared: DeclaredContext | null): number | null {
  const words = wordsOf(declared);
  return cadences.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

/** Kept for the worst day: power that lies unused is what it is for. */
export function isForEmergencies(declared: DeclaredContext | null): boolean {
  return emergency.test(wordsOf(declared));
}

function wordsOf(declared: DeclaredContext | null): string {
  return `${declared?.purpose ?? ''} ${declared?.kind ?? ''}`;
}

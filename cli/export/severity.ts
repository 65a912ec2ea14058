import type { Decided } from './decided.ts';

export type Severity = 'informational' | 'low' | 'medium' | 'high' | 'critical';

/** Highest score of each label: the bands that AWS Security Hub puts a normalized severity in. */
const bands: readonly (readonly [number, Severity])[] = [
  [0, 'informational'],
  [39, 'low'],
  [69, 'medium'],
  [89, 'high'],
  [100, 'critical'],
];

/** What only stands there badly, or is too new to be known, is nobody's emergency, however sure the evidence is. */
const calmAtMost = 69;

/** 0-100 and its label. */
export function severityOf({ score, verdict }: Decided): { readonly points: number; readonly label: Severity } {
  const isAttack = verdict === 'compromised' || verdict === 'suspicious';
  const points = Math.round(isAttack ? score : Math.min(score, calmAtMost));
  return { points, label: bands.find(([highest]) => points <= highest)?.[1] ?? 'critical' };
}

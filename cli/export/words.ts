import { nameIn } from '../../core/model/own-name.ts';
import { outcomeIdOf } from '../../core/outcome/containment.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { allSignals } from '../../core/signals/registry.ts';
import type { Decided } from './decided.ts';

const deeds: Readonly<Record<Decided['action'], string>> = {
  notify: 'tell its owner',
  pin: 'pin it to its established networks',
  quarantine: 'quarantine it',
  'revoke-sessions': 'revoke its sessions',
  disable: 'disable it',
  rotate: 'rotate it',
};

/** `compromised: access-key AKIA… of arn:…` */
export function titleOf({ verdict, kind, credential, principal }: Decided): string {
  return `${verdict}: ${kind} ${credential}${credential === principal ? '' : ` of ${principal}`}`;
}

/** What Rescind decided to do and what takes it back, in two sentences; whether it was done, a decisions file does not tell. */
export function remedyOf({ id, action, mode, heldBack }: Decided): string {
  const held = heldBack === null ? '' : ` Held back: ${heldBack}.`;
  if (mode === 'observe') return `Rescind would ${deeds[action]}; it only observes, so nothing was done.${held}`;
  const undo = isDisruptive(action) ? ` If that was done, undo it with: rescind restore ${outcomeIdOf(id)}.` : '';
  return `Rescind decided to ${deeds[action]}.${held}${undo}`;
}

/** The ATT&CK techniques that the decision's signals tell of. */
export function techniquesOf({ signals }: Decided): string[] {
  const ids = new Set(signals.map(({ id }) => id));
  return [...new Set(allSignals.flatMap(({ id, attack }) => (ids.has(id) ? attack : [])))].sort();
}

/** `aws`, `aws-cn`, `aws-us-gov`: where the principal lives. */
export function partitionOf({ principal }: Decided): string {
  return /^arn:(aws[a-z-]*):/.exec(principal)?.[1] ?? 'aws';
}

/** The user's or role's own name. */
export function nameOf({ principal }: Decided): string {
  return nameIn(principal);
}

/** Cut to so many characters, whole ones only, with the cut marked. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text
    .slice(0, most - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`;
}

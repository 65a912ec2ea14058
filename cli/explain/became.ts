/** A decision is not yet a deed. Null: nobody wrote down whether anything was changed. Where something was, that says itself. */
export function becameOf(mode: 'observe' | 'enforce', changed: boolean | null): string {
  if (changed === true) return '';
  if (mode === 'observe') return '  (observe mode: nothing was done)';
  return changed === null
    ? '  (decided; a decisions file does not say whether it was done)'
    : '  (decided; nothing was changed)';
}

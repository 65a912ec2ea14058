import { nearest } from '../../core/model/nearest.ts';
import { scopeWords, strangeIn } from '../../core/plan/exemption.ts';
import { scopeForm } from '../../core/policy/policy.ts';

/** Why a scope is none, in a clause with the word that was meant; null where it is one. */
export function strangeScope(scope: string): string | null {
  const strange = strangeIn(scope);
  return strange === null ? null : `${scopeForm}; “${strange}” is none${meantBy(strange)}`;
}

/** All ids of signals are near each other: of a wrong one nobody can tell which was meant. */
function meantBy(strange: string): string {
  if (/^s\d+$/i.test(strange)) return ': rescind signals lists them';
  const families = [...scopeWords].filter((word) => /^[a-z]+$/.test(word));
  const near = nearest(strange.toLowerCase(), families);
  return near === null ? '' : `: did you mean ${near}?`;
}

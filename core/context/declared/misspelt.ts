import { matchesGlob } from '../../model/glob.ts';
import { isSlipOf, nearest } from '../../model/nearest.ts';
import { countryOf, regionNames } from '../aws-regions.ts';
import { knownActions } from '../grants/actions/known-actions.ts';
import type { DeclaredContext } from '../recorded-context.ts';

/** A pattern, or a Region that is known. */
export function isRegionWord(entry: string): boolean {
  const word = entry.trim();
  return /[*?]/.test(word) || word === 'global' || countryOf(word) !== null;
}

/** Whether a service that an owner wrote is no service that is known, and nearly the one that was called. Names in lower case. */
export function isServiceMisspelt(written: string, called: string): boolean {
  return isSlipOf(withoutVendor(written), called) && !knownActions().has(written);
}

/** The same for `service:Action`. */
export function isActionMisspelt(written: string, called: string): boolean {
  const [service = '', action = ''] = written.toLowerCase().split(':');
  const [calledService = '', calledAction = ''] = called.toLowerCase().split(':');
  if (!isSlipOf(withoutVendor(service), calledService) || !isSlipOf(action, calledAction)) return false;
  return !isKnownAction(service, action);
}

/** What an owner wrote and may not have meant, each a clause. What is not known and near nothing that is may well be new. */
export function misspeltIn({ regions, services, actions }: DeclaredContext['expected']): string[] {
  return [
    ...(regions ?? []).flatMap((entry) => unknownRegion(entry) ?? []),
    ...(services ?? []).flatMap((entry) => unknownService(entry) ?? []),
    ...(actions ?? []).flatMap((entry) => unknownAction(entry) ?? []),
  ];
}

function unknownRegion(entry: string): string | null {
  return isRegionWord(entry) ? null : clause('Region', entry, nearest(entry.trim().toLowerCase(), regionNames));
}

function unknownService(entry: string): string | null {
  const name = entry.trim().toLowerCase();
  if (/[*?:.]/.test(name) || knownActions().has(name)) return null;
  const meant = [...knownActions().keys()].find((one) => isSlipOf(withoutVendor(name), one));
  return meant === undefined ? null : clause('service', entry, meant);
}

function unknownAction(entry: string): string | null {
  const [service = '', action = ''] = entry.trim().toLowerCase().split(':');
  if (/[*?]/.test(entry) || !knownActions().has(service) || isKnownAction(service, action)) return null;
  const meant = knownActions()
    .get(service)
    ?.find((one) => isSlipOf(action, one.action.slice(service.length + 1)));
  return meant === undefined ? null : clause('action', entry, meant.action);
}

/** Whether a known action is called so, or fits the pattern: what has a meaning was not written by a slip. */
function isKnownAction(service: string, action: string): boolean {
  const pattern = `${service}:${action}`;
  return (
    knownActions()
      .get(service)
      ?.some((one) => matchesGlob(pattern, one.action)) === true
  );
}

function clause(kind: string, entry: string, meant: string | null): string {
  return `expects the ${kind} “${entry}”, which is not known${meant === null ? '' : `: did you mean ${meant}?`}`;
}

/** `Amazon SQS` */
function withoutVendor(service: string): string {
  return service.replace(/^(?:amazon|aws)(?=[^a-z]|\w{3})/, '');
}

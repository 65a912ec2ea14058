import type { Baseline, TableName } from '../context/habits/baseline.ts';
import { activeDaysBefore, valuesBefore } from '../context/habits/familiarity.ts';
import { isShortened, leftOf } from '../context/habits/fingerprint.ts';
import { worstBefore } from '../context/habits/volume.ts';
import type { DeclaredContext, RecordedContext } from '../context/recorded-context.ts';
import { isAskedIn } from '../context/sighting.ts';
import { dayOf, formatInstant, type Instant } from '../model/instant.ts';
import { dayWords } from '../signals/words.ts';
import { habitsFor } from '../signals/yardstick.ts';

/** What the owner declared, as short texts: `regions eu-west-1`, `at most 40 calls an hour`. */
export function declaredWords(declared: DeclaredContext | null): string[] {
  if (declared === null) return [];
  const { networks, regions, services, actions, parents, callsPerHour } = declared.expected;
  const lists = { networks, regions, services, actions, 'acting for': parents };
  const said = Object.entries(lists).flatMap(([name, list]) => (list === null ? [] : [`${name} ${list.join(', ')}`]));
  return callsPerHour === null ? said : [...said, `at most ${callsPerHour} calls an hour`];
}

/** What was expected of a credential at that moment: its owner's word, then its habits; a sentence each. */
export function expectedOf(context: RecordedContext, at: Instant, learningDays: number): string[] {
  const habits = habitsFor(context, at, learningDays);
  return [...ownersWord(context.declared), habitsBefore(habits, whoseHabits(habits, context), dayOf(at))];
}

function ownersWord(declared: DeclaredContext | null): string[] {
  if (declared === null) return ['Its owner declared nothing.'];
  const { purpose, kind, expected } = declared;
  const userAgents = expected.userAgents === null ? [] : [`programs ${expected.userAgents.join(', ')}`];
  const end = expected.expiresAt === null ? [] : [`use until ${formatInstant(expected.expiresAt)}`];
  const said = [...declaredWords(declared), ...userAgents, ...end];
  const what = [kind === null ? null : `a credential of kind ${kind}`, purpose === null ? null : `for ‘${purpose}’`];
  const about = what.filter((part) => part !== null).join(' ');
  if (said.length === 0) return about === '' ? ['Its owner declared nothing.'] : [`Its owner declared ${about}.`];
  return [`Its owner declared ${about === '' ? '' : `${about}: `}${said.join('; ')}.`];
}

function whoseHabits(habits: Baseline, { principalBaseline, accountBaseline }: RecordedContext): string {
  if (habits === accountBaseline) return 'its account';
  return habits === principalBaseline ? 'its user' : 'it';
}

const tables: readonly (readonly [TableName, string])[] = [
  ['network', 'from'],
  ['region', 'in'],
  ['service', 'calling'],
  ['client', 'with'],
  ['hours', 'at'],
  ['peer', 'for'],
];
const mostNamed = 4;

/** What is left of a long name shows that it was longer. */
function shown(value: string): string {
  return isShortened(value) ? `${leftOf(value)}…` : value;
}

/** `12 days on record show it from AS3320; in eu-west-1; calling s3, sts; at most 40 calls in an hour.` */
export function habitsBefore(habits: Baseline, whose: string, day: number): string {
  const days = activeDaysBefore(habits, day);
  if (days === 0) return 'No day is on record to compare with.';
  const said = tables.flatMap(([table, word]) => {
    const all = valuesBefore(habits, table, day).filter((value) => !isAskedIn(table, value));
    const more = all.length > mostNamed ? ` and ${all.length - mostNamed} more` : '';
    return all.length === 0 ? [] : [`${word} ${all.slice(0, mostNamed).map(shown).join(', ')}${more}`];
  });
  const { events, denied } = worstBefore(habits, day);
  const refused = denied === 0 ? 'none refused' : `${denied} refused`;
  return `${dayWords(days)} on record show ${whose} ${[...said, `at most ${events} ${events === 1 ? 'call' : 'calls'} in an hour, ${refused}`].join('; ')}.`;
}

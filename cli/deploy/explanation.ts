import type { Place } from '../../adapters/aws/deployment/place.ts';
import { count } from '../terminal/words.ts';
import type { Cost } from './cost.ts';
import type { DeploymentPlan } from './deployment-plan.ts';
import { unheardSentences } from './hearing.ts';
import { learningSentences } from './learning-time.ts';
import { type Change, contentsOf, type Template } from './template.ts';
import { type Basis, bytesOf, type FilesBasis } from './trail/volume.ts';

export interface Explained {
  readonly place: Place;
  readonly plan: DeploymentPlan;
  readonly template: Template;
  readonly change: Change;
  readonly cost: Cost;
}

/** What will happen, where, as whom and for how much, before anybody is asked. */
export function explanationOf({ place, plan, template, change, cost }: Explained): string[] {
  const { accountId, region, arn } = place;
  const given = new Map(plan.context);
  const units = given.get('units');
  const retained = Object.values(template.Resources).filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain').length;
  return [
    `Account ${accountId}, ${region}, as ${arn}.`,
    ...(plan.bootstraps
      ? [
          'The account is not bootstrapped for the CDK here, so this comes first: a stack CDKToolkit with a bucket and roles.',
        ]
      : []),
    change.isNew
      ? `The stack Rescind is created: ${contentsOf(template)}.`
      : `The stack Rescind is changed: ${count(change.added, 'resource')} more, ${change.removed} fewer; it then has ${contentsOf(template)}.`,
    ...change.losses.map((loss) => `It would lose ${loss}.`),
    units === undefined
      ? 'It watches this account alone.'
      : `It watches the accounts under ${units}, including those that join later, in ${regionsNamed(given)}. ${given.get('delegated') === 'true' ? 'The management account is left out until RescindManagement exists there.' : 'The management account is this one.'}`,
    ...(given.get('ownAccount') === 'no'
      ? [
          'This account itself stays with the deployment that already watches it, and so do accounts that have its roles.',
        ]
      : heardHere(given, region)),
    ...unheardSentences(plan, place),
    ...learningSentences(plan, cost.eventsPerDay),
    'It observes: nothing is done to any credential until the policy says enforce.',
    `${count(retained, 'resource')} (tables, log groups, settings bucket) stay when the stack is deleted.`,
    ...costSentences(cost, units !== undefined),
  ];
}

/** In which Regions the account itself is heard, where it is one of several. */
function heardHere(given: ReadonlyMap<string, string>, home: string): string[] {
  const regions = given.get('regions')?.split(',');
  if (regions === undefined) return [];
  if (regions.includes(home)) return ['This account itself is heard there, too.'];
  return [`This account itself is heard in ${[home, ...regions].join(', ')}.`];
}

function regionsNamed(given: ReadonlyMap<string, string>): string {
  const regions = given.get('regions')?.split(',') ?? [];
  return `${count(regions.length, 'Region')}: ${regions.join(', ')}`;
}

function costSentences(
  { fixed, perAccount, perMillionEvents, eventsPerDay, basis, perMonth }: Cost,
  isShared: boolean,
): string[] {
  const others = isShared ? `, $${money(perAccount)} for each account beyond the first` : '';
  const base = `About $${money(fixed)} a month in any case${others}, and $${money(perMillionEvents)} for a million events`;
  if (perMonth === null || eventsPerDay === null) {
    return [`${base}; how many there are is not known (--events-per-day N). See docs/cost.md.`];
  }
  const known = basis === null ? '' : basisWords(basis);
  return [
    `${base}: $${money(perMonth)} a month at ${count(Math.round(eventsPerDay), 'event')} a day${known}. See docs/cost.md.`,
  ];
}

function basisWords(basis: Basis): string {
  switch (basis.kind) {
    case 'given':
      return '';
    case 'heard':
      return ', as many as it heard within the last day';
    case 'files':
      return `, ${filesWords(basis)}`;
  }
}

function filesWords({ address, day, isFirst, files, bytes, accounts, isWhole }: FilesBasis): string {
  const part = accounts.looked < accounts.all ? ` of ${accounts.looked} of ${count(accounts.all, 'account')}` : '';
  const first = isFirst ? ' (the first day there, perhaps incomplete)' : '';
  return [
    `estimated from ${count(files, 'file')}${part}, ${sizeOf(bytes)}, of ${day}${first} in ${address}`,
    `at ${bytesOf.file} bytes a file and ${bytesOf.event} an event`,
    ...(isWhole ? [] : ['from the first files of each quarter of the day where there were too many to count']),
  ].join(', ');
}

function sizeOf(bytes: number): string {
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${size < 10 ? size.toFixed(1) : size.toFixed(0)} ${unit}`;
}

function money(dollars: number): string {
  return dollars.toFixed(2);
}

/** What is left to a person once it stands. */
export function nextSteps({
  slackSecret,
  isDelegated,
  unheard,
}: {
  readonly slackSecret?: string;
  /** What goes unheard, a sentence each. */
  readonly unheard: readonly string[];
  /** Whether another account than the management account administers. */
  readonly isDelegated: boolean;
}): string[] {
  return [
    ...(isDelegated
      ? [
          'Stack sets leave the management account out: deploy RescindManagement there (docs/deploy.md#the-management-account).',
        ]
      : []),
    ...unheard,
    'Subscribe to the alarms topic (output AlarmsTopic), and the pager to the topic of urgent alarms (PagesTopic).',
    slackSecret === undefined
      ? 'Subscribe whoever should get notices (output NoticesTopic), and whoever may answer (AnswersTopic, by name: docs/people.md). For Slack instead: create a secret {"token":"xoxb-…"}, then rescind deploy --slack-secret NAME.'
      : `Check that the secret ${slackSecret} holds {"token":"xoxb-…"}, with the scope chat:write.`,
    'List what is stale and what has too many permissions: rescind sweep --report sweep.html',
    'See whom it would disturb, on your own logs: rescind replay YOUR-LOGS --state rescind.sqlite, then rescind doctor.',
  ];
}

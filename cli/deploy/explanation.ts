import type { Place } from '../../adapters/aws/deployment/place.ts';
import { count } from '../terminal/words.ts';
import type { Cost } from './cost.ts';
import type { DeploymentPlan } from './deployment-plan.ts';
import { type Change, contentsOf, type Template } from './template.ts';

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
          'The account is not bootstrapped for the CDK here, so that comes first: a stack CDKToolkit with a bucket and roles.',
        ]
      : []),
    change.isNew
      ? `A stack Rescind is made: ${contentsOf(template)}.`
      : `The stack Rescind is changed: ${count(change.added, 'resource')} more, ${change.removed} fewer; it then has ${contentsOf(template)}.`,
    ...change.losses.map((loss) => `It would lose ${loss}.`),
    units === undefined
      ? 'It watches this account alone.'
      : `It watches the accounts under ${units} in ${given.get('regions')}, those that join later included. ${leftOut(place, given)}`,
    ...(given.get('ownAccount') === 'no'
      ? [
          'This account itself stays with the deployment that watches it already, and so do accounts that have its roles.',
        ]
      : []),
    'It observes: nothing is done to any credential until the policy says enforce.',
    `${count(retained, 'resource')} (tables, log groups, bucket of settings) stay when the stack goes.`,
    ...costSentences(cost, units !== undefined),
  ];
}

/** Stack sets put no rule into the management account. */
function leftOut({ region }: Place, given: ReadonlyMap<string, string>): string {
  if (given.get('delegated') === 'true') return 'The management account is left out.';
  const others = (given.get('regions') ?? '').split(',').filter((one) => one !== region);
  const bySooner = given.has('trailBucket') ? 'in time, by the trail’s files' : 'not at all';
  return others.length === 0
    ? 'Stack sets leave this account, the organisation’s management account, out: its own rule is part of this stack.'
    : `Stack sets leave this account, the organisation’s management account, out: it is heard at once in ${region} alone, and in ${others.join(', ')} ${bySooner}.`;
}

function costSentences(
  { fixed, perAccount, perMillionEvents, eventsPerDay, perMonth }: Cost,
  isShared: boolean,
): string[] {
  const others = isShared ? `, $${money(perAccount)} for each account beyond the first` : '';
  const base = `About $${money(fixed)} a month whatever happens${others}, and $${money(perMillionEvents)} for a million events`;
  if (perMonth === null || eventsPerDay === null) {
    return [`${base}; how many there are is not known (--events-per-day N). See docs/cost.md.`];
  }
  return [
    `${base}: $${money(perMonth)} a month at ${count(Math.round(eventsPerDay), 'event')} a day. See docs/cost.md.`,
  ];
}

function money(dollars: number): string {
  return dollars.toFixed(2);
}

/** What is left to a person once it stands. */
export function nextSteps({
  slackSecret,
  isDelegated,
}: {
  readonly slackSecret?: string;
  /** Whether another account than the management account administers. */
  readonly isDelegated: boolean;
}): string[] {
  return [
    ...(isDelegated
      ? [
          'Stack sets leave the management account out: deploy RescindManagement there (docs/deploy.md#the-management-account).',
        ]
      : []),
    'Subscribe to the topic of alarms (output AlarmsTopic).',
    slackSecret === undefined
      ? 'Subscribe whoever should read what is done (output NoticesTopic), and who may answer (AnswersTopic, by name: docs/people.md). For Slack instead: make a secret {"token":"xoxb-…"}, then rescind deploy --slack-secret NAME.'
      : `See that the secret ${slackSecret} holds {"token":"xoxb-…"}, with the scope chat:write.`,
    'Look for what is stale and what holds too much: rescind sweep --report sweep.html',
    'See whom it would disturb on your own logs: rescind replay YOUR-LOGS --state rescind.sqlite, then rescind doctor.',
  ];
}

import { type Gift, giftIn, givesAllIn, isPowerIn } from '../context/grants/gift.ts';
import { calledWithin, noteLast, noteRecent } from '../context/recent.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import { day } from '../model/instant.ts';
import type { Observation } from './observation.ts';

/**
 * What a call gives: by the policy that it writes, by AWS's own name for one, or by what the same hand wrote into one that it made within
 * a day, whichever version. Of one that was there before, nobody here knows what its other versions say.
 */
export function giftOf({ use, story }: Pick<Observation, 'use' | 'story'>): Gift {
  const { document, policyArn } = use.target;
  if (document !== undefined) return giftIn(document);
  if (forAdministrators.test(policyArn ?? '') || isAmongAdministrators(use)) return 'everything';
  if (forAuditors.test(policyArn ?? '')) return [];
  const written = calledWithin(story, writtenPrefixOf(use), use.at, day);
  if (written.includes('everything')) return 'everything';
  const things = written.filter((thing) => thing !== made);
  if (things.length === written.length || things.includes('more')) return 'more';
  return things.filter((thing) => thing !== 'nothing');
}

/** The shortest way up. */
export function givesEverything(observation: Observation): boolean {
  const { document } = observation.use.target;
  return document === undefined ? giftOf(observation) === 'everything' : givesAllIn(document);
}

/** What does harm or leads on, or may: of a policy that was there before, and of a group, nobody here knows. */
export function givesPower(observation: Observation): boolean {
  const { document } = observation.use.target;
  return document === undefined ? typeof giftOf(observation) === 'string' : isPowerIn(document);
}

/** Nobody here knows what a group may do; what it is called, its makers meant. */
function isAmongAdministrators({ action, target }: CredentialUse): boolean {
  return action === 'iam:AddUserToGroup' && ofAdministrators.test(target.resource ?? '');
}

export const ofAdministrators =
  /^(?:(?:account|aws|cloud|full|global|iam|org(?:ani[sz]ation)?|root|super|sys(?:tem)?)[-_ ]?)?admin(?:istrator)?s?(?:[-_ ]?access)?$/i;
const forAdministrators = /\/AdministratorAccess$/;
/**
 * AWS's own that let look only: at settings, figures, logs and costs. ReadOnlyAccess reads data as well, but vendors who watch over
 * everything ask for it by its name, and whoever gives it is told of.
 */
const forAuditors = new RegExp(
  `^arn:[\\w-]+:iam::aws:policy/(?:${[
    'SecurityAudit|ReadOnlyAccess|job-function/ViewOnlyAccess|AWSSupportAccess|AWSCloudTrail_ReadOnlyAccess',
    'Amazon(?:EC2|ElastiCache|GuardDuty|RDS|Redshift|SNS|SQS|VPC)ReadOnlyAccess',
    'AWS(?:Billing|Budgets|CertificateManager|Organizations|SavingsPlans|SecurityHub|Xray)ReadOnly(?:Access)?',
    '(?:AutoScaling|CloudWatch|CloudWatchLogs|ComputeOptimizer|CostOptimizationHub|IAM|IAMAccessAnalyzer)ReadOnlyAccess',
  ].join('|')})$`,
);

/** Remembers what a policy of one's own gives, each version of it: whoever hangs it on a principal says its name alone. */
export function noteWritten({ use, story }: Pick<Observation, 'use' | 'story'>): void {
  const { document } = use.target;
  if (!writes.has(use.action) || use.errorCode !== null || document === undefined) return;
  if (use.action === makes) noteRecent(story, writtenPrefixOf(use) + made, use.at);
  // By the last time: what is said of a policy may not be forgotten before that it is new.
  for (const thing of wordsOf(giftIn(document))) noteLast(story, writtenPrefixOf(use) + thing, use.at);
}

function wordsOf(gift: Gift): readonly string[] {
  if (typeof gift === 'string') return [gift];
  if (gift.length > mostThings) return ['more'];
  return gift.length === 0 ? ['nothing'] : gift;
}

/** Said of a policy beside what it gives. Of words of one time the first by the alphabet is forgotten first: this one. */
const made = 'a new one';

/** What is remembered of a policy must not push out what is remembered of others. */
const mostThings = 8;

const makes = 'iam:CreatePolicy';
const writes = new Set([makes, 'iam:CreatePolicyVersion']);

function writtenPrefixOf(use: CredentialUse): string {
  return `written ${policyOf(use)} `;
}

/** `111122223333/reader`: no two policies of an account have one name, whatever their paths. */
export function policyOf({ target, recipientAccountId }: CredentialUse): string {
  const [, account = recipientAccountId, name = target.resource] = ofAccount.exec(target.policyArn ?? '') ?? [];
  return `${account}/${name}`;
}

const ofAccount = /^arn:[\w-]+:iam::(\d+):policy\/(?:.*\/)?([^/]+)$/;

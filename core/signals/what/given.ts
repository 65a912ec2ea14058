import { type Gift, giftIn, givesAllIn, isPowerIn } from '../../context/grants/gift.ts';
import { type Traces, tracesOf } from '../../context/traces.ts';
import type { CredentialUse } from '../../intake/credential-use.ts';
import { day } from '../../model/instant.ts';
import type { Observation } from '../observation.ts';

/**
 * What a call gives: by the policy that it writes, by the name of AWS's own policy, or by what the same hands wrote, in any version, into a
 * policy that they made within a day. The other versions of an older policy are not on record.
 */
export function giftOf({ use, story }: Pick<Observation, 'use' | 'story'>): Gift {
  const { document, policyArn } = use.target;
  if (document !== undefined) return giftIn(document);
  if (forAdministrators.test(policyArn ?? '') || isAmongAdministrators(use)) return 'everything';
  if (forAuditors.test(policyArn ?? '') || forRunning.test(policyArn ?? '')) return [];
  const written = writtenInto(use).within(story, use.at, day);
  if (written.includes('everything')) return 'everything';
  const things = written.filter((thing) => thing !== made);
  if (things.length === written.length || things.includes('more')) return 'more';
  return things.filter((thing) => thing !== 'nothing');
}

/** Whether it gives every right: the shortest way up. */
export function givesEverything(observation: Observation): boolean {
  const { document } = observation.use.target;
  return document === undefined ? giftOf(observation) === 'everything' : givesAllIn(document);
}

/** Whether it gives rights that do harm or lead to more, or may give them: what an older policy or a group holds is not on record. */
export function givesPower(observation: Observation): boolean {
  const { document } = observation.use.target;
  return document === undefined ? typeof giftOf(observation) === 'string' : isPowerIn(document);
}

/** What a group may do is not on record, so it is judged by its name. */
function isAmongAdministrators({ action, target }: CredentialUse): boolean {
  return action === 'iam:AddUserToGroup' && ofAdministrators.test(target.resource ?? '');
}

export const ofAdministrators =
  /^(?:(?:account|aws|cloud|full|global|iam|org(?:ani[sz]ation)?|root|super|sys(?:tem)?)[-_ ]?)?admin(?:istrator)?s?(?:[-_ ]?access)?$/i;
const forAdministrators = /\/AdministratorAccess$/;
/**
 * AWS's own policies that only let somebody look: at settings, figures, logs and costs. ReadOnlyAccess reads data as well, but vendors who
 * watch over everything ask for it by name, and giving it is told of anyway.
 */
const forAuditors = new RegExp(
  `^arn:[\\w-]+:iam::aws:policy/(?:${[
    'SecurityAudit|ReadOnlyAccess|job-function/ViewOnlyAccess|AWSSupportAccess|AWSCloudTrail_ReadOnlyAccess',
    'Amazon(?:EC2|ElastiCache|GuardDuty|RDS|Redshift|SNS|SQS|VPC)ReadOnlyAccess',
    'AWS(?:Billing|Budgets|CertificateManager|Organizations|SavingsPlans|SecurityHub|Xray)ReadOnly(?:Access)?',
    '(?:AutoScaling|CloudWatch|CloudWatchLogs|ComputeOptimizer|CostOptimizationHub|IAM|IAMAccessAnalyzer)ReadOnlyAccess',
  ].join('|')})$`,
);

/** AWS's own policies that functions and tasks need to run at all: to write their logs and to fetch their image. */
const forRunning =
  /^arn:[\w-]+:iam::aws:policy\/service-role\/(?:AWSLambda(?:Basic|VPCAccess)|AmazonECSTask)Execution\w+$/;

/** Remembers what each version of a customer's own policy gives: the call that attaches it only names it. */
export function noteWritten({ use, story }: Pick<Observation, 'use' | 'story'>): void {
  const { document } = use.target;
  if (!writes.has(use.action) || use.errorCode !== null || document === undefined) return;
  if (use.action === makes) writtenInto(use).note(story, made, use.at);
  // By its last time, so that what a policy gives is not forgotten before it is forgotten that the policy is new.
  for (const thing of wordsOf(giftIn(document))) writtenInto(use).noteLast(story, thing, use.at);
}

function wordsOf(gift: Gift): readonly string[] {
  if (typeof gift === 'string') return [gift];
  if (gift.length > mostThings) return ['more'];
  return gift.length === 0 ? ['nothing'] : gift;
}

/** Noted of a new policy beside what it gives. Of notes of the same time the first by the alphabet is forgotten first, hence the `a`. */
const made = 'a new one';

/** The most things remembered of one policy, so that it does not push out others. */
const mostThings = 8;

const makes = 'iam:CreatePolicy';
const writes = new Set([makes, 'iam:CreatePolicyVersion']);

const written = tracesOf('written');

function writtenInto(use: CredentialUse): Traces {
  return written.of(policyOf(use));
}

/** `111122223333/reader`: no two policies of an account have one name, whatever their paths. */
export function policyOf({ target, recipientAccountId }: CredentialUse): string {
  const [, account = recipientAccountId, name = target.resource] = ofAccount.exec(target.policyArn ?? '') ?? [];
  return `${account}/${name}`;
}

const ofAccount = /^arn:[\w-]+:iam::(\d+):policy\/(?:.*\/)?([^/]+)$/;

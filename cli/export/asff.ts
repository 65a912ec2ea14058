import type { Decided } from './decided.ts';
import { severityOf } from './severity.ts';
import { cut, nameOf, partitionOf, remedyOf, titleOf } from './words.ts';

/** Longest texts that Security Hub takes, in characters; it refuses a finding whose text is longer. */
const longest = { title: 256, description: 1024, recommendation: 512, productField: 2048 };

const types: Readonly<Record<Decided['verdict'], string>> = {
  compromised: 'TTPs/Credential Access',
  suspicious: 'Unusual Behaviors/User',
  'insufficient-data': 'Unusual Behaviors/User',
  benign: 'Unusual Behaviors/User',
  stale: 'Software and Configuration Checks/AWS Security Best Practices',
  overprivileged: 'Software and Configuration Checks/AWS Security Best Practices',
};

/** A decision as one finding in the AWS Security Finding Format, for the account it is about. */
export function asffOf(decision: Decided, region: string): object {
  const { id, at, accountId, verdict, reason, signals } = decision;
  const { points, label } = severityOf(decision);
  const severity = { Label: label.toUpperCase(), Normalized: points, Original: String(decision.score) };
  return {
    SchemaVersion: '2018-10-08',
    Id: `rescind/${id}`,
    ProductArn: `arn:${partitionOf(decision)}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    ProductName: 'Rescind',
    CompanyName: 'Rescind',
    GeneratorId: `rescind/${signals[0]?.id ?? verdict}`,
    AwsAccountId: accountId,
    Types: [types[verdict]],
    CreatedAt: at,
    UpdatedAt: at,
    Severity: severity,
    FindingProviderFields: {
      Severity: { Label: severity.Label, Original: severity.Original },
      Types: [types[verdict]],
    },
    Confidence: Math.round(decision.score),
    Title: cut(titleOf(decision), longest.title),
    Description: cut(reason === '' ? titleOf(decision) : reason, longest.description),
    Remediation: { Recommendation: { Text: cut(remedyOf(decision), longest.recommendation) } },
    ProductFields: productFields(decision),
    Resources: resourcesOf(decision, region),
    Workflow: { Status: 'NEW' },
    RecordState: 'ACTIVE',
  };
}

/** All that the format has no place for; the limit is fifty fields. */
function productFields(decision: Decided): Record<string, string> {
  const { action, mode, owner, verdict, score, families, signals, eventID, session, expires, heldBack } = decision;
  const all = {
    action,
    mode,
    verdict,
    owner,
    score: String(score),
    families: families.join(','),
    signals: signals.map(({ id, bits }) => `${id} ${bits}`).join(', '),
    evidence: signals.map(({ id, evidence }) => `${id}: ${evidence}`).join('; '),
    eventID,
    session,
    expires,
    heldBack,
    reversible: String(decision.reversible),
  };
  const told = Object.entries(all).filter((field): field is [string, string] => field[1] !== null && field[1] !== '');
  return Object.fromEntries(told.map(([name, text]) => [`rescind/${name}`, cut(text, longest.productField)]));
}

interface Resource {
  readonly Type: string;
  readonly Id: string;
  readonly Details?: Readonly<Record<string, object>>;
}

function resourcesOf(decision: Decided, region: string): object[] {
  const place = { Partition: partitionOf(decision), Region: region };
  const resources = [...credentialIn(decision), ...principalIn(decision)];
  const unique = new Map(resources.map((one) => [`${one.Type} ${one.Id}`, one]));
  return [...unique.values()].map((one) => ({ ...one, ...place }));
}

function credentialIn(decision: Decided): Resource[] {
  const { kind, credential, session } = decision;
  switch (kind) {
    case 'access-key':
      return [accessKey(credential, decision)];
    case 'session-token':
    case 'role':
      return session === null ? [] : [accessKey(session, decision)];
    case 'secret':
      return [{ Type: 'AwsSecretsManagerSecret', Id: credential }];
    case 'service-specific':
    case 'signing-certificate':
    case 'ssh-key':
    case 'oauth-token':
    case 'api-token':
    case 'parameter':
    case 'roles-anywhere':
    case 'event-connection':
    case 'identity-provider':
      return [{ Type: 'Other', Id: credential }];
    case 'console-password':
    case 'root':
      return [];
  }
}

function principalIn(decision: Decided): Resource[] {
  const { principal, accountId } = decision;
  const name = nameOf(decision);
  if (principal.includes(':user/'))
    return [{ Type: 'AwsIamUser', Id: principal, Details: { AwsIamUser: { UserName: name } } }];
  if (principal.includes(':role/'))
    return [{ Type: 'AwsIamRole', Id: principal, Details: { AwsIamRole: { RoleName: name } } }];
  if (principal.endsWith(':root')) return [{ Type: 'AwsAccount', Id: `AWS::::Account:${accountId}` }];
  return [{ Type: 'Other', Id: principal }];
}

function accessKey(id: string, decision: Decided): Resource {
  const { accountId, principal } = decision;
  const type = principal.includes(':role/') ? 'AssumedRole' : principal.endsWith(':root') ? 'Root' : 'IAMUser';
  const details = { AccessKeyId: id, AccountId: accountId, PrincipalName: nameOf(decision), PrincipalType: type };
  return { Type: 'AwsIamAccessKey', Id: `AWS::IAM::AccessKey:${id}`, Details: { AwsIamAccessKey: details } };
}

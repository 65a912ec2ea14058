/** Event sources that are not `<prefix>.amazonaws.com` under IAM's own prefix. */
const eventSources: Readonly<Record<string, string>> = { cloudwatch: 'monitoring', tag: 'tagging' };

const globalSources = new Set(['iam', 'organizations', 'route53', 'cloudfront', 'sso']);

const readingVerbs = /^(Get|List|Describe|Lookup|Head|BatchGet|Search|Simulate|Query|Scan|Check|View|Estimate)/;
/** Read-only by CloudTrail's flag although the verb does not say so. */
const flaggedReadOnly = new Set([
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:Converse',
  'bedrock:ConverseStream',
  'sts:AssumeRole',
  'sts:AssumeRoleWithWebIdentity',
  'sts:AssumeRoleWithSAML',
  'logs:StartQuery',
  'logs:FilterLogEvents',
]);
const flaggedWrite = new Set(['sts:GetFederationToken', 'sts:GetSessionToken']);

const dataEvents = new Set([
  's3:GetObject',
  's3:PutObject',
  's3:DeleteObject',
  's3:DeleteObjects',
  's3:ListObjects',
  's3:HeadObject',
  's3:CopyObject',
  'lambda:Invoke',
]);

export interface ActionFacts {
  /** `s3`: the prefix as IAM spells it. */
  readonly service: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly readOnly: boolean;
  readonly data: boolean;
  /** Logged in us-east-1 wherever the caller meant. */
  readonly global: boolean;
}

const known = new Map<string, ActionFacts>();

export function factsOf(action: string): ActionFacts {
  const remembered = known.get(action);
  if (remembered !== undefined) return remembered;
  const [service = '', eventName = ''] = action.split(':');
  const facts: ActionFacts = {
    service,
    eventSource: `${eventSources[service] ?? service}.amazonaws.com`,
    eventName,
    readOnly: !flaggedWrite.has(action) && (flaggedReadOnly.has(action) || readingVerbs.test(eventName)),
    data: dataEvents.has(action),
    global: globalSources.has(service),
  };
  known.set(action, facts);
  return facts;
}

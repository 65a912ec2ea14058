import type { Resource } from '../cloud/template.ts';

interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/** Where a resource's own policy stands in its properties. */
const documents: Readonly<Record<string, string>> = {
  'AWS::Events::EventBusPolicy': 'Statement',
  'AWS::IAM::Role': 'AssumeRolePolicyDocument',
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::SNS::TopicInlinePolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SQS::QueueInlinePolicy': 'PolicyDocument',
  'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy',
  'AWS::DynamoDB::GlobalTable': 'ResourcePolicy',
  'AWS::KMS::Key': 'KeyPolicy',
};

/** What else lets somebody in, or opens a way in. */
const others = [
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
  'AWS::SNS::Subscription',
  'AWS::Lambda::LayerVersionPermission',
];

/** Everybody whom a resource of a template lets in, as one line: where, who, to do what, and under which condition. */
export function doorLines(resources: readonly Resource[]): string[] {
  return resources.flatMap(linesOf).map(bare);
}

/** What the CDK adds to names says nothing. */
function bare(line: string): string {
  return line.replace(/(?<=[a-z])[0-9A-F]{8}(?=[":/ ])/g, '');
}

/** What each role may do, or may not, as one line for a statement: on what, and under which condition. */
export function powerLines(resources: readonly Resource[]): string[] {
  const lines = resources.flatMap(({ type, properties }) => {
    if (type !== 'AWS::IAM::Policy' && type !== 'AWS::IAM::ManagedPolicy') return [];
    const { Roles = ['a boundary'], PolicyDocument } = properties as {
      Roles?: readonly string[];
      PolicyDocument: { readonly Statement: readonly Statement[] };
    };
    return PolicyDocument.Statement.map(({ Effect, Action = 'anything', Resource = 'anything', Condition = {} }) => {
      const on = [Resource].flat().map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
      return `${Roles}: ${Effect} ${[Action].flat().join(' ')} on ${on.join(' ')} ${JSON.stringify(Condition)}`;
    });
  });
  return lines.map(bare);
}

function linesOf({ id, type, properties }: Resource): string[] {
  const place = `${type.replace('AWS::', '')} ${id}`;
  if (others.includes(type)) return [`${place}: ${JSON.stringify(properties)}`];
  const document = properties[documents[type] ?? ''] as { Statement?: Statement | readonly Statement[] } | undefined;
  if (document === undefined) return [];
  const statements = [document.Statement ?? (document as Statement)].flat();
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .map(({ Principal, Action = '', Condition = {} }) => {
      return `${place}: ${JSON.stringify(Principal)} ${[Action].flat().join(' ')} ${JSON.stringify(Condition)}`;
    });
}

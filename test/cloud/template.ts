type Fields = Readonly<Record<string, unknown>>;

/** A resource of a template, its references replaced by what they would be in the account. */
export interface Resource {
  readonly type: string;
  readonly id: string;
  /** What `Ref` gives: a name, or for a topic or managed policy its ARN. */
  readonly ref: string;
  readonly arn: string;
  readonly properties: Fields;
}

export interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Fields }>>;
}

/** Name and ARN of a resource of each type, as CloudFormation would give them. */
const kinds: Readonly<
  Record<string, { readonly name?: string; readonly arn: (name: string, place: Place) => string }>
> = {
  'AWS::DynamoDB::GlobalTable': {
    name: 'TableName',
    arn: (name, { region, accountId }) => `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
  },
  'AWS::Events::EventBus': {
    name: 'Name',
    arn: (name, { region, accountId }) => `arn:aws:events:${region}:${accountId}:event-bus/${name}`,
  },
  'AWS::Events::Rule': { arn: (name, { region, accountId }) => `arn:aws:events:${region}:${accountId}:rule/${name}` },
  'AWS::IAM::ManagedPolicy': {
    name: 'ManagedPolicyName',
    arn: (name, { accountId }) => `arn:aws:iam::${accountId}:policy/${name}`,
  },
  'AWS::IAM::Role': { name: 'RoleName', arn: (name, { accountId }) => `arn:aws:iam::${accountId}:role/${name}` },
  'AWS::Lambda::Function': {
    name: 'FunctionName',
    arn: (name, { region, accountId }) => `arn:aws:lambda:${region}:${accountId}:function:${name}`,
  },
  'AWS::Logs::LogGroup': {
    arn: (name, { region, accountId }) => `arn:aws:logs:${region}:${accountId}:log-group:${name}:*`,
  },
  'AWS::S3::Bucket': { arn: (name) => `arn:aws:s3:::${name.toLowerCase()}` },
  'AWS::SecretsManager::Secret': {
    arn: (name, { region, accountId }) => `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-AbCdEf`,
  },
  'AWS::SNS::Topic': { arn: (name, { region, accountId }) => `arn:aws:sns:${region}:${accountId}:${name}` },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName',
    arn: (name, { region, accountId }) => `arn:aws:states:${region}:${accountId}:stateMachine:${name}`,
  },
  'AWS::SQS::Queue': { arn: (name, { region, accountId }) => `arn:aws:sqs:${region}:${accountId}:${name}` },
};

/** Of these a `Ref` gives the ARN. */
const byArn: ReadonlySet<string> = new Set([
  'AWS::IAM::ManagedPolicy',
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
]);

/** All resources of a template, resolved for one account and region. What it does not know how to resolve, it throws. */
export function resolveTemplate(text: string, place: Place): Resource[] {
  const template = JSON.parse(text) as Template;
  const named = (id: string) => {
    const resource = template.Resources[id];
    if (resource === undefined) throw new Error(`the template has no resource ${id}`);
    const kind = kinds[resource.Type];
    const given = kind?.name === undefined ? undefined : resource.Properties?.[kind.name];
    const name =
      given !== undefined ? String(resolve(given)) : resource.Type === 'AWS::S3::Bucket' ? id.toLowerCase() : id;
    const path = resource.Type === 'AWS::IAM::ManagedPolicy' ? String(resource.Properties?.Path ?? '/').slice(1) : '';
    return { ...resource, name, arn: kind?.arn(`${path}${name}`, place) ?? `no ARN of ${resource.Type} ${id}` };
  };
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::Partition': 'aws',
    'AWS::AccountId': place.accountId,
    'AWS::Region': place.region,
    'AWS::StackId': `arn:aws:cloudformation:${place.region}:${place.accountId}:stack/Rescind/1`,
    'AWS::URLSuffix': 'amazonaws.com',
    ...place.parameters,
  };

  function refOf(id: string): string {
    const fixed = pseudo[id];
    if (fixed !== undefined) return fixed;
    const { Type, name, arn } = named(id);
    if (Type === 'AWS::SQS::Queue') return `https://sqs.${place.region}.amazonaws.com/${place.accountId}/${name}`;
    return byArn.has(Type) ? arn : name;
  }

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [key, inner] = entries[0] ?? ['', null];
    if (entries.length === 1 && (key === 'Ref' || key.startsWith('Fn::'))) return intrinsic(key, inner);
    return Object.fromEntries(entries.map(([name, one]) => [name, resolve(one)]));
  }

  function intrinsic(key: string, inner: unknown): unknown {
    if (key === 'Ref') return refOf(String(inner));
    if (key === 'Fn::GetAtt') {
      const [id = '', attribute = ''] = inner as string[];
      if (attribute === 'Arn' || attribute === 'TopicArn') return named(id).arn;
      if (attribute === 'FunctionUrl') return `https://${id.toLowerCase()}.lambda-url.${place.region}.on.aws/`;
      if (attribute === 'QueueName' || attribute === 'Name') return named(id).name;
      throw new Error(`what ${attribute} of ${id} is, nobody has said`);
    }
    if (key === 'Fn::Join') {
      const [between = '', parts = []] = inner as [string, unknown[]];
      return parts.map((part) => String(resolve(part))).join(between);
    }
    if (key === 'Fn::Sub' && typeof inner === 'string') {
      return inner.replaceAll(/\$\{([\w:]+)\}/g, (_, id: string) => refOf(id));
    }
    throw new Error(`the intrinsic ${key} is not known here`);
  }

  return Object.entries(template.Resources).map(([id, { Type, Properties = {} }]) => {
    return {
      type: Type,
      id,
      ref: kinds[Type] ? refOf(id) : id,
      arn: named(id).arn,
      properties: resolve(Properties) as Fields,
    };
  });
}

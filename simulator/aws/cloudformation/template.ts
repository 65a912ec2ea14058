type Fields = Readonly<Record<string, unknown>>;

/** A resource of a template, its references replaced by what they would be in the account. */
export interface Resource {
  readonly type: string;
  readonly id: string;
  /** What `Ref` gives: a name, or for some types an ARN or a URL. */
  readonly ref: string;
  readonly arn: string;
  readonly properties: Fields;
  /** Whether it stays when the stack goes. */
  readonly isKept: boolean;
}

export interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly stackId?: string;
  /** The name that a resource gets which the template gives none; its logical id if absent. */
  readonly nameOf?: (id: string, type: string) => string;
  /** The value of a parameter of Systems Manager. */
  readonly stored?: (name: string) => string;
}

export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Rules?: Readonly<Record<string, { readonly Assertions: readonly Assertion[] }>>;
  readonly Resources: Readonly<Record<string, Declared>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Condition?: string }>>;
}

interface Assertion {
  readonly Assert: unknown;
  readonly AssertDescription?: string;
}

interface Declared {
  readonly Type: string;
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly Properties?: Fields;
}

export interface Resolved {
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, string>>;
  /** What the template's rules do not let pass. */
  readonly objections: readonly string[];
}

interface Kind {
  /** The property that names it. */
  readonly name?: string;
  readonly arn?: (name: string, place: Place) => string;
  /** What `Ref` gives, where that is not the name. */
  readonly ref?: (name: string, place: Place, arn: string) => string;
}

const arn =
  (service: string, kind: string, isGlobal = false) =>
  (name: string, { region, accountId }: Place) =>
    `arn:aws:${service}:${isGlobal ? '' : region}:${accountId}:${kind}${name}`;
const byArn = (_name: string, _place: Place, own: string) => own;

/** Of each type that is referred to, as CloudFormation would name it. */
const kinds: Readonly<Record<string, Kind>> = {
  'AWS::CloudFormation::StackSet': { name: 'StackSetName', ref: (name) => `${name}:5c0f` },
  'AWS::CloudTrail::Trail': { name: 'TrailName', arn: arn('cloudtrail', 'trail/') },
  'AWS::CloudWatch::Alarm': { name: 'AlarmName', arn: arn('cloudwatch', 'alarm:') },
  'AWS::CloudWatch::CompositeAlarm': { name: 'AlarmName', arn: arn('cloudwatch', 'alarm:') },
  'AWS::DynamoDB::GlobalTable': { name: 'TableName', arn: arn('dynamodb', 'table/') },
  'AWS::ECR::Repository': { name: 'RepositoryName', arn: arn('ecr', 'repository/') },
  'AWS::Events::EventBus': { name: 'Name', arn: arn('events', 'event-bus/') },
  'AWS::Events::Rule': { arn: arn('events', 'rule/') },
  'AWS::IAM::ManagedPolicy': { name: 'ManagedPolicyName', arn: arn('iam', 'policy/', true), ref: byArn },
  'AWS::IAM::Role': { name: 'RoleName', arn: arn('iam', 'role/', true) },
  'AWS::KMS::Key': { arn: arn('kms', 'key/') },
  'AWS::Lambda::Function': { name: 'FunctionName', arn: arn('lambda', 'function:') },
  'AWS::Logs::LogGroup': { arn: (name, place) => `${arn('logs', 'log-group:')(name, place)}:*` },
  'AWS::S3::Bucket': { name: 'BucketName', arn: (name) => `arn:aws:s3:::${name}` },
  'AWS::SecretsManager::Secret': {
    arn: (name, place) => `${arn('secretsmanager', 'secret:')(name, place)}-AbCdEf`,
    ref: byArn,
  },
  'AWS::SNS::Topic': { arn: arn('sns', ''), ref: byArn },
  'AWS::SQS::Queue': {
    arn: arn('sqs', ''),
    ref: (name, { region, accountId }) => `https://sqs.${region}.amazonaws.com/${accountId}/${name}`,
  },
  'AWS::SSM::Parameter': { name: 'Name', arn: arn('ssm', 'parameter') },
  'AWS::StepFunctions::StateMachine': { name: 'StateMachineName', arn: arn('states', 'stateMachine:'), ref: byArn },
};

/** In whose place nothing is written. */
const noValue = Symbol('AWS::NoValue');

/** A template for one account and Region. What it does not know how to resolve, it throws. */
export function resolveTemplate(template: Template, place: Place): Resolved {
  const { Conditions = {}, Parameters = {}, Rules = {}, Outputs = {} } = template;
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::Partition': 'aws',
    'AWS::AccountId': place.accountId,
    'AWS::Region': place.region,
    'AWS::StackId': place.stackId ?? `arn:aws:cloudformation:${place.region}:${place.accountId}:stack/Rescind/1`,
    'AWS::StackName': place.stackId?.split('/')[1] ?? 'Rescind',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::NoValue': noValue,
    ...Object.fromEntries(
      Object.entries(Parameters).flatMap(([name, { Type, Default }]) => given(name, Type, Default)),
    ),
    // A template of a test may leave its parameters undeclared.
    ...Object.fromEntries(Object.entries(place.parameters ?? {}).filter(([name]) => Parameters[name] === undefined)),
  };
  const isThere = ({ Condition }: { readonly Condition?: string }) => Condition === undefined || holds(Condition);
  const declared = Object.entries(template.Resources).filter(([, one]) => isThere(one));

  function given(name: string, type: string, usual: unknown): [string, unknown][] {
    const text = place.parameters?.[name] ?? usual;
    if (text === undefined) throw new Error(`the parameter ${name} has no value`);
    if (type.startsWith('AWS::SSM::Parameter::Value')) return [[name, place.stored?.(String(text)) ?? String(text)]];
    return [[name, type === 'CommaDelimitedList' ? String(text).split(',') : String(text)]];
  }

  function named(id: string) {
    const found = declared.find(([one]) => one === id)?.[1];
    if (found === undefined) throw new Error(`the template has no resource ${id}`);
    const kind = kinds[found.Type];
    const own = kind?.name === undefined ? undefined : resolve(found.Properties?.[kind.name]);
    const usual = place.nameOf?.(id, found.Type) ?? (found.Type === 'AWS::S3::Bucket' ? id.toLowerCase() : id);
    const name = own === undefined || own === noValue ? usual : String(own);
    const path = found.Type.startsWith('AWS::IAM::') ? String(resolve(found.Properties?.Path ?? '/')).slice(1) : '';
    const whole = kind?.arn?.(`${path}${name}`, place) ?? `no ARN of ${found.Type} ${id}`;
    return { ...found, name, arn: whole, ref: kind?.ref?.(name, place, whole) ?? name };
  }

  function refOf(id: string): unknown {
    return Object.hasOwn(pseudo, id) ? pseudo[id] : named(id).ref;
  }

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve).filter((one) => one !== noValue);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [key, inner] = entries[0] ?? ['', null];
    if (entries.length === 1 && (key === 'Ref' || key.startsWith('Fn::'))) return intrinsic(key, inner);
    const resolved = entries.map(([name, one]) => [name, resolve(one)] as const);
    return Object.fromEntries(resolved.filter(([, one]) => one !== noValue));
  }

  function attributeOf(id: string, attribute: string): string {
    const { arn: own, name } = named(id);
    if (attribute === 'Arn' || attribute === 'TopicArn') return own;
    if (attribute === 'FunctionUrl') return `https://${id.toLowerCase()}.lambda-url.${place.region}.on.aws/`;
    if (attribute === 'QueueName' || attribute === 'Name') return name;
    if (attribute === 'RegionalDomainName') return `${name}.s3.${place.region}.amazonaws.com`;
    throw new Error(`what ${attribute} of ${id} is, nobody has said`);
  }

  function substitute(text: string, more: Fields): string {
    return text.replaceAll(/\$\{([\w:]+)(?:\.(\w+))?\}/g, (_, id: string, attribute?: string) => {
      if (Object.hasOwn(more, id)) return String(resolve(more[id]));
      return attribute === undefined ? String(refOf(id)) : attributeOf(id, attribute);
    });
  }

  function intrinsic(key: string, inner: unknown): unknown {
    const [first, second, third] = Array.isArray(inner) ? (inner as unknown[]) : [inner];
    switch (key) {
      case 'Ref':
        return refOf(String(inner));
      case 'Fn::GetAtt': {
        const [id = '', attribute = ''] = Array.isArray(inner) ? inner.map(String) : String(inner).split('.');
        return attributeOf(id, attribute);
      }
      case 'Fn::Join':
        return (resolve(second) as unknown[]).map(String).join(String(first));
      case 'Fn::Sub':
        return substitute(String(first), (second ?? {}) as Fields);
      case 'Fn::Select':
        return (resolve(second) as unknown[])[Number(first)];
      case 'Fn::Split':
        return String(resolve(second)).split(String(first));
      case 'Fn::If':
        return resolve(holds(String(first)) ? second : third);
      default:
        return isTrue({ [key]: inner });
    }
  }

  function holds(name: string): boolean {
    if (Conditions[name] === undefined) throw new Error(`the template has no condition ${name}`);
    return isTrue(Conditions[name]);
  }

  function isTrue(condition: unknown): boolean {
    const [key = '', inner] = Object.entries(condition as Fields)[0] ?? [];
    const parts = Array.isArray(inner) ? (inner as unknown[]) : [inner];
    switch (key) {
      case 'Condition':
        return holds(String(inner));
      case 'Fn::Equals':
        return String(resolve(parts[0])) === String(resolve(parts[1]));
      case 'Fn::Not':
        return !isTrue(parts[0]);
      case 'Fn::And':
        return parts.every(isTrue);
      case 'Fn::Or':
        return parts.some(isTrue);
      case 'Fn::Contains':
        return (resolve(parts[0]) as unknown[]).map(String).includes(String(resolve(parts[1])));
      default:
        throw new Error(`the intrinsic ${key} is not known here`);
    }
  }

  const resources = declared.map(([id, { Type, DeletionPolicy, Properties = {} }]): Resource => {
    const { ref, arn: own } = named(id);
    const properties = resolve(Properties) as Fields;
    return { type: Type, id, ref, arn: own, properties, isKept: DeletionPolicy === 'Retain' };
  });
  const outputs = Object.entries(Outputs)
    .filter(([, one]) => isThere(one))
    .map(([name, { Value }]) => [name, String(resolve(Value))]);
  const objections = Object.values(Rules).flatMap(({ Assertions }) =>
    Assertions.filter(({ Assert }) => !isTrue(Assert)).map(({ AssertDescription = 'a rule' }) => AssertDescription),
  );
  return { resources, outputs: Object.fromEntries(outputs), objections };
}

/** What stands in an account beside its identities: stacks, and what doctors look at. */
export interface Deployed {
  readonly stacks: Stack[];
  readonly rules: Rule[];
  /** Which function reads which queue. */
  readonly mappings: Mapping[];
  /** Messages waiting, by the queue's URL. */
  readonly queues: Map<string, number>;
  readonly alarms: Alarm[];
  /** Who hears a topic of a stack, by its ARN; nobody where it is not said. */
  readonly subscriptions: Map<string, Subscriptions>;
  readonly counts: Count[];
  readonly stackInstances: StackInstance[];
  /** Text by `bucket/key`. */
  readonly objects: Map<string, string>;
  /** Buckets of which more is known than what is in them, by name. */
  readonly buckets: Map<string, LogBucket>;
  /** Values of Systems Manager's parameters, by `region name`. */
  readonly parameters: Map<string, string>;
  /** How many functions run at once, by Region; as many as usual where it is not said. */
  readonly concurrency: Map<string, number>;
}

export interface LogBucket {
  readonly region: string;
  /** As S3 has it: the XML of a `NotificationConfiguration`. */
  notifications: string;
  /** The key of KMS that what is put there is encrypted with, as S3 was given it; absent where it is none. */
  readonly key?: string;
}

export interface Stack {
  readonly name: string;
  readonly region: string;
  status: string;
  readonly createdAt: number;
  outputs: Readonly<Record<string, string>>;
  readonly resources: StackResource[];
  /** What CloudFormation made it from; absent of one that was put there. */
  readonly made?: MadeFrom;
}

export interface MadeFrom {
  readonly id: string;
  /** Text, as it was given. */
  template: string;
  parameters: Readonly<Record<string, string>>;
  /** The oldest first. */
  readonly events: StackEvent[];
  readonly changeSets: Map<string, ChangeSet>;
}

/** What a stack would become. */
export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly revertsDrift: boolean;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
}

export interface StackEvent {
  readonly id: string;
  readonly at: number;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | null;
}

export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  status: string;
  /** As the template had it, its references resolved. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** Whether it stays when the stack goes. */
  readonly isKept?: boolean;
}

export interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly region: string;
  state: string;
  /** As EventBridge tells of them. */
  targets: readonly Readonly<Record<string, unknown>>[];
}

export interface Mapping {
  readonly id: string;
  readonly region: string;
  /** ARNs. */
  readonly queue: string;
  functionArn: string;
  /** `Enabled`, `Disabled` and what leads there. */
  state: string;
  /** Messages that no pattern of these matches are deleted. */
  filters: readonly string[];
}

export interface Alarm {
  readonly name: string;
  readonly region: string;
  /** Over others. */
  readonly isComposite: boolean;
  readonly description: string;
  /** `breaching`, `notBreaching`, `missing`. */
  readonly whenMissing: string;
  state: string;
  /** ARNs of what it tells when it rings. */
  actions: readonly string[];
  actionsEnabled: boolean;
}

export interface Subscriptions {
  readonly confirmed: number;
  readonly pending: number;
}

/** One value of a metric, of whatever dimensions. */
export interface Count {
  readonly metric: string;
  readonly at: number;
  readonly value: number;
}

export interface StackInstance {
  readonly set: string;
  readonly account: string;
  readonly region: string;
  /** Below which it stands; null where the account was named. */
  readonly unit: string | null;
  readonly stackId: string;
  /** `CURRENT`, `OUTDATED`, `INOPERABLE`. */
  status: string;
  /** Why it is not current. */
  reason: string | null;
  /** What stands there by it. */
  resources?: readonly StackResource[];
}

export function nothingDeployed(): Deployed {
  return {
    stacks: [],
    rules: [],
    mappings: [],
    queues: new Map(),
    alarms: [],
    subscriptions: new Map(),
    counts: [],
    stackInstances: [],
    objects: new Map(),
    buckets: new Map(),
    parameters: new Map(),
    concurrency: new Map(),
  };
}

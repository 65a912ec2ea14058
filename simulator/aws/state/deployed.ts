/** What stands in an account beside its identities: stacks, and what doctors look at. */
export interface Deployed {
  readonly stacks: Stack[];
  readonly rules: Rule[];
  /** Messages waiting, by the queue's URL. */
  readonly queues: Map<string, number>;
  readonly alarms: Alarm[];
  readonly counts: Count[];
  readonly stackInstances: StackInstance[];
  /** Text by `bucket/key`. */
  readonly objects: Map<string, string>;
  /** Buckets of which more is known than what is in them, by name. */
  readonly buckets: Map<string, LogBucket>;
}

export interface LogBucket {
  readonly region: string;
  /** As S3 has it: the XML of a `NotificationConfiguration`. */
  notifications: string;
}

export interface Stack {
  readonly name: string;
  readonly region: string;
  status: string;
  readonly createdAt: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly resources: StackResource[];
}

export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  status: string;
}

export interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly region: string;
  state: string;
}

export interface Alarm {
  readonly name: string;
  readonly region: string;
  readonly description: string;
  state: string;
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
  /** `CURRENT`, `OUTDATED`, `INOPERABLE`. */
  status: string;
  /** Why it is not current. */
  reason: string | null;
}

export function nothingDeployed(): Deployed {
  return {
    stacks: [],
    rules: [],
    queues: new Map(),
    alarms: [],
    counts: [],
    stackInstances: [],
    objects: new Map(),
    buckets: new Map(),
  };
}

/** What is asked of whoever puts a stack with rules into an account, on which resource, and with what. */
interface Asked {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string[]>>;
}

export interface StackOfSet {
  readonly set: string;
  readonly accountId: string;
  readonly region: string;
  /** Logical ids of its rules, and the roles that they forward with. */
  readonly rules: readonly { readonly id: string; readonly roleArn: string }[];
}

/** What CloudFormation does with a stack of a set: it makes it, looks how that goes, changes it later, and takes it away. */
const withStack = [
  ...['CreateStack', 'DescribeStacks', 'DescribeStackEvents', 'DescribeStackResources', 'GetTemplate'],
  ...['TagResource', 'UpdateStack', 'UntagResource', 'DeleteStack'],
];

/** What it asks of EventBridge for a rule, as the type’s handlers declare it, tags included. */
const withRule = [
  ...['DescribeRule', 'PutRule', 'PutTargets', 'TagResource', 'ListTargetsByRule', 'ListTagsForResource'],
  ...['RemoveTargets', 'UntagResource', 'DeleteRule'],
];

/** All that the execution role of a self-managed set is asked for, from a stack’s beginning to its end. */
export function lifeOf({ set, accountId, region, rules }: StackOfSet): Asked[] {
  const name = `StackSet-${set}-00000000-0000-4000-8000-000000000001`;
  const stack = `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/00000000-0000-4000-8000-000000000002`;
  const on = (service: string, actions: readonly string[], resource: string) =>
    actions.map((action) => ({ action: `${service}:${action}`, resource, context: {} }));
  return [
    ...on('cloudformation', withStack, stack),
    ...rules.flatMap(({ id, roleArn }) => [
      ...on('events', withRule, `arn:aws:events:${region}:${accountId}:rule/${name}-${id}-A1B2C3D4E5F6`),
      { action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': ['events.amazonaws.com'] } },
    ]),
  ];
}

/** An IAM policy that only takes away. */
export interface DenyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly DenyStatement[];
}

export type DenyStatement = {
  readonly Effect: 'Deny';
  readonly Resource: '*';
  readonly Condition?: Condition;
} & ({ readonly Action: string | readonly string[] } | { readonly NotAction: readonly string[] });

/** Operator → condition key → values. Everything in one condition must hold together. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Characters that all inline policies of one principal may have together; white space is not counted. */
export const inlineQuota = { user: 2_048, role: 10_240 } as const;

export function deny(action: string | readonly string[], condition?: Condition): DenyStatement {
  return {
    Effect: 'Deny',
    Action: action,
    Resource: '*',
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

/** Denies whatever is not named. */
export function denyAllBut(actions: readonly string[], condition: Condition): DenyStatement {
  return { Effect: 'Deny', NotAction: actions, Resource: '*', Condition: condition };
}

export function documentOf(...statements: readonly DenyStatement[]): DenyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** Characters as IAM counts them. */
export function inlineSize(document: DenyDocument): number {
  return JSON.stringify(document).replaceAll(/\s/g, '').length;
}

import type { Measure } from '../../core/plan/measure.ts';

/** One measure as the call that puts it on and the one that takes it back, in the words of the AWS command line. */
export interface Calls {
  readonly call: string;
  /** Null where nothing takes it back. */
  readonly undo: string | null;
}

export function callsOf(measure: Measure): Calls {
  switch (measure.kind) {
    case 'key-status':
    case 'retire-key': {
      const status = (value: string) =>
        `aws iam update-access-key --user-name ${quoted(measure.target.name)} --access-key-id ${measure.accessKeyId} --status ${value}`;
      return { call: status('Inactive'), undo: status('Active') };
    }
    case 'rotate-secret':
      return {
        call: `aws secretsmanager rotate-secret --secret-id ${quoted(measure.target.arn)} --client-request-token ${measure.token} --region ${measure.target.region}`,
        undo: null,
      };
    case 'revoke-token':
      return { call: `ask for the revocation of ${quoted(measure.target.name)} where it was issued`, undo: null };
    default: {
      const { kind, name } = measure.target;
      const place = `--${kind}-name ${quoted(name)} --policy-name ${quoted(measure.policyName)}`;
      return {
        call: `aws iam put-${kind}-policy ${place} --policy-document ${quoted(JSON.stringify(measure.document))}`,
        undo: `aws iam delete-${kind}-policy ${place}`,
      };
    }
  }
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return /^[\w+=,.@:/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

import { nameIn } from '../../core/model/own-name.ts';
import { boundaryPath } from '../../core/plan/measures/boundary-measure.ts';
import type { CredentialStatus } from '../../core/plan/measures/credential-status.ts';
import type { Measure } from '../../core/plan/measures/measure.ts';

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
      return { call: `ask for the revocation of ${quoted(measure.target.name)} at its issuer`, undo: null };
    case 'seal': {
      const { kind, name } = measure.target;
      const place = `--${kind}-name ${quoted(name)} --policy-arn ${quoted(measure.policyArn)}`;
      return { call: `aws iam attach-${kind}-policy ${place}`, undo: `aws iam detach-${kind}-policy ${place}` };
    }
    case 'service-credential-status':
    case 'ssh-key-status':
    case 'certificate-status': {
      const status = (value: string) =>
        `aws iam ${updateOf[measure.kind]} ${measure.credentialId} --user-name ${quoted(measure.target.name)} --status ${value}`;
      return { call: status('Inactive'), undo: status('Active') };
    }
    case 'trust-deny': {
      const { name } = measure.target;
      const policy = (text: string) =>
        `aws iam update-assume-role-policy --role-name ${quoted(name)} --policy-document ${text}`;
      return {
        call: policy(`<the policy as it is, with ${quoted(JSON.stringify(measure.statement))}>`),
        undo: policy(`<the policy as it is, without statement ${measure.sid}>`),
      };
    }
    case 'secret-deny': {
      const place = `--secret-id ${quoted(measure.target.arn)} --region ${measure.target.region}`;
      const policy = (text: string) => `aws secretsmanager put-resource-policy ${place} --resource-policy ${text}`;
      return {
        call: policy(`<the policy as it is, with ${quoted(JSON.stringify(measure.statement))}>`),
        undo:
          measure.original === null
            ? `aws secretsmanager delete-resource-policy ${place}`
            : policy(`<the policy as it is, without statement ${measure.sid}>`),
      };
    }
    case 'roles-anywhere-status': {
      const { kind, name, region } = measure.target;
      const turn = (verb: string) => `aws rolesanywhere ${verb}-${kind} --${kind}-id ${name} --region ${region}`;
      return kind === 'crl'
        ? { call: turn('enable'), undo: turn('disable') }
        : { call: turn('disable'), undo: turn('enable') };
    }
    case 'deauthorize-connection':
      return {
        call: `aws events deauthorize-connection --name ${quoted(measure.target.name)} --region ${measure.target.region}`,
        undo: null,
      };
    case 'permission-set-deny': {
      const { instanceArn, arn, region } = measure.target;
      const place = `--instance-arn ${instanceArn} --permission-set-arn ${arn} --region ${region}`;
      const policy = (text: string) =>
        `aws sso-admin put-inline-policy-to-permission-set ${place} --inline-policy ${text}; aws sso-admin provision-permission-set ${place} --target-type ALL_PROVISIONED_ACCOUNTS`;
      return {
        call: policy(`<the policy as it is, with ${quoted(JSON.stringify(measure.statement))}>`),
        undo: policy(`<the policy as it is, without statement ${measure.sid}>`),
      };
    }
    case 'permissions-boundary': {
      const { kind, name } = measure.target;
      const policy = nameIn(measure.policyArn);
      return {
        call: `aws iam create-policy --policy-name ${policy} --path ${boundaryPath} --policy-document ${quoted(JSON.stringify(measure.document))}; aws iam put-${kind}-permissions-boundary --${kind}-name ${quoted(name)} --permissions-boundary ${measure.policyArn}`,
        undo: `aws iam delete-${kind}-permissions-boundary --${kind}-name ${quoted(name)}; aws iam delete-policy --policy-arn ${measure.policyArn}`,
      };
    }
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

const updateOf: Readonly<Record<CredentialStatus['kind'], string>> = {
  'service-credential-status': 'update-service-specific-credential --service-specific-credential-id',
  'ssh-key-status': 'update-ssh-public-key --ssh-public-key-id',
  'certificate-status': 'update-signing-certificate --certificate-id',
};

/** For a POSIX shell. */
function quoted(text: string): string {
  return /^[\w+=,.@:/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

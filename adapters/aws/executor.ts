import { fail, ok, type Result } from '../../core/model/result.ts';
import type { Executor, ExecutorError } from '../../core/outcome/ports.ts';
import { readBoundary, writeBoundary } from './boundary.ts';
import type { Clients } from './clients.ts';
import { endConnection, readConnection } from './connection.ts';
import { readCredentialStatus, writeCredentialStatus } from './credential-status.ts';
import { executorError } from './errors.ts';
import { readInlinePolicy, writeInlinePolicy } from './inline-policy.ts';
import { readKeyStatus, writeKeyStatus } from './key-status.ts';
import { readPermissionSetDeny, writePermissionSetDeny } from './permission-set.ts';
import { readAnywhere, writeAnywhere } from './roles-anywhere.ts';
import { readRotation, writeRotation } from './rotation.ts';
import { readSeal, writeSeal } from './seal.ts';
import { readSecretDeny, writeSecretDeny } from './secret-policy.ts';
import { readTrustDeny, writeTrustDeny } from './trust-policy.ts';

/** Carries measures out on AWS, each in the account of its target, and in the Region of its secret. */
export function awsExecutor(clients: Clients): Executor {
  return {
    read: (measure) =>
      answer(async () => {
        const { accountId } = measure.target;
        switch (measure.kind) {
          case 'key-status':
          case 'retire-key':
            return ok(await readKeyStatus(await clients.iam(accountId), measure));
          case 'rotate-secret':
            return ok(await readRotation(await clients.secrets(accountId, measure.target.region), measure));
          case 'secret-deny':
            return ok(await readSecretDeny(await clients.secrets(accountId, measure.target.region), measure));
          case 'revoke-token':
            return fail(notOfAws);
          case 'seal':
            return ok(await readSeal(await clients.iam(accountId), measure));
          case 'service-credential-status':
          case 'ssh-key-status':
          case 'certificate-status':
            return ok(await readCredentialStatus(await clients.iam(accountId), measure));
          case 'trust-deny':
            return ok(await readTrustDeny(await clients.iam(accountId), measure));
          case 'roles-anywhere-status':
            return ok(await readAnywhere(await clients.rolesAnywhere(accountId, measure.target.region), measure));
          case 'deauthorize-connection':
            return ok(await readConnection(await clients.events(accountId, measure.target.region), measure));
          case 'permission-set-deny':
            return ok(
              await readPermissionSetDeny(await clients.identityCenter(accountId, measure.target.region), measure),
            );
          case 'permissions-boundary':
            return ok(await readBoundary(await clients.iam(accountId), measure));
          default:
            return ok(await readInlinePolicy(await clients.iam(accountId), measure));
        }
      }),
    write: (measure, value) =>
      answer(async () => {
        const { accountId } = measure.target;
        switch (measure.kind) {
          case 'key-status':
          case 'retire-key':
            return ok(await writeKeyStatus(await clients.iam(accountId), measure, value));
          case 'rotate-secret':
            return writeRotation(await clients.secrets(accountId, measure.target.region), measure);
          case 'secret-deny':
            return ok(await writeSecretDeny(await clients.secrets(accountId, measure.target.region), measure, value));
          case 'revoke-token':
            return fail(notOfAws);
          case 'seal':
            return ok(await writeSeal(await clients.iam(accountId), measure, value));
          case 'service-credential-status':
          case 'ssh-key-status':
          case 'certificate-status':
            return ok(await writeCredentialStatus(await clients.iam(accountId), measure, value));
          case 'trust-deny':
            return writeTrustDeny(await clients.iam(accountId), measure, value);
          case 'roles-anywhere-status':
            return ok(
              await writeAnywhere(await clients.rolesAnywhere(accountId, measure.target.region), measure, value),
            );
          case 'deauthorize-connection':
            return ok(await endConnection(await clients.events(accountId, measure.target.region), measure));
          case 'permission-set-deny':
            return ok(
              await writePermissionSetDeny(
                await clients.identityCenter(accountId, measure.target.region),
                measure,
                value,
              ),
            );
          case 'permissions-boundary':
            return writeBoundary(await clients.iam(accountId), measure, value);
          default:
            return ok(await writeInlinePolicy(await clients.iam(accountId), measure, value));
        }
      }),
  };
}

const notOfAws: ExecutorError = { lasting: 'terminal', sentence: 'AWS knows nothing of the token' };

async function answer<T>(call: () => Promise<Result<T, ExecutorError>>): Promise<Result<T, ExecutorError>> {
  try {
    return await call();
  } catch (error) {
    // fails toward: no claim, since the caller reads AWS again before it says what happened
    return fail(executorError(error));
  }
}

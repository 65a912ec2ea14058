import { fail, ok, type Result } from '../../core/model/result.ts';
import type { State } from '../../core/outcome/containment.ts';
import type { Executor, ExecutorError } from '../../core/outcome/ports.ts';
import type { Measure } from '../../core/plan/measures/measure.ts';
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
        const hand = handFor(measure, clients);
        return hand === null ? fail(notOfAws) : ok(await hand.read());
      }),
    write: (measure, value) =>
      answer(async () => {
        const hand = handFor(measure, clients);
        return hand === null ? fail(notOfAws) : ((await hand.write(value)) ?? ok(undefined));
      }),
  };
}

interface Hand {
  read(): Promise<State | null>;
  /** Undefined where nothing speaks against it. */
  write(value: string | null): Promise<Result<void, ExecutorError> | undefined | void>;
}

/** Null for what is not on AWS. */
function handFor(measure: Measure, clients: Clients): Hand | null {
  const { accountId } = measure.target;
  const iam = () => clients.iam(accountId);
  switch (measure.kind) {
    case 'key-status':
    case 'retire-key':
      return handWith(iam, measure, readKeyStatus, writeKeyStatus);
    case 'rotate-secret':
      return handWith(() => clients.secrets(accountId, measure.target.region), measure, readRotation, writeRotation);
    case 'secret-deny':
      return handWith(
        () => clients.secrets(accountId, measure.target.region),
        measure,
        readSecretDeny,
        writeSecretDeny,
      );
    case 'revoke-token':
      return null;
    case 'seal':
      return handWith(iam, measure, readSeal, writeSeal);
    case 'service-credential-status':
    case 'ssh-key-status':
    case 'certificate-status':
      return handWith(iam, measure, readCredentialStatus, writeCredentialStatus);
    case 'trust-deny':
      return handWith(iam, measure, readTrustDeny, writeTrustDeny);
    case 'roles-anywhere-status':
      return handWith(
        () => clients.rolesAnywhere(accountId, measure.target.region),
        measure,
        readAnywhere,
        writeAnywhere,
      );
    case 'deauthorize-connection':
      return handWith(() => clients.events(accountId, measure.target.region), measure, readConnection, endConnection);
    case 'permission-set-deny':
      return handWith(
        () => clients.identityCenter(accountId, measure.target.region),
        measure,
        readPermissionSetDeny,
        writePermissionSetDeny,
      );
    case 'permissions-boundary':
      return handWith(iam, measure, readBoundary, writeBoundary);
    default:
      return handWith(iam, measure, readInlinePolicy, writeInlinePolicy);
  }
}

function handWith<C, M extends Measure>(
  client: () => Promise<C>,
  measure: M,
  read: (client: C, measure: M) => Promise<State | null>,
  write: (client: C, measure: M, value: string | null) => ReturnType<Hand['write']>,
): Hand {
  return {
    read: async () => read(await client(), measure),
    write: async (value) => write(await client(), measure, value),
  };
}

const notOfAws: ExecutorError = {
  lasting: 'terminal',
  sentence: 'AWS did not issue this token, so nothing in AWS can revoke it',
};

async function answer<T>(call: () => Promise<Result<T, ExecutorError>>): Promise<Result<T, ExecutorError>> {
  try {
    return await call();
  } catch (error) {
    // fails toward: no claim, since the caller reads AWS again before it says what happened
    return fail(executorError(error));
  }
}

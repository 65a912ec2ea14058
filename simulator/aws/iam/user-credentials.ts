import { day, formatInstant } from '../../../core/model/instant.ts';
import { entityAlreadyExists, limitExceeded, noSuchEntity } from '../aws-error.ts';
import { type Call, type Operations, read, write } from '../operation.ts';
import { optionalFlag, optionalNumber, optionalText, requiredText } from '../parameters.ts';
import type { ServiceCredential, User } from '../state/account.ts';
import { statusOf } from './access-keys.ts';
import { theUser, userOf } from './entities.ts';

const credentialsPerService = 2;

/** A user's other credentials: the console password, and those of single services. */
export const userCredentialOperations: Operations = {
  CreateLoginProfile: write(theUser, (call) => {
    const user = userOf(call);
    requiredText(call.parameters, 'Password');
    if (user.loginProfile !== null) throw entityAlreadyExists(`Login Profile for user ${user.name} already exists.`);
    const passwordResetRequired = optionalFlag(call.parameters, 'PasswordResetRequired') ?? false;
    user.loginProfile = { createdAt: call.now, passwordResetRequired };
    return { LoginProfile: describeLoginProfile(user) };
  }),
  GetLoginProfile: read(theUser, (call) => ({ LoginProfile: describeLoginProfile(userOf(call)) })),
  UpdateLoginProfile: write(theUser, (call) => {
    const profile = loginProfileOf(userOf(call));
    profile.passwordResetRequired =
      optionalFlag(call.parameters, 'PasswordResetRequired') ?? profile.passwordResetRequired;
    return undefined;
  }),
  DeleteLoginProfile: write(theUser, (call) => {
    const user = userOf(call);
    loginProfileOf(user);
    user.loginProfile = null;
    return undefined;
  }),
  CreateServiceSpecificCredential: write(theUser, (call) => {
    const credential = newServiceCredential(call, userOf(call));
    const secret = { ServicePassword: call.world.ids.secret() };
    return { ServiceSpecificCredential: { ...describeServiceCredential(credential, userOf(call)), ...secret } };
  }),
  ListServiceSpecificCredentials: read(
    (call) => (wantsAll(call) ? { resource: '*' } : theUser(call)),
    (call) => {
      const service = optionalText(call.parameters, 'ServiceName');
      const users = wantsAll(call) ? [...call.state.users.values()] : [userOf(call)];
      const ServiceSpecificCredentials = users.flatMap((user) =>
        user.serviceCredentials
          .filter((credential) => service === null || credential.service === service)
          .map((credential) => describeServiceCredential(credential, user)),
      );
      return { ServiceSpecificCredentials, IsTruncated: false };
    },
  ),
  UpdateServiceSpecificCredential: write(theUser, (call) => {
    const id = requiredText(call.parameters, 'ServiceSpecificCredentialId');
    const credential = userOf(call).serviceCredentials.find((candidate) => candidate.id === id);
    if (credential === undefined) throw noSuchEntity(`No such credential ${id} exists`);
    credential.status = statusOf(call);
    return undefined;
  }),
};

function wantsAll({ parameters }: Call): boolean {
  return optionalFlag(parameters, 'AllUsers') ?? false;
}

function loginProfileOf(user: User) {
  if (user.loginProfile === null) throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`);
  return user.loginProfile;
}

function describeLoginProfile(user: User) {
  const { createdAt, passwordResetRequired } = loginProfileOf(user);
  return { UserName: user.name, CreateDate: formatInstant(createdAt), PasswordResetRequired: passwordResetRequired };
}

function newServiceCredential({ parameters, world, caller, now }: Call, user: User): ServiceCredential {
  const service = requiredText(parameters, 'ServiceName');
  const already = user.serviceCredentials.filter((credential) => credential.service === service);
  if (already.length >= credentialsPerService) {
    throw limitExceeded(`Cannot exceed quota for ServiceSpecificCredentialsPerUser: ${credentialsPerService}`);
  }
  const ageDays = optionalNumber(parameters, 'CredentialAgeDays');
  const credential: ServiceCredential = {
    id: world.ids.unique('ACCA'),
    service,
    userName: `${user.name}-at-${caller.account.id}`,
    createdAt: now,
    expiresAt: ageDays === null ? null : now + ageDays * day,
    status: 'Active',
  };
  user.serviceCredentials.push(credential);
  return credential;
}

function describeServiceCredential(credential: ServiceCredential, user: User) {
  return {
    UserName: user.name,
    Status: credential.status,
    ServiceUserName: credential.userName,
    CreateDate: formatInstant(credential.createdAt),
    ExpirationDate: credential.expiresAt === null ? null : formatInstant(credential.expiresAt),
    ServiceSpecificCredentialId: credential.id,
    ServiceName: credential.service,
  };
}

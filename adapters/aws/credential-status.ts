import {
  GetUserCommand,
  type IAMClient,
  ListServiceSpecificCredentialsCommand,
  paginateListSigningCertificates,
  paginateListSSHPublicKeys,
  UpdateServiceSpecificCredentialCommand,
  UpdateSigningCertificateCommand,
  UpdateSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import type { State } from '../../core/outcome/containment.ts';
import type { CredentialStatus } from '../../core/plan/measures/credential-status.ts';
import { orNull } from './errors.ts';

/** The credential's status, `Active` or `Inactive`; null where the user or the credential is gone. */
export async function readCredentialStatus(iam: IAMClient, measure: CredentialStatus): Promise<State | null> {
  const user = await orNull(iam.send(new GetUserCommand({ UserName: measure.target.name })));
  if (user?.User?.UserId === undefined) return null;
  const status = await orNull(statusOf(iam, measure));
  return status === null ? null : { uniqueId: user.User.UserId, value: status };
}

async function statusOf(iam: IAMClient, { kind, target, credentialId }: CredentialStatus): Promise<string | null> {
  const UserName = target.name;
  switch (kind) {
    case 'service-credential-status': {
      const page = await iam.send(new ListServiceSpecificCredentialsCommand({ UserName }));
      const all = page.ServiceSpecificCredentials ?? [];
      return all.find((one) => one.ServiceSpecificCredentialId === credentialId)?.Status ?? null;
    }
    case 'ssh-key-status':
      for await (const page of paginateListSSHPublicKeys({ client: iam }, { UserName })) {
        const key = page.SSHPublicKeys?.find((one) => one.SSHPublicKeyId === credentialId);
        if (key?.Status !== undefined) return key.Status;
      }
      return null;
    case 'certificate-status':
      for await (const page of paginateListSigningCertificates({ client: iam }, { UserName })) {
        const one = page.Certificates?.find(({ CertificateId }) => CertificateId === credentialId);
        if (one?.Status !== undefined) return one.Status;
      }
      return null;
  }
}

/** `UserName` is always said: without it, IAM takes the user who signs. */
export async function writeCredentialStatus(
  iam: IAMClient,
  { kind, target, credentialId }: CredentialStatus,
  status: string | null,
): Promise<void> {
  const UserName = target.name;
  const Status = status === 'Active' ? 'Active' : 'Inactive';
  switch (kind) {
    case 'service-credential-status':
      await iam.send(
        new UpdateServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId: credentialId, Status }),
      );
      return;
    case 'ssh-key-status':
      await iam.send(new UpdateSSHPublicKeyCommand({ UserName, SSHPublicKeyId: credentialId, Status }));
      return;
    case 'certificate-status':
      await iam.send(new UpdateSigningCertificateCommand({ UserName, CertificateId: credentialId, Status }));
      return;
  }
}

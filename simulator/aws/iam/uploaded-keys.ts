import { formatInstant } from '../../../core/model/instant.ts';
import { anyResource, type Operations, read } from '../operation.ts';
import { theUser, userOf } from './entities.ts';
import { pageFrom } from './paging.ts';

/** Lists of what is shown and never used here: SSH keys, certificates, and who may vouch for sessions. */
export const uploadedKeyOperations: Operations = {
  ListSSHPublicKeys: read(theUser, (call) => {
    const { name } = userOf(call);
    const page = pageFrom(call.state.inventory.sshKeys.get(name) ?? [], call.parameters);
    const SSHPublicKeys = page.items.map(({ id, uploadedAt, status }) => {
      return { UserName: name, SSHPublicKeyId: id, Status: status, UploadDate: formatInstant(uploadedAt) };
    });
    return { SSHPublicKeys, ...page.more };
  }),
  ListSigningCertificates: read(theUser, (call) => {
    const { name } = userOf(call);
    const page = pageFrom(call.state.inventory.certificates.get(name) ?? [], call.parameters);
    const Certificates = page.items.map(({ id, uploadedAt, status }) => {
      return {
        UserName: name,
        CertificateId: id,
        CertificateBody: 'simulated',
        Status: status,
        UploadDate: formatInstant(uploadedAt),
      };
    });
    return { Certificates, ...page.more };
  }),
  ListOpenIDConnectProviders: read(anyResource, ({ state }) => {
    const providers = state.inventory.providers.filter(({ kind }) => kind === 'oidc');
    return { OpenIDConnectProviderList: providers.map(({ arn }) => ({ Arn: arn })) };
  }),
  ListSAMLProviders: read(anyResource, ({ state }) => {
    const providers = state.inventory.providers.filter(({ kind }) => kind === 'saml');
    return {
      SAMLProviderList: providers.map(({ arn, createdAt }) => ({ Arn: arn, CreateDate: formatInstant(createdAt) })),
    };
  }),
};

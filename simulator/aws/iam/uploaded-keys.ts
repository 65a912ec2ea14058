import { formatInstant } from '../../../core/model/instant.ts';
import { noSuchEntity } from '../aws-error.ts';
import { anyResource, type Call, type Operations, read, resourceIn, write } from '../operation.ts';
import { requiredText } from '../parameters.ts';
import type { UploadedKey } from '../state/inventory.ts';
import { statusOf } from './access-keys.ts';
import { theUser, userOf } from './entities.ts';
import { pageFrom } from './paging.ts';

/** What is shown, switched on and off, and never used here: SSH keys, certificates, and who may vouch for sessions. */
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
  UpdateSSHPublicKey: write(theUser, (call) => {
    const id = requiredText(call.parameters, 'SSHPublicKeyId');
    const key = uploadedOf(call.state.inventory.sshKeys, call, id);
    if (key === undefined) throw noSuchEntity(`The Public Key with id ${id} cannot be found.`);
    key.status = statusOf(call);
    return undefined;
  }),
  UpdateSigningCertificate: write(theUser, (call) => {
    const id = requiredText(call.parameters, 'CertificateId');
    const key = uploadedOf(call.state.inventory.certificates, call, id);
    if (key === undefined) throw noSuchEntity(`The Certificate with id ${id} cannot be found.`);
    key.status = statusOf(call);
    return undefined;
  }),
  ListOpenIDConnectProviders: read(anyResource, ({ state }) => {
    const providers = state.inventory.providers.filter(({ kind }) => kind === 'oidc');
    return { OpenIDConnectProviderList: providers.map(({ arn }) => ({ Arn: arn })) };
  }),
  GetOpenIDConnectProvider: read(resourceIn('OpenIDConnectProviderArn'), (call) => {
    const { createdAt, tags } = providerOf(call, 'OpenIDConnectProviderArn');
    return { ClientIDList: ['sts.amazonaws.com'], CreateDate: formatInstant(createdAt), Tags: tags ?? [] };
  }),
  GetSAMLProvider: read(resourceIn('SAMLProviderArn'), (call) => {
    const { createdAt, tags } = providerOf(call, 'SAMLProviderArn');
    return { CreateDate: formatInstant(createdAt), Tags: tags ?? [] };
  }),
  ListSAMLProviders: read(anyResource, ({ state }) => {
    const providers = state.inventory.providers.filter(({ kind }) => kind === 'saml');
    return {
      SAMLProviderList: providers.map(({ arn, createdAt }) => ({ Arn: arn, CreateDate: formatInstant(createdAt) })),
    };
  }),
};

function providerOf({ state, parameters }: Call, name: string) {
  const arn = requiredText(parameters, name);
  const found = state.inventory.providers.find((one) => one.arn === arn);
  if (found === undefined) throw noSuchEntity(`The provider ${arn} cannot be found.`);
  return found;
}

function uploadedOf(keys: ReadonlyMap<string, UploadedKey[]>, call: Call, id: string): UploadedKey | undefined {
  return keys.get(userOf(call).name)?.find((key) => key.id === id);
}

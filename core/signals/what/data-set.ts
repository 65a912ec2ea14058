import type { CredentialUse } from '../../intake/credential-use.ts';

/** The path of the data that a call reads or is about: `ledger/2026/` of a bucket, `orders/` for a table. Null where it names none. */
export function dataPathOf({ target: { data, resource } }: Pick<CredentialUse, 'target'>): string | null {
  const name = data ?? resource?.replace(/^arn:.*[:/]/, '') ?? '';
  return name === '' ? null : pathOf(name);
}

/** Whether one of the two lies in the other: a bucket, and a folder of it. */
export function isSameData(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && (one.startsWith(other) || other.startsWith(one));
}

/** The bucket, table or repository that a call reads; an empty text where it reads none. */
export function storeOf({ service, target: { data = '' } }: Pick<CredentialUse, 'service' | 'target'>): string {
  return service === 's3' ? data.slice(0, data.indexOf('/')) : data;
}

export function pathOf(name: string): string {
  return name.endsWith('/') ? name : `${name}/`;
}

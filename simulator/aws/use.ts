import type { Caller } from './caller.ts';

/** Keeps IAM's last-used dates. Not a change that readers could lag behind: AWS's own dates are late anyway. */
export function recordUse(
  { account, entity, session, accessKeyId }: Caller,
  use: { readonly at: number; readonly region: string; readonly service: string },
): void {
  if (session?.kind === 'role') {
    const role = account.state.latest.roles.get(entity.name);
    if (role !== undefined) role.lastUsed = { at: use.at, region: use.region };
  } else if (session === null) {
    const key = account.state.latest.users.get(entity.name)?.keys.find(({ id }) => id === accessKeyId);
    if (key !== undefined) key.lastUsed = use;
  }
}

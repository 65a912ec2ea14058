import type { Caller } from './caller.ts';
import type { InventoryState, ServiceUse } from './state/inventory.ts';

/** Keeps IAM's last-used dates. Not a change that readers could lag behind: AWS's own dates are late anyway. */
export function recordUse(
  { account, entity, session, accessKeyId }: Caller,
  use: { readonly at: number; readonly region: string; readonly service: string },
): void {
  noteService(account.state.latest.inventory.accessed, entity.arn, use);
  if (session?.kind === 'role') {
    const role = account.state.latest.roles.get(entity.name);
    if (role !== undefined) role.lastUsed = { at: use.at, region: use.region };
  } else if (session === null) {
    const key = account.state.latest.users.get(entity.name)?.keys.find(({ id }) => id === accessKeyId);
    if (key !== undefined) key.lastUsed = use;
  }
}

/** What a last-accessed report tells of services; which action it was, only some services' reports tell. */
function noteService(
  accessed: InventoryState['accessed'],
  arn: string,
  { at, service }: { readonly at: number; readonly service: string },
): void {
  const services = accessed.get(arn) ?? new Map<string, ServiceUse>();
  services.set(service, { at, actions: services.get(service)?.actions ?? new Map() });
  accessed.set(arn, services);
}

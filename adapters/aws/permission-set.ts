import {
  DeleteInlinePolicyFromPermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  paginateListAccountsForProvisionedPermissionSet,
  type SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { State } from '../../core/outcome/containment.ts';
import { type PermissionSetDeny, unprovisioned } from '../../core/plan/measures/permission-set-deny.ts';
import { orNull } from './errors.ts';
import { statementIn, withoutStatement, withStatement } from './one-statement.ts';

/**
 * The measure's own statement in the permission set's inline policy, null where it is not in it, or that some account's
 * role does not yet follow the set; null where the set is gone.
 */
export async function readPermissionSetDeny(sso: SSOAdminClient, measure: PermissionSetDeny): Promise<State | null> {
  const { target, sid } = measure;
  const found = await orNull(sso.send(new GetInlinePolicyForPermissionSetCommand(placeOf(measure))));
  if (found === null) return null;
  const value = (await isBehind(sso, measure)) ? unprovisioned : statementIn(textOf(found), sid);
  return { uniqueId: target.arn, value };
}

/** Puts the statement in or takes it out, and has every account's role follow. Both may be repeated. */
export async function writePermissionSetDeny(
  sso: SSOAdminClient,
  measure: PermissionSetDeny,
  statement: string | null,
): Promise<void> {
  const place = placeOf(measure);
  const text = textOf(await sso.send(new GetInlinePolicyForPermissionSetCommand(place)));
  const InlinePolicy =
    statement === null ? withoutStatement(text, measure.sid, measure.original) : withStatement(text, statement);
  if (InlinePolicy !== null) await sso.send(new PutInlinePolicyToPermissionSetCommand({ ...place, InlinePolicy }));
  else await orNull(sso.send(new DeleteInlinePolicyFromPermissionSetCommand(place)));
  await sso.send(new ProvisionPermissionSetCommand({ ...place, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }));
}

async function isBehind(client: SSOAdminClient, measure: PermissionSetDeny): Promise<boolean> {
  const ProvisioningStatus = 'LATEST_PERMISSION_SET_NOT_PROVISIONED';
  const pages = paginateListAccountsForProvisionedPermissionSet(
    { client },
    { ...placeOf(measure), ProvisioningStatus },
  );
  for await (const { AccountIds } of pages) if ((AccountIds ?? []).length > 0) return true;
  return false;
}

function placeOf({ target }: PermissionSetDeny) {
  return { InstanceArn: target.instanceArn, PermissionSetArn: target.arn };
}

/** AWS says an empty text where there is none. */
function textOf({ InlinePolicy }: { readonly InlinePolicy?: string | undefined }): string | null {
  return InlinePolicy === undefined || InlinePolicy === '' ? null : InlinePolicy;
}

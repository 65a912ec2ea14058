import type { Operations } from '../operation.ts';
import { accessKeyOperations } from './access-keys.ts';
import { entityPolicyOperations } from './entity-policies.ts';
import { groupOperations } from './groups.ts';
import { inventoryOperations } from './inventory.ts';
import { lastAccessedOperations } from './last-accessed.ts';
import { managedPolicyOperations } from './managed-policies.ts';
import { roleOperations } from './roles.ts';
import { tagOperations } from './tags.ts';
import { uploadedKeyOperations } from './uploaded-keys.ts';
import { userCredentialOperations } from './user-credentials.ts';
import { userOperations } from './users.ts';

export const iamOperations: Operations = {
  ...userOperations,
  ...accessKeyOperations,
  ...userCredentialOperations,
  ...roleOperations,
  ...groupOperations,
  ...entityPolicyOperations,
  ...managedPolicyOperations,
  ...tagOperations,
  ...inventoryOperations,
  ...uploadedKeyOperations,
  ...lastAccessedOperations,
};

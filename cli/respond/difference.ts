import { maskKey } from '../../core/model/brand.ts';
import type { Result } from '../../core/model/result.ts';
import { type Containment, goalOf, isOurs, type State } from '../../core/outcome/containment.ts';
import type { ExecutorError } from '../../core/outcome/ports.ts';
import { unattached } from '../../core/plan/measures/boundary-measure.ts';
import { isReversible, isSwitch, type Measure, switchesOff } from '../../core/plan/measures/measure.ts';
import { unprovisioned } from '../../core/plan/measures/permission-set-deny.ts';

/** One place on AWS as it is now and as restoring leaves it. */
export interface Difference {
  readonly place: string;
  readonly now: string;
  /** Null where nothing will change. */
  readonly next: string | null;
  /** Why not, or what to know. */
  readonly remark: string | null;
  /** Restoring may switch a key on. What cannot be read counts as if it did. */
  readonly enablesKey: boolean;
}

export function differenceOf(row: Containment, read: Result<State | null, ExecutorError>): Difference {
  const place = placeOf(row.measure);
  const same = (now: string, remark: string | null): Difference => ({
    place,
    now,
    next: null,
    remark,
    enablesKey: false,
  });
  const { before, measure } = row;
  const wasActive = switchesOff(measure.kind) && before !== null && before.value !== goalOf(measure);
  if (!read.ok) return { ...same('not readable', read.error.sentence), enablesKey: wasActive };
  const state = read.value;
  if (state === null) return same('gone', 'It no longer exists: there is nothing to undo.');
  const now = wordOf(measure, state.value);
  if (measure.kind === 'rotate-secret') return same(now, 'A rotation cannot be undone.');
  if (measure.kind === 'revoke-token') return same(now, 'A revoked token cannot be restored.');
  if (!isReversible(measure.kind))
    return same(now, 'This cannot be undone: its owner has to enter a credential again.');
  const known = before?.uniqueId ?? measure.target.uniqueId;
  if (known !== null && known !== state.uniqueId) {
    return same(now, `${measure.target.name} was recreated since: this is another one with the same name.`);
  }
  if (before === null || before.value === goalOf(measure)) return same(now, 'Rescind had changed nothing here.');
  if (state.value === before.value) return same(now, 'It is already as it was before.');
  if (!isOurs(row, state.value)) return same(now, 'Somebody changed it since: it is left as it is.');
  return { place, now, next: wordOf(measure, before.value), remark: null, enablesKey: wasActive };
}

function placeOf(measure: Measure): string {
  switch (measure.kind) {
    case 'key-status':
    case 'retire-key':
      return `access key ${maskKey(measure.accessKeyId)} of user ${measure.target.name}`;
    case 'rotate-secret':
      return `secret ${measure.target.name}`;
    case 'revoke-token':
      return `token ${measure.target.name}`;
    case 'seal':
      return `seal on ${measure.target.kind} ${measure.target.name}`;
    case 'service-credential-status':
    case 'ssh-key-status':
    case 'certificate-status':
      return `credential ${measure.credentialId} of user ${measure.target.name}`;
    case 'trust-deny':
      return `statement ${measure.sid} in the trust policy of role ${measure.target.name}`;
    case 'secret-deny':
      return `statement ${measure.sid} in the resource policy of secret ${measure.target.name}`;
    case 'permission-set-deny':
      return `statement ${measure.sid} in permission set ${measure.target.name}`;
    case 'roles-anywhere-status':
    case 'deauthorize-connection':
      return `${measure.target.kind} ${measure.target.name} in ${measure.target.region}`;
    case 'permissions-boundary':
      return `permissions boundary of ${measure.target.kind} ${measure.target.name}`;
    default:
      return `inline policy ${measure.policyName} of ${measure.target.kind} ${measure.target.name}`;
  }
}

function wordOf(measure: Measure, value: string | null): string {
  if (value === null) return 'absent';
  if (measure.kind === 'rotate-secret') return `version ${value}`;
  if (isSwitch(measure.kind) || value === unprovisioned || value === unattached) return value;
  return value === goalOf(measure) ? 'in force' : 'another document';
}

import { accountTags } from '../../adapters/aws/inventory/accounts.ts';
import { type ControlKind, type ControlsOf, controlPolicies } from '../../adapters/aws/inventory/controls.ts';
import type { Gaps } from '../../adapters/aws/inventory/gaps.ts';
import type { SweepRun } from '../../contract/notes.ts';
import type { AccountInventory } from '../../core/intake/account/account-inventory.ts';
import type { AccountId } from '../../core/model/brand.ts';
import { keptIn } from '../../core/model/kept.ts';
import type { SweepWork } from './work.ts';

/** What the organisation tells of an account; what it would not tell is a gap. No control policy binds the management account. */
export async function toldOf(
  account: AccountId,
  run: SweepRun,
  gaps: Gaps,
  { sessions: { organizations } }: SweepWork,
): Promise<Pick<AccountInventory, 'accountTags' | 'controls' | 'resourceControls'>> {
  const tags = await gaps.read('tags of the account', accountTags(organizations, account));
  if (account === run.management) return { accountTags: tags ?? [] };
  const controlsOf = controlsIn(run.id, organizations);
  return {
    accountTags: tags ?? [],
    controls: await gaps.read('service control policies', controlsOf('SERVICE_CONTROL_POLICY')(account)),
    resourceControls: await gaps.read('resource control policies', controlsOf('RESOURCE_CONTROL_POLICY')(account)),
  };
}

/**
 * By the list of the context folder and, where the policy says so, by Identity Center. Half a list would make leavers of the other
 * half, so it is none, and a gap.
 */
export async function whoWorksHere(run: SweepRun, gaps: Gaps, work: SweepWork): Promise<ReadonlySet<string> | null> {
  const { policy, words } = await work.settings();
  const { people = null } = words;
  if (!policy.askIdentityCenter) return people;
  if (asked?.run !== run.id || asked.work !== work) asked = { run: run.id, work, people: work.askIdentityCenter() };
  const found = await gaps.read('Identity Center, who works here', asked.people);
  return found === null ? null : new Set([...(people ?? []), ...found]);
}

/** Once a run, for as long as the process lives. */
let asked: {
  readonly run: string;
  readonly work: SweepWork;
  readonly people: Promise<ReadonlySet<string>>;
} | null = null;

type Organizations = SweepWork['sessions']['organizations'];
let known: {
  readonly run: string;
  readonly organizations: Organizations;
  readonly of: Map<ControlKind, ControlsOf>;
} | null = null;

/** What accounts have in common is asked once a run, for as long as the process lives. */
function controlsIn(run: string, organizations: Organizations): (kind: ControlKind) => ControlsOf {
  if (known === null || known.run !== run || known.organizations !== organizations) {
    known = { run, organizations, of: new Map() };
  }
  const { of } = known;
  return (kind) => keptIn(of, kind, () => controlPolicies(organizations, kind));
}

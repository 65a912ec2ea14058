import { readFileSync } from 'node:fs';
import { type ContextFolder, readContextFolder, wordsIn } from '../../adapters/files/context-folder.ts';
import { problemTold } from '../../adapters/files/context-problem.ts';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { networksFromCsv } from '../../adapters/networks/csv.ts';
import type { Networks } from '../../core/context/recorded-context.ts';
import type { Surroundings } from '../../core/fleet/surroundings.ts';
import { defaultPolicy, type Exemption, type Policy } from '../../core/policy/policy.ts';
import { UsageError } from '../exit.ts';

/** What the owners and the inventories say, as the fleet asks for it. */
export function wordsOf(context: ReplayContext): Pick<Surroundings, 'networks' | 'declared' | 'inventoried'> {
  return { networks: context.networks, ...wordsIn(context) };
}

/** What is known before the first record. `exemptions` null: they could not be read. */
export interface ReplayContext
  extends Pick<ContextFolder, 'declared' | 'declarations' | 'standings' | 'people' | 'held'> {
  readonly networks: Networks;
  readonly exemptions: readonly Exemption[] | null;
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
}

/** `policy` says which tags name an owner, and who is meant by a name. */
export async function readContext(
  folder: string | undefined,
  { ownerTags, owners }: Pick<Policy, 'ownerTags' | 'owners'> = defaultPolicy,
): Promise<ReplayContext> {
  const networks = bundledNetworks();
  if (folder === undefined)
    return {
      networks,
      declared: new Map(),
      declarations: [],
      standings: [],
      held: new Map(),
      people: null,
      exemptions: [],
      unread: [],
    };
  const { declared, declarations, standings, held, people, exemptions, exemptionsUnreadable, problems, networksCsv } =
    await readContextFolder(folder, { ownerTags, names: owners });
  const whole = problems.find(({ path }) => path === folder);
  if (whole !== undefined) throw new UsageError(`${folder} ${whole.what}.`, whole.remedy);
  const own = networksCsv === null ? null : networksFromCsv(readFileSync(networksCsv, 'utf8'), networks);
  return {
    networks: own?.networks ?? networks,
    declared,
    declarations,
    standings,
    held,
    people,
    exemptions: exemptionsUnreadable ? null : exemptions,
    unread: [
      ...problems.map((problem) => ({ path: problem.path, reason: `${problemTold(problem)} ${problem.remedy}` })),
      ...(own?.errors ?? []).map(({ line, message }) => {
        return { path: networksCsv ?? '', reason: `line ${line}: ${message}` };
      }),
    ],
  };
}

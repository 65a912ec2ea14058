import type { FunctionName } from '../../contract/env.ts';
import type { Deployed } from '../../test/cloud/deployed.ts';
import type { LocalFunction } from '../../test/cloud/function.ts';
import { region } from '../../test/cloud/local-cloud.ts';
import type { LocalQueue } from '../../test/cloud/queue.ts';

/** What AWS would charge a function for. That it would charge nothing is no figure, but a name that nobody has. */
export function spentBy(name: FunctionName, { cloud }: Pick<Deployed, 'cloud'>): Spent {
  const spent = cloud.gateway.spent.get(`rescind-${name}-${region}`);
  if (spent === undefined) throw new Error(`nothing was counted of the function ${name}`);
  return spent;
}

type Spent = { readonly [what: string]: number };

/** What all functions together took: whoever judges, and those that its decisions wake. */
export function spentByAll({ cloud }: Pick<Deployed, 'cloud'>) {
  const functions = cloud.names().map((name) => cloud.function(name));
  const sum = (of: (one: LocalFunction) => number) => functions.reduce((all, one) => all + of(one), 0);
  const ofRoles = [...cloud.gateway.spent].filter(([role]) => role.startsWith('rescind-')).map(([, spent]) => spent);
  const charged = (what: string) => ofRoles.reduce((all, spent) => all + (spent[what] ?? 0), 0);
  return {
    calls: sum(({ spent }) => spent.calls),
    milliseconds: sum(({ spent }) => spent.milliseconds),
    cpu: sum(({ spent }) => spent.cpu),
    logBytes: sum(({ spent, lines }) => spent.calls * platformBytes + Buffer.byteLength(lines.join('\n'))),
    requests: [...new Set(cloud.queues.values())].reduce((all, { spent }) => all + requestsOf(spent), 0),
    ...{ readUnits: charged('readUnits'), writeUnits: charged('writeUnits') },
    ...{ objects: charged('objects'), lists: charged('lists'), events: charged('events') },
  };
}

/** What Lambda writes into the log of each invocation by itself: where it began, where it ended, and what it took. */
const platformBytes = 350;

/** A rule puts in one message at a time; Lambda fetches and takes away up to ten with one request. */
function requestsOf({ sent, received, deleted }: LocalQueue['spent']): number {
  return sent + Math.ceil(received / 10) + Math.ceil(deleted / 10);
}

import type { Clients } from '../../adapters/aws/clients.ts';
import { readKeysOf } from '../../adapters/aws/hand-over.ts';
import type { ContextStore } from '../../core/context/habits/context-store.ts';
import { ok } from '../../core/model/result.ts';
import { waitsValue } from '../../core/outcome/containment.ts';
import { waitingFor } from '../../core/outcome/hand-over.ts';
import type { Clock, Executor } from '../../core/outcome/ports.ts';
import type { KeyRetirement } from '../../core/plan/measures/measure.ts';

export interface RetiringPorts {
  readonly iam: Clients['iam'];
  /** What was learned of each key from its uses. */
  readonly contexts: Pick<ContextStore, 'load'>;
  readonly clock: Clock;
}

/** An executor that shows a key which a rotation replaced as waiting for as long as something may still use it. */
export function retiring(executor: Executor, ports: RetiringPorts): Executor {
  return {
    ...executor,
    async read(measure) {
      const found = await executor.read(measure);
      if (measure.kind !== 'retire-key' || !found.ok || found.value?.value !== 'Active') return found;
      const waits = await whyNotYet(measure, ports);
      return waits === null ? found : ok({ ...found.value, value: waitsValue(waits) });
    },
  };
}

/** fails toward: the key stays on, since what cannot be read may be a use. */
async function whyNotYet(measure: KeyRetirement, { iam, contexts, clock }: RetiringPorts): Promise<string | null> {
  try {
    const keys = await readKeysOf(await iam(measure.target.accountId), measure.target.name);
    const seen = await Promise.all(
      keys.map(async (key) => ({ ...key, habits: (await contexts.load(`access-key ${key.id}`))?.baseline ?? null })),
    );
    return waitingFor(measure, seen, clock.now());
  } catch (error) {
    return `its uses cannot be read (${error instanceof Error ? error.name : 'unknown error'})`;
  }
}

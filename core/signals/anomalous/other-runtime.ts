import { noteRecent, seenWithin } from '../../context/recent.ts';
import type { CredentialUse } from '../../intake/credential-use.ts';
import { day } from '../../model/instant.ts';
import { isClearNews, isSettled, type Observation } from '../observation.ts';
import type { UseSignal } from '../signal.ts';

export const otherRuntime: UseSignal = {
  judges: 'use',
  hears: ['client'],
  id: 'S59',
  name: 'other-runtime',
  family: 'anomalous',
  group: 'identity',
  authority: 'pin',
  basis: 'fact',
  sentence:
    'A function’s session is used by a program that does not run in the function: its credentials were carried away.',
  attack: ['T1552.005', 'T1550.001'],
  falsePositives: ['A function starts a program of its own with an empty environment.'],
  judge(observation) {
    const { use, client, context } = observation;
    if (use.issuedTo?.kind !== 'function' || !isSettled(observation)) return null;
    if (!saysWhereItRuns.has(client) || runsInFunction(use)) return null;
    if (!seenWithin(context.recent, inFunction, use.at, 2 * day)) return null;
    if (!isClearNews(observation, 'client', client)) return null;
    return {
      bits: 9,
      key: client,
      evidence: `The session of function ${use.issuedTo.id} is used by ${client}, which does not say that it runs in a function, as the function’s own program does`,
    };
  },
};

/** In `Recent`: the function's own program said that it runs in one. */
const inFunction = 'in function';

/** Programs that name the runtime that they find themselves in. What comes as an extension of a function is written in other languages, and finds none. */
const saysWhereItRuns: ReadonlySet<string> = new Set(['boto3', 'botocore', 'aws-cli', 'aws-sdk-js']);

export function noteRuntime({ use, context }: Observation): void {
  if (use.issuedTo?.kind === 'function' && runsInFunction(use)) noteRecent(context.recent, inFunction, use.at);
}

function runsInFunction({ userAgent }: CredentialUse): boolean {
  return userAgent?.includes('exec-env/AWS_Lambda_') === true;
}

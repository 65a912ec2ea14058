import type { Network } from '../../context/recorded-context.ts';
import { ownPlaces } from '../../context/sessions/session-record.ts';
import { lineOf } from '../../context/sighting.ts';
import { addressOf } from '../../intake/credential-use.ts';
import { isClearNews, isSettled, type Observation, ordinaryInAccount } from '../observation.ts';
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
    'A function’s session is used elsewhere, by a program that does not run in the function: its credentials were taken.',
  attack: ['T1552.005', 'T1550.001'],
  falsePositives: ['A function starts another program with an empty environment before it makes a call itself.'],
  judge(observation) {
    if (!isCarriedAway(observation)) return null;
    const { use, client } = observation;
    return {
      bits: 9,
      key: client,
      evidence: `The session of function ${use.issuedTo?.id} is used by ${client} from ${addressOf(use)}, which does not say that it runs in a function; the function’s own program, elsewhere, does`,
    };
  },
};

/** Not what the function itself has started: that calls from where the function does. */
export function isCarriedAway(observation: Observation): boolean {
  const { use, network, client, context } = observation;
  if (use.issuedTo?.kind !== 'function' || !saysWhereItRuns.has(client) || !isSettled(observation)) return false;
  if (context.session === null || network === null || !isClearNews(observation, 'client', client)) return false;
  const { own, alike } = ownPlaces(context.session, network, use.at);
  // A function that calls by endpoints alone may have a way out that it never took, though not onto a network where nobody is.
  if (alike.length === 0) return own.length > 0 && isWhereNobodyIs(observation, network);
  return !alike.some(({ address }) => address === addressOf(use));
}

/** On a network that is news for it and for the account; in AWS, where anybody runs machines, the account is known by its addresses. */
function isWhereNobodyIs(observation: Observation, network: Network): boolean {
  if (!isClearNews(observation, 'network', network.id)) return false;
  const line = lineOf(observation.use, network);
  return network.aws && line !== null
    ? !ordinaryInAccount(observation, 'address', line)
    : !ordinaryInAccount(observation, 'network', network.id);
}

/** Programs that name the runtime they find themselves in. Not those that a function's extensions are written with, which find none. */
const saysWhereItRuns: ReadonlySet<string> = new Set(['boto3', 'botocore', 'aws-cli', 'aws-sdk-js']);

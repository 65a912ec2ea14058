import type { AccountId, Arn, Region } from '../../model/brand.ts';
import { fail, ok, type Result } from '../../model/result.ts';
import type { Decision } from '../decision.ts';
import type { Described } from './measure.ts';
import { remains } from './remains.ts';

/** An EventBridge connection that is made to forget its credential. It goes one way: nobody here has the credential to put it back. */
export interface ConnectionEnd extends Described {
  readonly kind: 'deauthorize-connection';
  readonly target: ConnectionTarget;
}

export interface ConnectionTarget {
  readonly kind: 'connection';
  readonly accountId: AccountId;
  /** With the id that tells it from a namesake. */
  readonly arn: Arn;
  readonly name: string;
  readonly region: Region;
  readonly uniqueId: string;
}

const connection = /^arn:[\w-]+:events:([\w-]+):(\d{12}):connection\/([\w.-]{1,64})\/[0-9a-f-]{36}$/;

export function connectionEnd(decision: Decision): Result<ConnectionEnd, string> {
  const [, region, accountId, name] = connection.exec(decision.credential) ?? [];
  if (region === undefined || name === undefined || accountId !== decision.accountId) {
    return fail(`“${decision.credential}” is not an EventBridge connection of account ${decision.accountId}`);
  }
  const arn = decision.credential as Arn;
  return ok({
    kind: 'deauthorize-connection',
    target: { kind: 'connection', accountId: decision.accountId, arn, name, region: region as Region, uniqueId: arn },
    sentence: `Connection ${name} in ${region} is deauthorised: EventBridge forgets the credential that the connection presents.`,
    doesNotStop: remains['deauthorize-connection'],
    expiresAt: null,
  });
}

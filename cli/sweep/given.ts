import type { SdkOptions } from '../../adapters/aws/inventory/reach.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { UsageError } from '../exit.ts';
import type { FailOn } from '../fail-on.ts';
import { readPolicyFile } from '../policy/policy-file.ts';
import { mustBeAskable } from '../respond/confirm.ts';

/** What was asked of a sweep. */
export interface SweepGiven {
  readonly profile?: string;
  readonly accounts?: readonly string[];
  readonly organization?: true;
  readonly roleName: string;
  readonly regions?: readonly string[];
  readonly policy?: string;
  readonly context?: string;
  readonly identityCenter?: true;
  readonly report?: string;
  readonly decisions?: string;
  readonly inventory?: string;
  readonly rightSize?: string;
  readonly state?: string;
  readonly trail?: readonly string[];
  readonly apply?: true;
  readonly yes?: true;
  readonly printPolicy?: true;
  readonly json?: true;
  readonly quiet?: true;
  readonly failOn?: FailOn;
}

export function mustFit(given: SweepGiven): void {
  if (given.accounts !== undefined && given.organization === true) {
    throw new UsageError('--accounts and --organization exclude each other.', 'Give one of them.');
  }
  if (given.apply === true) mustBeAskable(given, 'without --apply');
}

/** Whoever applies a sweep and says yes gives an order, and without that nothing is done: the policy's mode is for the automaton. */
export function policyOf({ policy, apply }: SweepGiven): Policy {
  return { ...readPolicyFile(policy), mode: apply === true ? 'enforce' : 'observe', enforceIn: [] };
}

export function sdkOf({ profile }: SweepGiven): SdkOptions {
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';
  return { region, ...(profile === undefined ? {} : { profile }) };
}

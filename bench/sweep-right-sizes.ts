import { day, type Instant } from '../core/model/instant.ts';
import type { RightSize } from '../core/plan/documents/right-size.ts';
import { callsOfWork } from '../simulator/accounts/grants.ts';
import { administratorAccess } from '../simulator/aws/iam/aws-managed-policies.ts';
import { parsePolicy } from '../simulator/aws/policy/document.ts';
import { evaluate, type NamedPolicy } from '../simulator/aws/policy/evaluate.ts';
import type { SimulatedAws } from '../simulator/aws/simulated-aws.ts';
import { printTable } from './detection/table.ts';

/** Days in which a use keeps a permission, as in the default policy. */
const windowDays = 120;
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** Tries the calls of everybody's work under the old policies and the smaller one, by the judge of simulated AWS. */
export function printRightSizes(
  sizes: readonly (readonly [principal: string, size: RightSize | string])[],
  aws: SimulatedAws,
  now: Instant,
): void {
  let [offered, tried, denied, before, after] = [0, 0, 0, 0, 0];
  for (const [arn, size] of sizes) {
    if (typeof size === 'string') continue;
    offered++;
    before += size.before;
    after += size.after;
    const { state } = aws.account(arn.split(':')[4] ?? '');
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    const entity = state.latest.users.get(name) ?? state.latest.roles.get(name);
    const old = [
      ...(entity?.inline.values() ?? []),
      ...(entity?.attached.includes(administratorAccess) ? [JSON.stringify(everything)] : []),
    ].map(policyOf);
    const smaller = [policyOf(JSON.stringify(size.document))];
    for (const [service, { at }] of state.latest.inventory.accessed.get(arn) ?? []) {
      if (at < now - windowDays * day) continue;
      for (const action of callsOfWork[service] ?? []) {
        if (!allows(old, action, arn)) continue;
        tried++;
        if (!allows(smaller, action, arn)) denied++;
      }
    }
  }
  printTable(
    ['hold too much', 'smaller policy offered', 'actions before', 'after', 'needed calls tried', 'denied'],
    [[sizes.length, offered, before, after, tried, denied].map((count) => count.toLocaleString('en'))],
  );
}

function policyOf(text: string): NamedPolicy {
  const read = parsePolicy(text, 'identity');
  if (!read.ok) throw new Error(read.error);
  return { name: 'policy', document: read.value };
}

function allows(identity: readonly NamedPolicy[], action: string, arn: string): boolean {
  const principal = { accountId: arn.split(':')[4] ?? '', arn, sessionArn: null };
  const request = { action, resource: 'arn:aws:s3:::made-up-store', principal, context: new Map() };
  return evaluate(request, { identity, limits: [], resource: null }).decision === 'allowed';
}

import { nameIn } from '../../model/own-name.ts';
import { knownActions } from './actions/known-actions.ts';
import type { GrantStatement, Grants } from './grants.ts';

const allow = (actions: readonly string[], except = false): GrantStatement => ({
  effect: 'allow',
  actions,
  except,
  resources: ['*'],
  conditional: false,
  since: null,
});

const looks = ['*:get*', '*:list*', '*:describe*', '*:batchget*', '*:search*', '*:lookup*'];

/** AWS's own policies that are attached everywhere; their text is long and changes, what they amount to does not. */
const byName: Readonly<Record<string, readonly GrantStatement[]>> = {
  administratoraccess: [allow(['*'])],
  poweruseraccess: [allow(['iam:*', 'organizations:*', 'account:*'], true)],
  readonlyaccess: [allow(looks)],
  viewonlyaccess: [allow(['*:list*', '*:describe*'])],
  securityaudit: [allow(['*:list*', '*:describe*', '*:get*policy*', '*:get*configuration*', '*:get*status*'])],
  secretsmanagerreadwrite: [allow(['secretsmanager:*'])],
  awslambdabasicexecutionrole: [allow(['logs:createloggroup', 'logs:createlogstream', 'logs:putlogevents'])],
};

/** AWS's own policies are in no account. */
export function isAwsPolicy(arn: string): boolean {
  return /^arn:[\w-]+:iam::aws:policy\//.test(arn);
}

/** What an AWS managed policy of this name grants; null where the name tells nothing. */
export function knownPolicy(nameOrArn: string): readonly GrantStatement[] | null {
  const name = nameIn(nameOrArn).toLowerCase();
  const known = byName[name];
  if (known !== undefined) return known;
  const [, subject = '', kind] = /^(?:amazon|aws)?_?(.+?)_?(fullaccess|readonlyaccess)$/.exec(name) ?? [];
  if (!knownActions().has(subject)) return null;
  const prefixes = kind === 'fullaccess' ? ['*'] : ['get*', 'list*', 'describe*', 'batchget*'];
  return [allow(prefixes.map((prefix) => `${subject}:${prefix}`))];
}

/** Grants that the owner declared: actions on all resources, and policies that are known by name. Null where none are. */
export function declaredGrants({ granted }: { readonly granted: readonly string[] }): Grants | null {
  if (granted.length === 0) return null;
  const statements: GrantStatement[] = [];
  const unread: string[] = [];
  for (const entry of granted) {
    const isAction = entry === '*' || /^[\w*-]+:[\w*?]+$/.test(entry);
    const known = isAction ? [allow([entry.toLowerCase()])] : knownPolicy(entry);
    if (known === null) unread.push(entry);
    else statements.push(...known);
  }
  return { statements, boundary: null, unread, source: 'declared' };
}

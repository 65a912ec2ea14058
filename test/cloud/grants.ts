import { memberRoles } from '../../contract/permissions.ts';
import { matchesGlob } from '../../core/model/glob.ts';
import type { Resource } from './template.ts';

type Template = readonly Pick<Resource, 'type' | 'properties'>[];

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** That a role may take an action on what the pattern names. */
export interface Grant {
  readonly role: string;
  readonly action: string;
  readonly pattern: string;
}

/** What the policies of a template allow, each role, action and resource for itself. */
export function grantsIn(resources: Template): Grant[] {
  return resources.flatMap(({ type, properties }) => {
    if (type !== 'AWS::IAM::Policy') return [];
    const { Roles, PolicyDocument } = properties as { Roles: string[]; PolicyDocument: { Statement: Statement[] } };
    const allowed = PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow');
    return Roles.flatMap((role) =>
      allowed.flatMap(({ Action, Resource = [] }) =>
        [Action].flat().flatMap((action) => [Resource].flat().map((pattern) => ({ role, action, pattern }))),
      ),
    );
  });
}

const ofMembers: ReadonlySet<string> = new Set(Object.values(memberRoles));

/** The role is the same in every account that is watched: which one it was in does not count. */
export function inAnyAccount(role: string, resource: string): string {
  return ofMembers.has(role) ? resource.replace(/:\d{12}:/, ':*:') : resource;
}

/**
 * What is granted beyond what was called, as `role action resource`: on what nobody called it on, or on everything though AWS
 * knows what it is called on. That another star is needed is for whoever wrote it to say: see `accepted`. `used`: the same form.
 */
export function beyond(grants: Iterable<Grant>, used: ReadonlySet<string>): string[] {
  const on = new Map<string, Set<string>>();
  for (const one of used) {
    const [role = '', action = '', ...resource] = one.split(' ');
    const known = on.get(`${role} ${action}`) ?? new Set();
    on.set(`${role} ${action}`, known.add(inAnyAccount(role, resource.join(' '))));
  }
  const found = [...grants].filter(({ role, action, pattern }) => {
    const anywhere = inAnyAccount(role, pattern);
    const hits = [...(on.get(`${role} ${action}`) ?? [])].filter((one) => matchesGlob(anywhere, one));
    return pattern === '*' ? !hits.includes('*') : hits.length === 0;
  });
  return [...new Set(found.map(({ role, action, pattern }) => `${role} ${action} ${inAnyAccount(role, pattern)}`))];
}

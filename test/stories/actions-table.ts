import { measurePermissions } from '../../contract/permissions.ts';
import type { CredentialKind } from '../../core/model/credential.ts';
import { type ActionPlan, planActions } from '../../core/plan/action-plan.ts';
import type { Measure, MeasureKind } from '../../core/plan/measures/measure.ts';
import { decision } from '../core/plan/decisions.ts';
import { type KindScene, kindScene } from './kind-scene.ts';
import { decisionAbout, type KindStory, kindStories } from './kinds.ts';

/** Every kind of credential with every answer to it, as the plan has it for the stories that prove it. */
export async function actionsTable(undoOf: (kind: MeasureKind) => string): Promise<string> {
  const scene = await kindScene();
  const goesOn = new Numbered();
  const rows: string[][] = [
    ['credential', 'action', 'calls that change AWS', 'permissions to read', 'undone by', 'does not stop', 'its test'],
  ];
  for (const [kind, stories] of Object.entries(kindStories)) {
    for (const story of stories)
      rows.push(row(story, await planOf(kind as CredentialKind, story, scene), goesOn, undoOf));
  }
  return `## Every kind of credential

The test of each row is in [test/stories/kinds.test.ts](../test/stories/kinds.test.ts), under the name in the last column. It checks that the thief’s way is
open before, closed while contained and open again once restored, that honest work continues throughout, and that the whole account
after restoring equals the account before. The account has the seal; without it, a quarantine or a disabled key needs no
\`Attach…\` and \`Detach…\`. [test/stories/kinds-restore.test.ts](../test/stories/kinds-restore.test.ts) tests each row again with
somebody deleting, editing or undoing what was done before it is restored. The numbers refer to the list of what a measure does not
stop, below the table.

${aligned(rows)}

${goesOn.list()}

### What has no row of its own

- **A token with a declared way to revoke it**: [Revoke the token](#revoke-the-token), tested with a real OAuth server in
  [test/functions/respond/tokens.test.ts](../test/functions/respond/tokens.test.ts).
- **A short-term Bedrock key** is made on the client from a session, and AWS does not list them: contain that session, or all bearer
  tokens of the user if the records do not show which one it is.
- **A session of \`aws login\`, of the account access manager, or traded in for a delegated token** is a session of its user or role.
- **A token that AWS issues for others** (\`sts:GetWebIdentityToken\`) cannot be revoked and lasts an hour at most. A pin or
  a revocation of the credential that requests them stops further ones.
- **Cognito**: end users mostly have no identity in CloudTrail, so they are not judged by it. A gateway can report their tokens
  ([tokens](tokens.md)). By hand, \`AdminDisableUser\` or \`AdminUserGlobalSignOut\` ends a user's sessions, and
  \`AddUserPoolClientSecret\` adds a second secret beside a client's leaked one before \`DeleteUserPoolClientSecret\`.
- **The value of a secret or parameter that was read** cannot be revoked in AWS: what it opens is contained instead,
  if its owner declared that, and its issuer revokes it.`;
}

async function planOf(kind: CredentialKind, story: KindStory, scene: KindScene): Promise<ActionPlan> {
  const about = decision(decisionAbout(kind, story, scene));
  return planActions(about, await scene.factsFor(about, (await story.facts?.(scene)) ?? {}));
}

/** As test/stories/kinds.test.ts calls the test of a row. */
export function testOf({ title, action }: Pick<KindStory, 'title' | 'action'>): string {
  return `${action}: ${title}`;
}

function row(
  { title, action }: KindStory,
  { measures, sentences }: ActionPlan,
  goesOn: Numbered,
  undoOf: (kind: MeasureKind) => string,
): string[] {
  const test = `\`${testOf({ title, action })}\``;
  if (measures.length === 0) return [title, action, 'none: a person is told', '', '', goesOn.of(sentences), test];
  const needs = [...new Set(measures.flatMap(permissionsOf))].toSorted();
  const [reads, writes] = [needs.filter(isRead), needs.filter((name) => !isRead(name))];
  const undone = [...new Set(measures.map(({ kind }) => undoOf(kind)))].join(' ');
  const left = goesOn.of(measures.flatMap(({ doesNotStop }) => doesNotStop));
  return [title, action, code(writes), code(reads), undone, left, test];
}

/** Those of the kind of principal or resource at hand: the table of permissions has them for users and for roles. */
function permissionsOf({ kind, target }: Measure): string[] {
  const other = { user: 'Role', role: 'User' }[target.kind as string];
  const needs: readonly string[] = measurePermissions[kind];
  if (kind === 'roles-anywhere-status') {
    const word = { profile: 'Profile', 'trust-anchor': 'TrustAnchor', crl: 'Crl' }[target.kind as string] ?? '';
    return needs.filter((name) => name.endsWith(word));
  }
  return needs.filter((name) => other === undefined || !name.includes(other) || kind === 'trust-deny');
}

function isRead(permission: string): boolean {
  return /:(Get|List|Describe)/.test(permission);
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** A table of Markdown with its columns under each other; the first row is its head. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** Sentences by number, each once. */
class Numbered {
  readonly #known: string[] = [];

  of(sentences: readonly string[]): string {
    const numbers = [...new Set(sentences)].map((sentence) => {
      if (!this.#known.includes(sentence)) this.#known.push(sentence);
      return this.#known.indexOf(sentence) + 1;
    });
    return numbers.toSorted((a, b) => a - b).join(', ');
  }

  list(): string {
    return this.#known.map((sentence, i) => `${i + 1}. ${sentence}`).join('\n');
  }
}

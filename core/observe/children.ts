import type { NoteStore } from '../context/note-store.ts';
import type { Told } from '../intake/told.ts';
import type { Mint } from '../intake/who/mint.ts';
import type { Arn } from '../model/brand.ts';
import { hour, type Instant } from '../model/instant.ts';
import type { ChildSession } from '../plan/facts.ts';
import type { Notebook } from './notebook.ts';

/** Sessions that a key opened, as they are remembered under it. */
type Children = readonly Mint[];

const childrenKey = (accessKeyId: string) => `children ${accessKeyId}`;

/** No session lives longer than 36 hours. */
const keptFor = 37 * hour;
/** The latest of a key: a busy pipeline opens a new one every minute. */
const mostChildren = 64;

/** Writes down which sessions were opened with which key; false where somebody else wrote first. */
export async function noteChildren(told: readonly Told[], notebook: Notebook): Promise<boolean> {
  const byParent = new Map<string, Mint[]>();
  for (const { testimony } of told) {
    const parent = testimony?.kind === 'mint' ? testimony.parent.accessKeyId : null;
    if (testimony?.kind !== 'mint' || parent === null) continue;
    byParent.set(parent, [...(byParent.get(parent) ?? []), testimony.child]);
  }
  const until = (told.at(-1)?.at ?? 0) + keptFor;
  const written = await Promise.all(
    [...byParent].map(async ([parent, opened]) => {
      const known = (await notebook.read<Children>(childrenKey(parent))) ?? [];
      const news = opened.filter((one) => !known.some(({ accessKeyId }) => accessKeyId === one.accessKeyId));
      return notebook.write(childrenKey(parent), [...known, ...news].slice(-mostChildren), until);
    }),
  );
  return written.every(Boolean);
}

/** The same, with those in roles that must never be touched marked as such. */
export function withOwnMarked(
  children: readonly ChildSession[],
  isOwnRole: (arn: Arn) => boolean,
): readonly ChildSession[] {
  return children.map((child) => (isOwnRole(child.role) ? { ...child, isOwn: true } : child));
}

/** Deeper than AWS chains roles in earnest. */
const deepest = 4;

/** The roles' sessions that were opened with the key, or with one of them, and are alive at `now`. */
export async function childrenOf(
  accessKeyId: string,
  notes: Pick<NoteStore, 'load'>,
  now: Instant,
): Promise<ChildSession[]> {
  const found = new Map<string, ChildSession>();
  let parents = [accessKeyId];
  for (let depth = 0; depth < deepest && parents.length > 0; depth += 1) {
    const notesOf = await Promise.all(parents.map((parent) => notes.load(childrenKey(parent))));
    const children = notesOf.flatMap((note) => (note === null ? [] : (JSON.parse(note.text) as Children)));
    const alive = children.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
    parents = alive.map((child) => child.accessKeyId).filter((key) => !found.has(key));
    for (const { accessKeyId: key, role, sessionArn, expiresAt } of alive) {
      const name = sessionArn?.split('/').at(-1);
      if (role !== null && name !== undefined) found.set(key, { role, name, expiresAt });
    }
  }
  return [...found.values()];
}

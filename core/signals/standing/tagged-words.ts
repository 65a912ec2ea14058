import { type DeclaredContext, nothingDeclared } from '../../context/recorded-context.ts';
import type { Tag } from '../../intake/account/account-inventory.ts';
import { type Instant, parseMoment } from '../../model/instant.ts';
import type { Owner } from '../../model/owner.ts';

/** What people call the tag by which they lend something for a while. */
const endTags = ['expires', 'expires-at', 'expiresat', 'expiry', 'expiration', 'valid-until', 'temporary-until'];
const purposeTags = ['purpose', 'cadence', 'schedule', 'usage', 'description'];

/** When a tag says that it should end: a day, or a time with a zone. Null where none does, or none that can be read. */
export function taggedEnd(tags: readonly Tag[]): Instant | null {
  return parseMoment(tagged(tags, endTags)?.trim() ?? '');
}

/** A purpose in a tag is the owner's word like one in a file; it only lengthens patience, and never allows a use. */
export function taggedDeclaration(tags: readonly Tag[], owner: Owner): DeclaredContext | null {
  const purpose = tagged(tags, purposeTags);
  return purpose === null ? null : { ...nothingDeclared, purpose, owner };
}

function tagged(tags: readonly Tag[], names: readonly string[]): string | null {
  const found = names.flatMap((name) => tags.find(({ Key }) => Key.toLowerCase() === name) ?? []);
  return found[0]?.Value ?? null;
}

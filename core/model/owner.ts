/** The human or team that is told. */
export type Owner =
  | { readonly kind: 'person'; readonly name: string }
  | { readonly kind: 'team'; readonly name: string }
  | { readonly kind: 'unknown' };

export const unknownOwner: Owner = { kind: 'unknown' };

export function ownerName(owner: Owner): string | null {
  return owner.kind === 'unknown' ? null : owner.name;
}

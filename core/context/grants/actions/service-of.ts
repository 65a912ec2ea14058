/** `s3:Get*` → `s3`: the service that an action, or a pattern of some, is of; `*` is of whichever. */
export function serviceOf(pattern: string): string {
  const colon = pattern.indexOf(':');
  return colon < 0 ? pattern : pattern.slice(0, colon);
}

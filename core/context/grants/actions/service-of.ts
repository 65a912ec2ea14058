/** `s3:Get*` → `s3`: the service of an action or of a pattern; `*` for every service. */
export function serviceOf(pattern: string): string {
  const colon = pattern.indexOf(':');
  return colon < 0 ? pattern : pattern.slice(0, colon);
}

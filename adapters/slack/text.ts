/** Controls, and marks that turn or hide text, would let a name pass for something else: they are spelled out. */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** The three characters that Slack gives a meaning to, the ampersand first. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Says how much is missing; never cuts a character in two. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const room = most - 12;
  const kept: string[] = [];
  let length = 0;
  for (const character of text) {
    if (length + character.length > room) break;
    kept.push(character);
    length += character.length;
  }
  return `${kept.join('')}…(+${text.length - length})`;
}

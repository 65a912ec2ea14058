/** The JSON values of a text: one, or several written one after another, as pages of a command's output often are. */
export function readJsonValues(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (error) {
    const pieces = topLevelObjects(text);
    if (pieces.length < 2) throw error;
    return pieces.map((piece) => JSON.parse(piece) as unknown);
  }
}

/**
 * The texts of objects and arrays one after another. Whatever stands outside of the braces of one becomes part of the next, so
 * that it is not lost but refused.
 */
function topLevelObjects(text: string): readonly string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && inString) at++;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) {
      pieces.push(text.slice(start, at + 1));
      start = at + 1;
    }
  }
  const rest = text.slice(start).trim();
  return rest === '' ? pieces : [...pieces, rest];
}

/** Characters that a terminal or a reader's eye would act upon: controls, marks that turn or hide text, broken halves. */
const acting = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text of strangers made harmless on a terminal: what would act is spelled out, `\u{1b}`. */
export function visible(text: string): string {
  return text.replace(acting, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same for JSON, where the spelling must stay JSON. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value).replace(acting, (character) =>
    Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

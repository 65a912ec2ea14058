/** Text that is safe to place in a page: made by `html`, or vouched for by `raw`. No string can pass for it. */
class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type { Markup };
export type Content = Markup | string | number | null | readonly Content[];

/** A template whose every value is escaped, unless it came out of this tag itself. */
export function html(texts: TemplateStringsArray, ...values: Content[]): Markup {
  const parts = texts.map((text, index) => (index < values.length ? text + render(values[index] ?? null) : text));
  return new Markup(parts.join(''));
}

/** For the page's own style and script, and for JSON that `jsonIsland` made inert. Never for data. */
export function raw(text: string): Markup {
  return new Markup(text);
}

/** JSON that cannot end the `<script>` it stands in, nor break a line where a script would. */
export function jsonIsland(value: unknown): Markup {
  const inert = JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return new Markup(inert);
}

function render(value: Content): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.toString();
  if (Array.isArray(value)) return value.map(render).join('');
  return escaped(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Escapes for text and quoted attributes alike. Control and direction marks become visible signs,
 * since a name that reads backwards is also a forgery.
 */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (sign) =>
      /[\t\n]/.test(sign) ? sign : '\ufffd',
    );
}

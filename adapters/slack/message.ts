import type { Notice } from '../../core/outcome/notice.ts';

/** What `chat.postMessage` takes beside the channel. */
export interface SlackMessage {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly mrkdwn: false;
  readonly link_names: false;
  readonly parse: 'none';
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText };

/** Slack's limits, in characters, and blocks in a message. */
const mostInHeader = 150;
const mostInSection = 3_000;
/** Of our own choosing: enough for a notification, also once every character of it is escaped. */
const mostInText = 600;

/**
 * A notice as Slack shows it. Names and reasons come from whoever signed the calls, so everything is plain text: nothing
 * in it is a mention, a link or markup.
 */
export function messageOf(notice: Notice): SlackMessage {
  const { headline, why, whatWasDone, whatToDo, doesNotStop } = notice;
  const sections = [
    why,
    listed('What was done', whatWasDone),
    listed('What to do', whatToDo),
    listed('What this does not stop', doesNotStop),
  ].filter((text) => text !== '');
  return {
    text: escaped(cut(harmless(`${headline}. ${why}`), mostInText)),
    blocks: [
      { type: 'header', text: plain(headline, mostInHeader) },
      ...sections.map((text) => ({ type: 'section' as const, text: plain(text, mostInSection) })),
    ],
    mrkdwn: false,
    link_names: false,
    parse: 'none',
    unfurl_links: false,
    unfurl_media: false,
  };
}

function listed(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `• ${harmless(line)}`)].join('\n');
}

function plain(text: string, most: number): PlainText {
  const safe = text.split('\n').map(harmless).join('\n');
  return { type: 'plain_text', text: cut(safe === '' ? '–' : safe, most), emoji: false };
}

/** Controls, and marks that turn or hide text, would let a name pass for something else: they are spelled out. */
function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** The three characters that Slack gives a meaning to, the ampersand first. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Says how much is missing; never cuts a character in two. */
function cut(text: string, most: number): string {
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

import type { Notice } from '../../core/outcome/notice.ts';
import { type Choice, unanswered } from '../../core/plan/approval.ts';
import { cut, escaped, harmless } from './text.ts';

/** What `chat.postMessage` and `chat.update` take beside the place. */
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

interface Button {
  readonly type: 'button';
  readonly text: PlainText;
  readonly action_id: string;
  readonly value: string;
  readonly style?: 'primary';
  readonly confirm?: {
    readonly title: PlainText;
    readonly text: PlainText;
    readonly confirm: PlainText;
    readonly deny: PlainText;
  };
}

export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText }
  | { readonly type: 'context'; readonly elements: readonly PlainText[] }
  | { readonly type: 'actions'; readonly elements: readonly Button[] };

/** Slack's limits, in characters. */
const mostInHeader = 150;
const mostInSection = 3_000;
/** Of our own choosing: enough for a notification, also once every character of it is escaped. */
const mostInText = 600;

/** What the message offers, and what has become of it since. */
export interface Standing {
  readonly decisionId: string;
  readonly choices: readonly Choice[];
  /** What people have said so far, or how it ended: a sentence, or none. */
  readonly status: string | null;
}

/** Choices beside the evidence, which everybody may ask for. */
export type ButtonName = Choice | 'details';

const labels: Readonly<Record<ButtonName, string>> = {
  approve: 'Approve',
  refuse: 'Refuse',
  mine: 'This was me',
  stranger: 'Not me',
  undo: 'Undo',
  extend: 'Extend',
  rotate: 'Rotate now',
  details: 'Details',
};

/** Asked before it counts; what can be taken back at a click is not asked twice. */
const questions: Partial<Readonly<Record<ButtonName, string>>> = {
  approve: 'The action in the message is carried out as soon as enough people have agreed.',
  mine: 'Anything that was done is undone, and Rescind counts this use as yours from now on.',
  undo: 'Anything that was done is undone. The credential works again as before.',
  rotate: 'A new credential replaces it in the secret that its owner declared. That cannot be undone.',
};

export function isButton(name: string): name is ButtonName {
  return Object.hasOwn(labels, name);
}

/**
 * A notice as Slack shows it: what was done to which credential, why, and what to do now. Names and reasons come from
 * whoever signed the calls, so everything is plain text: nothing in it is a mention, a link or markup. `standing` null:
 * no decision is behind it, so that there is nothing to answer and no evidence.
 */
export function messageOf(notice: Notice, standing: Standing | null): SlackMessage {
  const { decisionId = null, choices = [], status = null } = standing ?? {};
  const { headline, why, whatWasDone, whatToDo, doesNotStop } = notice;
  const isAsked = choices.includes('approve');
  return messageFrom(`${headline}. ${status ?? why}`, [
    { type: 'header', text: plain(headline, mostInHeader) },
    ...sections(
      listed(isAsked ? 'What waits for approval' : 'What was done', whatWasDone),
      why === '' ? '' : `Why\n${harmless(why)}`,
      listed('What to do', isAsked ? [...whatToDo, unanswered] : whatToDo),
    ),
    ...(status === null ? [] : [{ type: 'context' as const, elements: [plain(status, mostInSection)] }]),
    ...(decisionId === null
      ? []
      : [
          {
            type: 'actions' as const,
            elements: [...choices, 'details' as const].map((name) => button(name, decisionId)),
          },
        ]),
    // What to know once one has answered comes after what to answer.
    ...sections(listed('What this does not stop', doesNotStop)),
  ]);
}

function sections(...texts: readonly string[]): Block[] {
  return texts
    .filter((text) => text !== '')
    .map((text) => ({ type: 'section' as const, text: plain(text, mostInSection) }));
}

/** One of the notices that could wait, and what has become of it since. */
export interface DigestItem extends Standing {
  readonly notice: Pick<Notice, 'headline' | 'why'>;
}

/** Of our own choosing: it lets a digest of fifteen into Slack's fifty blocks. */
const mostOfOne = 600;

/** What could wait, in one message; `more`: so many that it has no room for. */
export function digestOf(items: readonly DigestItem[], more: number): SlackMessage {
  const all = items.length + more;
  const headline = all === 1 ? 'A notice that could wait' : `${all} notices that could wait`;
  const rest = `${more} more are not shown. The report of a sweep has all of them: rescind sweep --report`;
  return messageFrom(`${headline}. ${items.map(({ notice }) => notice.headline).join('; ')}`, [
    { type: 'header', text: plain(headline, mostInHeader) },
    ...items.flatMap(({ notice, status, choices, decisionId }): Block[] => [
      { type: 'section', text: plain(`${harmless(notice.headline)}\n${harmless(notice.why)}`, mostOfOne) },
      ...(status === null ? [] : [{ type: 'context' as const, elements: [plain(status, mostOfOne)] }]),
      {
        type: 'actions',
        elements: [...(status === null ? choices : []), 'details' as const].map((name) => button(name, decisionId)),
      },
    ]),
    ...(more === 0 ? [] : [{ type: 'context' as const, elements: [plain(rest, mostInSection)] }]),
  ]);
}

/** A few sentences, for one person or in a thread. */
export function wordOf(sentences: readonly string[]): SlackMessage {
  const text = sentences.join('\n');
  return messageFrom(sentences.join(' '), [{ type: 'section', text: plain(text, mostInSection) }]);
}

function messageFrom(text: string, blocks: readonly Block[]): SlackMessage {
  return {
    text: escaped(cut(harmless(text), mostInText)),
    blocks,
    mrkdwn: false,
    link_names: false,
    parse: 'none',
    unfurl_links: false,
    unfurl_media: false,
  };
}

function button(name: ButtonName, decisionId: string): Button {
  const question = questions[name];
  return {
    type: 'button',
    text: plain(labels[name], 75),
    action_id: name,
    value: decisionId,
    ...(name === 'approve' && { style: 'primary' as const }),
    ...(question !== undefined && {
      confirm: {
        title: plain(`${labels[name]}?`, 100),
        text: plain(question, 300),
        confirm: plain(labels[name], 30),
        deny: plain('Cancel', 30),
      },
    }),
  };
}

function listed(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `• ${harmless(line)}`)].join('\n');
}

function plain(text: string, most: number): PlainText {
  const safe = text.split('\n').map(harmless).join('\n');
  return { type: 'plain_text', text: cut(safe === '' ? '–' : safe, most), emoji: false };
}

import type { Notice } from '../../core/outcome/notice.ts';
import { type Choice, unanswered } from '../../core/plan/approval.ts';

/** A letter as a topic takes it. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** A link of ours, and what it says once it is confirmed. */
export interface OfferedLink {
  readonly choice: Choice;
  readonly url: string;
}

const offers: Readonly<Record<Choice, string>> = {
  approve: 'Approve: the action above is carried out as soon as enough people have agreed',
  refuse: 'Refuse: nothing is done',
  mine: 'This was me: anything that was done is undone, and this use counts as yours from now on',
  stranger: 'Not me: nothing changes, and the reasons count as right',
  undo: 'Undo: anything that was done is undone, and the credential works again as before',
  extend: 'Extend: it is still wanted, for 90 days',
  rotate: 'Rotate now: a new credential replaces it, which cannot be undone',
};

/** `status`: what has become of it since, or null. */
export function letterOf(notice: Notice, status: string | null): Letter {
  const { headline, why, whatWasDone, whatToDo, doesNotStop } = notice;
  const paragraphs = [
    harmless(headline),
    status ?? '',
    listed('What was done', whatWasDone),
    why === '' ? '' : `Why\n${harmless(why)}`,
    listed('What to do', whatToDo),
    listed('What this does not stop', doesNotStop),
  ];
  return { subject: subjectOf(headline), text: paragraphs.filter((one) => one !== '').join('\n\n') };
}

/** The same with links that speak in one person's name. */
export function askingLetterOf(
  notice: Notice,
  status: string | null,
  person: string,
  links: readonly OfferedLink[],
): Letter {
  const { subject, text } = letterOf(notice, status);
  const asked = links.map(({ choice, url }) => `${offers[choice]}:\n${url}`);
  const whose = `These links answer for ${person}. Each works once and asks again before anything happens. Do not forward them.`;
  const isAsked = links.some(({ choice }) => choice === 'approve');
  const paragraphs = [text, ...(isAsked ? [unanswered] : []), whose, ...asked];
  return { subject: subjectOf(`For ${person}: ${subject}`), text: paragraphs.join('\n\n') };
}

export function digestLetterOf(notices: readonly Pick<Notice, 'headline' | 'why'>[], more: number): Letter {
  const all = notices.length + more;
  const subject = all === 1 ? 'A notice that could wait' : `${all} notices that could wait`;
  const each = notices.map(({ headline, why }) => `${harmless(headline)}\n${harmless(why)}`);
  const rest =
    more === 0 ? [] : [`${more} more are not shown. The report of a sweep has all of them: rescind sweep --report`];
  return { subject, text: [...each, ...rest].join('\n\n') };
}

/** What SNS takes for a subject: up to a hundred printable ASCII characters. */
function subjectOf(text: string): string {
  return text
    .replaceAll('…', '..')
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, 100)
    .trim();
}

function listed(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `- ${harmless(line)}`)].join('\n');
}

/** A stranger's text can neither start a line, turn or hide what follows, nor become a link in whoever reads mail. */
function harmless(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll('://', '[:]//')
    .replaceAll(/www\./gi, 'www[.]');
}

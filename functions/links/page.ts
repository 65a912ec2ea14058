import type { LinkSays } from '../../adapters/mail/link.ts';
import type { Choice } from '../../core/plan/approval.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { html, type Markup, raw } from '../../report/html.ts';

/** What a function URL answers. */
export interface Page {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Nothing is fetched, framed, kept or passed on: the address of the page is the link itself. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

const questions: Readonly<Record<Choice, string>> = {
  approve: 'Approve the action in the notice? It is carried out as soon as enough people have agreed.',
  refuse: 'Refuse it? Then nothing is done.',
  mine: 'Was it you? Anything that was done is then undone, and this use counts as yours from now on.',
  stranger: 'Was it not you? Nothing changes, and the reasons count as right.',
  undo: 'Undo it? The credential then works again as before.',
  extend: 'Is it still wanted? For 90 days, nothing more is then done to it for being unused.',
  rotate: 'Rotate it now? A new credential replaces it, and that cannot be undone.',
};

/** Asks once more: whoever scans mail opens links, and must change nothing by it. */
export function questionPage(token: string, { choice, person }: LinkSays, decision: Decision, about: string): Page {
  return page(
    200,
    questions[choice],
    html`<p>${about} in account ${decision.accountId}. ${decision.reason}</p>
      <p>You answer as <b>${person}</b>. Decision ${decision.id}.</p>
      <form method="post" action="/"><input type="hidden" name="t" value="${token}"><button>Yes</button></form>
      <p>Otherwise close this page: nothing has changed.</p>`,
  );
}

export function answerPage(statusCode: number, sentence: string): Page {
  return page(statusCode, sentence, html``);
}

function page(statusCode: number, title: string, content: Markup): Page {
  const body = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Rescind</title>
        <style>${raw(style)}</style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;
  return { statusCode, headers, body: body.toString() };
}

const style = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0}
main{max-width:40rem;margin:3rem auto;padding:0 1rem;overflow-wrap:anywhere}h1{font-size:1.3rem}
button{font:inherit;padding:.5rem 2rem}`;

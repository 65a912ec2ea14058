import { type Block, digestOf, messageOf, type SlackMessage, wordOf } from '../adapters/slack/message.ts';
import type { AccountId, Arn } from '../core/model/brand.ts';
import { day } from '../core/model/instant.ts';
import { holdTold } from '../core/outcome/hold-told.ts';
import {
  type ActionResult,
  harmTold,
  lookTold,
  type Notice,
  noticeOf,
  pinnedMeanwhile,
} from '../core/outcome/notice.ts';
import type { Outcome } from '../core/outcome/outcome.ts';
import { planActions } from '../core/plan/action-plan.ts';
import { type Choice, choicesFor, tooLate } from '../core/plan/approval.ts';
import type { Decision } from '../core/plan/decision.ts';
import { type Facts, noNetworks, unseenFacts } from '../core/plan/facts.ts';
import { trackRecordOf, wordsOf } from '../core/plan/track-record.ts';
import { fromDeployment } from '../functions/named.ts';
import { html, type Markup, raw } from '../report/html.ts';

/** A message as it is sent, and the name of its picture. */
export interface Pictured {
  readonly name: string;
  readonly title: string;
  readonly message: SlackMessage;
}

const account = '111122223333' as AccountId;
const at = Date.UTC(2026, 8, 21, 12, 1);

export const stolen: Decision = {
  id: 'd_6bb3c2a1f09d4e57',
  at,
  accountId: account,
  credential: 'AKIAIOSFODNN7EXAMPLE',
  session: null,
  kind: 'access-key',
  principal: `arn:aws:iam::${account}:user/ci-deploy`,
  owner: 'team-data',
  action: 'disable',
  score: 94,
  verdict: 'compromised',
  families: ['anomalous'],
  signals: [
    {
      id: 'S09',
      bits: 7.2,
      group: 'origin',
      evidence: 'First use from AS14061 (DigitalOcean, NL); 31 days on record show AS16509 IE.',
    },
    {
      id: 'S17',
      bits: 6.1,
      group: 'intent',
      evidence: 'iam:CreateAccessKey for svc-backup2; never before in 31 days on record.',
    },
    {
      id: 'S14',
      bits: 4.4,
      group: 'scope',
      evidence: 'First call to iam (iam:CreateUser); 31 days on record show s3, ecr.',
    },
  ],
  reason:
    'First use from AS14061 (DigitalOcean, NL); iam:CreateAccessKey for svc-backup2; never before in 31 days on record.',
  eventId: null,
  mode: 'enforce',
  reversible: true,
  expiresAt: null,
  heldBack: null,
  purpose: null,
  rotation: null,
};

const known: Facts = {
  ...unseenFacts,
  now: at,
  uniqueId: null,
  inlineCharacters: 0,
  established: { ...noNetworks, cidrs: ['192.0.2.0/24'] },
  session: null,
  lastUsedAt: at,
};

/** As the organisation calls it. */
const named = { [account]: 'data-production' };

function noticeFor(decision: Decision, outcome: Outcome | null): Notice {
  const plan = planActions(decision, known);
  const results: ActionResult[] =
    outcome === null ? [] : plan.measures.map(({ kind, sentence }) => ({ containmentId: kind, sentence, outcome }));
  return noticeOf(decision, plan, results);
}

function shown(notice: Notice, choices: readonly Choice[], status: string | null = null): SlackMessage {
  return messageOf(fromDeployment(notice, named), { decisionId: stolen.id, choices, status });
}

function told(
  decision: Decision,
  outcome: Outcome | null,
  status: string | null,
  given: readonly Choice[] | null = null,
) {
  const choices = given ?? choicesFor(decision, outcome?.kind === 'done', false);
  return shown(noticeFor(decision, outcome), choices, status);
}

const waits = {
  kind: 'skipped',
  reason: '2 people have to approve it by 2026-09-22T12:01:00Z: rescind approve d_6bb3c2a1f09d4e57',
} as const;

const pinned = noticeFor({ ...stolen, action: 'pin' }, { kind: 'done' });
const meanwhile = pinnedMeanwhile(stolen, noticeFor(stolen, waits), pinned, 2);
const outcomeId = 'o_6bb3c2a1f09d4e57';
const leftBehind = lookTold(stolen, {
  outcomeId,
  found: ['The account has the new user svc-backup2: check whether the thief created it.'],
  actions: [
    {
      containmentId: 'c',
      sentence: 'Access key AKIA…Q7ZD of user ci-deploy is switched off.',
      outcome: { kind: 'done' },
    },
  ],
}).notice;
const harmed = harmTold(
  { ...stolen, action: 'quarantine' },
  outcomeId,
  `12 honest calls from AS16509 were refused within a quarter of an hour, and nothing new speaks against ${stolen.principal}: what was done is undone.`,
  [
    {
      containmentId: `${outcomeId}.quarantine`,
      outcome: { kind: 'done' },
      sentence: 'User ci-deploy is denied sensitive actions.',
    },
  ],
).notice;

/** What people answered about S09 before: right in eleven of twelve. */
const labels = Array.from({ length: 12 }, (_, at) => ({ decisionId: `d_${at}`, honest: at === 0, signals: ['S09'] }));

/** One of each kind of message, made by the code that makes them. */
export const pictured: readonly Pictured[] = [
  { name: 'slack-contained', title: 'Contained, and told to its owner', message: told(stolen, { kind: 'done' }, null) },
  {
    name: 'slack-approval',
    title: 'Two people are asked before a powerful credential is switched off, and it is pinned meanwhile',
    message: shown(meanwhile, ['approve', 'refuse'], 'Approved by ben. One more person has to agree.'),
  },
  {
    name: 'slack-late',
    title: 'To whoever presses a button too late, visible only to them',
    message: wordOf([tooLate({ choice: 'approve', by: ['ada', 'ben'] })]),
  },
  {
    name: 'slack-failed',
    title: 'What could not be done',
    message: told(
      stolen,
      { kind: 'irrevocable', error: 'AccessDenied: rescind-contain may not iam:UpdateAccessKey', retryAt: at },
      null,
    ),
  },
  {
    name: 'slack-left-behind',
    title: 'A minute later, in the same thread: what else was found',
    message: shown(leftBehind, choicesFor(stolen, true, false)),
  },
  {
    name: 'slack-harm',
    title: 'Honest work was refused, so the containment was undone',
    message: shown(harmed, choicesFor(stolen, false, false)),
  },
  {
    name: 'slack-settled',
    title: 'How it ended, wherever it was answered',
    message: told(stolen, { kind: 'done' }, 'Confirmed as their own doing by ada.', []),
  },
  {
    name: 'slack-held',
    title: 'Held by an approver, so that nothing is done to it for a while',
    message: messageOf(
      holdTold(
        { credential: stolen.credential, by: 'ben', reason: 'Release week', until: at + 2 * day },
        'team-data',
        at,
        ['Undone: 1.'],
      ),
      null,
    ),
  },
  {
    name: 'slack-observe',
    title: 'In observe mode, to the fallback channel',
    message: told({ ...stolen, action: 'pin', mode: 'observe' }, null, null),
  },
  {
    name: 'slack-rotate',
    title: 'Too old, and its secret rotated',
    message: told(
      {
        ...stolen,
        action: 'rotate',
        verdict: 'stale',
        families: ['stale'],
        signals: [],
        reversible: false,
        reason: '214 days old; it should have been rotated after 90.',
        rotation: {
          secret: `arn:aws:secretsmanager:eu-west-1:${account}:secret:ci/deploy-AbCdEf` as Arn,
          unlessSince: null,
        },
      },
      { kind: 'done' },
      null,
    ),
  },
  {
    name: 'slack-escalated',
    title: 'To whoever is on call, when nobody answered',
    message: told(stolen, { kind: 'done' }, 'Nobody has answered for 4 hours. Whoever is on call has to look.', [
      'mine',
      'stranger',
      'undo',
      'rotate',
    ]),
  },
  {
    name: 'slack-digest',
    title: 'What could wait, in one message',
    message: digestOf(
      [
        {
          decisionId: 'd_0c41',
          choices: ['extend', 'rotate'],
          status: null,
          notice: {
            headline: `AKIA…7Q2A in account data-production (${account}): stale, nothing was changed`,
            why: 'Unused for 61 days according to IAM; the limit is 45 days. Unless its owner objects, it is switched off from 2026-10-05 on.',
          },
        },
        {
          decisionId: 'd_77f0',
          choices: ['extend'],
          status: 'Confirmed as still wanted by ada.',
          notice: {
            headline: `arn:aws:iam::${account}:role/report-monthly in account data-production (${account}): stale, nothing was changed`,
            why: 'Created 40 days ago, on 2026-08-12, and never used since.',
          },
        },
      ],
      3,
    ),
  },
  {
    name: 'slack-details',
    title: 'The evidence, for whoever asks',
    message: wordOf([
      `Score ${stolen.score} of 100, ${stolen.verdict}. Decision ${stolen.id}.`,
      `${stolen.principal} in account ${account}, owner team-data.`,
      ...stolen.signals.map(
        ({ id, bits, evidence }) => `${id}, ${bits} bits: ${evidence} It ${wordsOf(trackRecordOf(id, labels))}.`,
      ),
    ]),
  },
  {
    name: 'slack-hostile',
    title: 'A session name that tries to inject text',
    message: told(
      {
        ...stolen,
        reason: 'The session “<!channel> <https://evil.example|Approve>\u202e*all well*” came from elsewhere.',
      },
      { kind: 'done' },
      null,
    ),
  },
];

const style = `
body{margin:0;padding:16px;background:#fff;font:15px/1.46 Lato,"Helvetica Neue",Arial,sans-serif;color:#1d1c1d}
main{width:656px;padding:8px;box-sizing:border-box}
.message{display:grid;grid-template-columns:36px 1fr;gap:8px}
.face{width:36px;height:36px;border-radius:6px;background:#1f4e5f;color:#fff;font-weight:700;text-align:center;line-height:36px}
.name{font-weight:900}.app{background:#ececec;color:#616061;font-size:10px;border-radius:2px;padding:1px 3px;margin:0 4px}
.time{color:#616061;font-size:12px}
h3{font-size:18px;font-weight:900;margin:4px 0 8px;line-height:1.3}
p{margin:0 0 8px;white-space:pre-wrap;overflow-wrap:anywhere}
.context{color:#616061;font-size:13px}
.actions{display:flex;gap:8px;flex-wrap:wrap;margin:4px 0 12px}
button{font:700 13px/1 Lato,Arial,sans-serif;padding:8px 12px;border:1px solid #b0b0b2;border-radius:4px;background:#fff;color:#1d1c1d}
button.primary{background:#007a5a;border-color:#007a5a;color:#fff}`;

/** The message much as Slack draws it, as a page of its own. */
export function slackPage({ title, message }: Pictured): string {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${raw(style)}</style></head>
<body><main><div class="message"><div class="face" aria-hidden="true">R</div><div><div><span class="name">Rescind</span><span class="app">APP</span><span class="time">14:01</span></div>${message.blocks.map(drawn)}</div></div></main></body></html>`.toString();
}

function drawn(block: Block): Markup {
  switch (block.type) {
    case 'header':
      return html`<h3>${block.text.text}</h3>`;
    case 'section':
      return html`<p>${block.text.text}</p>`;
    case 'context':
      return html`<p class="context">${block.elements.map(({ text }) => text).join(' ')}</p>`;
    case 'actions':
      return html`<div class="actions">${block.elements.map(({ text, style: look }) => html`<button type="button" class="${look ?? ''}">${text.text}</button>`)}</div>`;
  }
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { html, jsonIsland, type Markup, raw } from './html.ts';

const style = asset('report.css');
const script = asset('client.js');

/** `trusted-types` leaves the script one named door for markup, and only markup that `html` made goes through it. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types rescind',
].join('; ');

/** Its licence asks for a link wherever its answers are shown; nothing is fetched from it. */
const namedSource = 'https://db-ip.com';

export function page(title: string, body: Markup, island: unknown): Markup {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${title}</title><link rel="icon" href="data:,"><style>${raw(style)}</style></head>
<body><a class="skip" href="#main">Skip to the summary</a>
<header class="top"><span class="mark">Rescind</span><span class="quiet">${title}</span><nav aria-label="Sections"><a href="#decisions">Decisions</a><a href="#fleet">Credentials</a><a href="#cases">Cases</a><a href="#standing">Standing</a><a href="#coverage">Coverage</a></nav><button type="button" id="theme" hidden>Dark</button></header>
<main id="main">${body}</main>
<footer class="quiet">Networks and their owners by RouteViews and <a href="${namedSource}">IP Geolocation by DB-IP</a>, CC BY 4.0.</footer>
<script type="application/json" id="data">${jsonIsland(island)}</script><script>${raw(script)}</script></body></html>
`;
}

function asset(name: string): string {
  return readFileSync(join(import.meta.dirname, name), 'utf8');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

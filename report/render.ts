import { gzipSync } from 'node:zlib';
import { type Case, casesOf, shownIn } from './cases.ts';
import { coverage } from './coverage.ts';
import { credentialDetail } from './credential-detail.ts';
import { decisionList } from './decision-list.ts';
import { fleet, heatLegend } from './fleet.ts';
import { html } from './html.ts';
import { islandRows, pageSize, table } from './listing.ts';
import { page } from './page.ts';
import type { ReportCredential, ReportData, ReportRun } from './report-data.ts';
import { standing } from './standing.ts';
import { summary } from './summary.ts';
import { switchOn } from './switch-on.ts';
import { toolbar } from './toolbar.ts';
import { anchorOf, counted } from './words.ts';

/** The gravest cases stand in the page from the start, each with its drawings; the rest is made when it is asked for. */
const casesShown = 40;

/** One self-contained page: no network, whole without its script, nothing in it that the data does not say. */
export function renderReport(given: ReportData): string {
  const cases = casesOf(given);
  const { credentials: shown, left } = shownIn(given, cases);
  const data = withoutRoom(given, left);
  const decisions = decisionList(data);
  const credentials = fleet(data.run, shown, cases);
  const body = html`${summary(data, cases)}
<div>${toolbar(data)}
<section><h2>Decisions</h2>${table(decisions)}</section>
<section><h2>Credentials by day</h2>${heatLegend(data.run)}${table(credentials)}</section></div>
<section id="cases"><h2>Cases</h2>${cases.slice(0, casesShown).map((found) => credentialDetail(found.credential, found.decisions, data.run))}</section>
${standing(data)}
${coverage(data)}
${switchOn(data.run)}`;
  const island = {
    pageSize,
    counts: { decisions: decisions.rows.length, fleet: credentials.rows.length },
    lists: packed({ decisions: islandRows(decisions), fleet: islandRows(credentials) }),
    details: packed(foldedDetails(data.run, shown, cases)),
  };
  return page(data.run.title, body, island).toString();
}

/** What the page has no room for is not seen, either. */
function withoutRoom(data: ReportData, left: number): ReportData {
  if (left === 0) return data;
  const words = `${counted(left, 'credential')} with the least evidence against them do not fit on this page: use rescind explain.`;
  return { ...data, run: { ...data.run, blindSpots: [words, ...data.run.blindSpots] } };
}

/** Gzip in base64: thousands of details that few will open must not make the page slow for everybody. */
function packed(value: unknown): string {
  return gzipSync(JSON.stringify(value)).toString('base64');
}

/** The details that do not stand in the page from the start, by the fragment that asks for them. */
function foldedDetails(
  run: ReportRun,
  shown: readonly ReportCredential[],
  cases: readonly Case[],
): Readonly<Record<string, string>> {
  const late = cases.slice(casesShown).map(({ credential, decisions }) => [credential, decisions] as const);
  const calm = shown.slice(cases.length).map((credential) => [credential, []] as const);
  return Object.fromEntries(
    [...late, ...calm].map(([credential, decisions]) => [
      anchorOf(credential.id),
      credentialDetail(credential, decisions, run).toString(),
    ]),
  );
}

import { gzipSync } from 'node:zlib';
import { type Case, casesOf } from './cases.ts';
import { coverage } from './coverage.ts';
import { credentialDetail } from './credential-detail.ts';
import { decisionList } from './decision-list.ts';
import { fleet, heatLegend } from './fleet.ts';
import { html } from './html.ts';
import { islandRows, pageSize, table } from './listing.ts';
import { page } from './page.ts';
import type { ReportData } from './report-data.ts';
import { standing } from './standing.ts';
import { summary } from './summary.ts';
import { switchOn } from './switch-on.ts';
import { toolbar } from './toolbar.ts';
import { anchorOf } from './words.ts';

/** The gravest cases stand in the page from the start, each with its drawings; the rest is made when it is asked for. */
const casesShown = 40;

/** One self-contained page: no network, whole without its script, nothing in it that the data does not say. */
export function renderReport(data: ReportData): string {
  const cases = casesOf(data);
  const decisions = decisionList(data);
  const credentials = fleet(data, cases);
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
    details: packed(foldedDetails(data, cases)),
  };
  return page(data.run.title, body, island).toString();
}

/** Gzip in base64: thousands of details that few will open must not make the page slow for everybody. */
function packed(value: unknown): string {
  return gzipSync(JSON.stringify(value)).toString('base64');
}

/** The details that do not stand in the page from the start, by the fragment that asks for them. */
function foldedDetails(data: ReportData, cases: readonly Case[]): Readonly<Record<string, string>> {
  const caseIds = new Set(cases.map(({ credential }) => credential.id));
  const late = cases.slice(casesShown).map(({ credential, decisions }) => [credential, decisions] as const);
  const calm = data.credentials.filter(({ id }) => !caseIds.has(id)).map((credential) => [credential, []] as const);
  return Object.fromEntries(
    [...late, ...calm].map(([credential, decisions]) => [
      anchorOf(credential.id),
      credentialDetail(credential, decisions, data.run).toString(),
    ]),
  );
}

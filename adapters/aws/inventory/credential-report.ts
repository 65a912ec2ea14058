import { setTimeout as sleep } from 'node:timers/promises';
import { GenerateCredentialReportCommand, GetCredentialReportCommand, type IAMClient } from '@aws-sdk/client-iam';
import { type ReportRow, readCredentialReport } from '../../../core/intake/account/credential-report.ts';

/** IAM takes seconds to make a report, and minutes in a large account. */
const firstWait = 500;
const longestWait = 5_000;
const mostTries = 40;

/** The rows of a report that is at most four hours old: IAM makes no newer one. Throws where there is none to be had. */
export async function reportRows(iam: IAMClient): Promise<readonly ReportRow[]> {
  for (let tries = 0, wait = firstWait; ; tries++, wait = Math.min(2 * wait, longestWait)) {
    const { State } = await iam.send(new GenerateCredentialReportCommand({}));
    if (State === 'COMPLETE') break;
    if (tries === mostTries) throw new Error('IAM did not finish its credential report within three minutes');
    await sleep(wait);
  }
  const { Content } = await iam.send(new GetCredentialReportCommand({}));
  const report = readCredentialReport(new TextDecoder().decode(Content));
  if (!report.ok) throw new Error(`the credential report ${report.error}`);
  return report.value.rows;
}

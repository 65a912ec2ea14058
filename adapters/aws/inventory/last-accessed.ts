import { setTimeout as sleep } from 'node:timers/promises';
import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  type IAMClient,
  type ServiceLastAccessed,
} from '@aws-sdk/client-iam';
import type { AccessedService, LastAccessed } from '../../../core/intake/account/account-inventory.ts';
import { instantOf } from './instant-of.ts';

/** First wait of a poll; each next one is twice as long. IAM needs a second or two. */
const firstWait = 500;
const mostTries = 8;

/** Asks IAM for the report of one principal; the id is only good for whoever asked. */
export async function askLastAccessed(iam: IAMClient, Arn: string): Promise<string> {
  const { JobId } = await iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn, Granularity: 'ACTION_LEVEL' }));
  if (JobId === undefined) throw new Error('IAM did not start a last-accessed report');
  return JobId;
}

/** What the principal's permissions were used for in the last 400 days, by action where IAM follows actions. */
export async function lastAccessed(iam: IAMClient, JobId: string): Promise<LastAccessed> {
  const services = new Map<string, AccessedService>();
  let Marker: string | undefined;
  for (let tries = 0, wait = firstWait; ; ) {
    const page = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, Marker }));
    if (page.JobStatus === 'FAILED')
      throw new Error(page.Error?.Message ?? 'IAM could not create the last-accessed report');
    if (page.JobStatus === 'IN_PROGRESS') {
      if (++tries === mostTries) throw new Error('IAM did not finish its last-accessed report within a minute');
      await sleep(wait);
      wait *= 2;
      continue;
    }
    for (const service of page.ServicesLastAccessed ?? []) services.set(...accessedService(service));
    if (page.IsTruncated !== true || page.Marker === undefined) return { services };
    Marker = page.Marker;
  }
}

function accessedService(service: ServiceLastAccessed): [string, AccessedService] {
  const { ServiceNamespace = '', LastAuthenticated, TrackedActionsLastAccessed = [] } = service;
  const actions = TrackedActionsLastAccessed.map(({ ActionName = '', LastAccessedTime }): [string, number | null] => [
    `${ServiceNamespace}:${ActionName}`.toLowerCase(),
    instantOf(LastAccessedTime),
  ]);
  return [ServiceNamespace, { at: instantOf(LastAuthenticated), actions: new Map(actions) }];
}

import {
  type CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import type { Instant } from '../../../core/model/instant.ts';
import { ok, type Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';

export interface StackFacts {
  readonly status: string;
  readonly createdAt: Instant;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface ResourceFacts {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
}

/** Null where there is no such stack in the client's Region. */
export async function describeStack(
  name: string,
  client: CloudFormationClient,
): Promise<Result<StackFacts | null, string>> {
  const read = await attempt(client.send(new DescribeStacksCommand({ StackName: name })));
  if (!read.ok) return read;
  const stack = read.value?.Stacks?.[0];
  if (stack === undefined) return ok(null);
  const outputs = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
  const { StackStatus = 'UNKNOWN', CreationTime } = stack;
  return ok({ status: StackStatus, createdAt: CreationTime?.getTime() ?? 0, outputs: Object.fromEntries(outputs) });
}

/** What the stack holds; null where there is no such stack. */
export async function stackResources(
  name: string,
  client: CloudFormationClient,
): Promise<Result<readonly ResourceFacts[] | null, string>> {
  return attempt(listResources(name, client));
}

/** The text that the stack was made from; null where there is no such stack. */
export async function stackTemplate(
  name: string,
  client: CloudFormationClient,
): Promise<Result<string | null, string>> {
  const read = await attempt(client.send(new GetTemplateCommand({ StackName: name })));
  return read.ok ? ok(read.value?.TemplateBody ?? null) : read;
}

async function listResources(name: string, client: CloudFormationClient): Promise<ResourceFacts[]> {
  const found: ResourceFacts[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: name })) {
    for (const one of StackResourceSummaries) {
      found.push({
        logicalId: one.LogicalResourceId ?? '',
        physicalId: one.PhysicalResourceId ?? '',
        type: one.ResourceType ?? '',
        status: one.ResourceStatus ?? 'UNKNOWN',
      });
    }
  }
  return found.filter(({ status }) => status !== 'DELETE_COMPLETE');
}

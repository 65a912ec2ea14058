import { ListTargetsByRuleCommand, type Target } from '@aws-sdk/client-eventbridge';
import { GetEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { ok, type Result } from '../../../core/model/result.ts';
import { attempt } from './attempt.ts';
import type { DeploymentClients } from './clients.ts';
import { busAndName } from './health.ts';

/** ARNs of what a rule sends whole events to; null where it is gone. `id` is as CloudFormation has it. */
export async function ruleTargets(
  id: string,
  { events }: Pick<DeploymentClients, 'events'>,
): Promise<Result<readonly string[] | null, string>> {
  return attempt(listTargets(id, events));
}

async function listTargets(id: string, client: DeploymentClients['events']): Promise<string[]> {
  const [EventBusName, Rule] = busAndName(id);
  const found: Target[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListTargetsByRuleCommand({ Rule, EventBusName, NextToken }));
    found.push(...(page.Targets ?? []));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return found.filter(isWhole).map(({ Arn = '' }) => Arn);
}

/** What is sent a part, or something else instead, cannot tell what happened. */
function isWhole({ Input, InputPath, InputTransformer }: Target): boolean {
  return Input === undefined && InputPath === undefined && InputTransformer === undefined;
}

/** Which function reads which queue. */
export interface MappingFacts {
  readonly id: string;
  readonly queue: string;
  readonly function: string;
  /** `Enabled`, `Disabled` and what leads there. */
  readonly state: string;
  /** Lambda deletes what a filter does not let through. */
  readonly filters: boolean;
}

/** Null where it is gone. */
export async function mappingFacts(
  id: string,
  { lambda }: Pick<DeploymentClients, 'lambda'>,
): Promise<Result<MappingFacts | null, string>> {
  const read = await attempt(lambda.send(new GetEventSourceMappingCommand({ UUID: id })));
  if (!read.ok || read.value === null) return read.ok ? ok(null) : read;
  const { EventSourceArn = '', FunctionArn = '', State = 'UNKNOWN', FilterCriteria } = read.value;
  const filters = (FilterCriteria?.Filters ?? []).length > 0;
  return ok({ id, queue: EventSourceArn, function: FunctionArn, state: State, filters });
}

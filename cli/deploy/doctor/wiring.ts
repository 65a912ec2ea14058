import type { DeploymentClients } from '../../../adapters/aws/deployment/clients.ts';
import { type ResourceFacts, stackTemplate } from '../../../adapters/aws/deployment/stack.ts';
import { type MappingFacts, mappingFacts, ruleTargets } from '../../../adapters/aws/deployment/wiring.ts';
import { partitionOf } from '../../../contract/regions.ts';
import { fail, ok, type Result } from '../../../core/model/result.ts';
import type { Template } from '../template.ts';

type Read<T> = Result<T, string>;

/** What something hands on to. */
export interface End {
  readonly logicalId: string;
  readonly arn: string;
}

/** What hands on to what in a stack, as its own template has it, and what is there. Null is gone; each error is AWS's word. */
export interface WiringFacts {
  readonly rules: readonly {
    readonly logicalId: string;
    readonly targets: readonly End[];
    readonly there: Read<readonly string[] | null>;
  }[];
  readonly mappings: readonly {
    readonly logicalId: string;
    readonly queue: End;
    readonly function: End;
    readonly there: Read<MappingFacts | null>;
  }[];
  /** Whom each alarm tells; what is there is read with its state. */
  readonly alarms: readonly { readonly name: string; readonly tells: readonly End[] }[];
}

type Clients = Pick<DeploymentClients, 'region' | 'cloudformation' | 'events' | 'lambda'>;

/** The properties in which a template says what hands on to what. */
interface Handing {
  readonly Targets?: readonly { readonly Arn: unknown }[];
  readonly EventSourceArn?: unknown;
  readonly FunctionName?: unknown;
  readonly AlarmActions?: readonly unknown[];
}

/** The error says why the template cannot be read. */
export async function readWiring(
  stack: string,
  resources: readonly ResourceFacts[],
  clients: Clients,
  accountId: string,
): Promise<Read<WiringFacts>> {
  const text = await stackTemplate(stack, clients.cloudformation);
  if (!text.ok || text.value === null) return text.ok ? fail('it is gone') : text;
  const { Resources = {} } = JSON.parse(text.value) as Partial<Template>;
  const end = endsAmong(resources, clients.region, accountId);
  const of = (...types: readonly string[]) =>
    resources
      .filter(({ type }) => types.includes(type))
      .map((one) => ({ ...one, ...((Resources[one.logicalId]?.Properties ?? {}) as Handing) }));
  // The queues beside the rules, and of each one after the other: both services let few such calls in at once.
  const [rules, mappings] = await Promise.all([
    inTurn(of('AWS::Events::Rule'), async ({ logicalId, physicalId, Targets = [] }) => {
      return { logicalId, targets: Targets.map(({ Arn }) => end(Arn)), there: await ruleTargets(physicalId, clients) };
    }),
    inTurn(of('AWS::Lambda::EventSourceMapping'), async ({ logicalId, physicalId, EventSourceArn, FunctionName }) => {
      const ends = { queue: end(EventSourceArn), function: end(FunctionName) };
      return { logicalId, ...ends, there: await mappingFacts(physicalId, clients) };
    }),
  ]);
  const alarms = of('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm').map(
    ({ physicalId, AlarmActions = [] }) => ({ name: physicalId, tells: AlarmActions.map(end) }),
  );
  return ok({ rules, mappings, alarms });
}

async function inTurn<T, U>(all: readonly T[], read: (one: T) => Promise<U>): Promise<U[]> {
  const found: U[] = [];
  for (const one of all) found.push(await read(one));
  return found;
}

/** What a template refers to. fails toward: an ARN that nothing has, so that it is called cut */
function endsAmong(resources: readonly ResourceFacts[], region: string, accountId: string) {
  const place = (service: string) => `arn:${partitionOf(region)}:${service}:${region}:${accountId}`;
  const arnOf = ({ type, physicalId }: ResourceFacts) => {
    if (type === 'AWS::SQS::Queue') return `${place('sqs')}:${physicalId.split('/').at(-1)}`;
    return type === 'AWS::Lambda::Function' ? `${place('lambda')}:function:${physicalId}` : physicalId;
  };
  return (reference: unknown): End => {
    const { Ref, 'Fn::GetAtt': [id] = [] } = (reference ?? {}) as {
      readonly Ref?: string;
      readonly 'Fn::GetAtt'?: readonly string[];
    };
    const found = resources.find(({ logicalId }) => logicalId === (Ref ?? id));
    const text = JSON.stringify(reference);
    return found === undefined ? { logicalId: text, arn: text } : { logicalId: found.logicalId, arn: arnOf(found) };
  };
}

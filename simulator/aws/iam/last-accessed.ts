import { formatInstant } from '../../../core/model/instant.ts';
import { accessDenied, noSuchEntity } from '../aws-error.ts';
import { anyResource, type Call, type Need, type Operations, read, write } from '../operation.ts';
import { optionalText, requiredText } from '../parameters.ts';
import { parsePolicy, type Selection } from '../policy/document.ts';
import { type Entity, groupsOf } from '../state/account.ts';
import type { ServiceUse } from '../state/inventory.ts';
import { managedDocument } from './managed-policies.ts';
import { pageFrom } from './paging.ts';

/** Services of this AWS, and for some of them the actions that IAM follows one by one: a part of the real list. */
const services: Readonly<Record<string, readonly string[]>> = {
  athena: [],
  bedrock: [],
  cloudformation: [],
  cloudtrail: ['CreateTrail', 'DeleteTrail', 'DescribeTrails', 'StopLogging', 'UpdateTrail'],
  cloudwatch: [],
  codebuild: ['CreateProject', 'ListProjects', 'StartBuild', 'UpdateProject'],
  dynamodb: ['CreateTable', 'DeleteTable', 'DescribeTable', 'ListTables', 'UpdateTable'],
  ec2: ['CreateSecurityGroup', 'DescribeInstances', 'RunInstances', 'StopInstances', 'TerminateInstances'],
  ecr: [],
  ecs: ['DescribeServices', 'RegisterTaskDefinition', 'RunTask', 'UpdateService'],
  eks: ['DescribeCluster', 'ListClusters'],
  events: [],
  glue: [],
  iam: ['AttachRolePolicy', 'CreateAccessKey', 'CreateRole', 'CreateUser', 'ListRoles', 'PutRolePolicy'],
  kinesis: [],
  kms: ['CreateKey', 'DisableKey', 'ListKeys', 'PutKeyPolicy', 'ScheduleKeyDeletion'],
  lambda: ['CreateFunction', 'DeleteFunction', 'ListFunctions', 'UpdateFunctionCode'],
  logs: [],
  organizations: [],
  rds: ['CreateDBInstance', 'DeleteDBInstance', 'DescribeDBInstances', 'ModifyDBInstance'],
  route53: [],
  s3: ['CreateBucket', 'DeleteBucket', 'GetBucketLocation', 'ListAllMyBuckets', 'PutBucketPolicy'],
  secretsmanager: ['CreateSecret', 'DeleteSecret', 'GetSecretValue', 'ListSecrets', 'PutSecretValue'],
  ses: [],
  sns: [],
  sqs: [],
  ssm: [],
  states: [],
  sts: [],
};

export const lastAccessedOperations: Operations = {
  GenerateServiceLastAccessedDetails: write(theEntity, (call) => {
    const { state, parameters, world, caller } = call;
    const { arn } = entityOf(call);
    const JobId = world.ids.uuid();
    state.inventory.jobs.set(JobId, {
      entityArn: arn,
      byAction: optionalText(parameters, 'Granularity') === 'ACTION_LEVEL',
      askedBy: caller.entity.id,
      asksLeft: state.inventory.asksUntilDone,
    });
    return { JobId };
  }),
  GetServiceLastAccessedDetails: read(anyResource, (call) => {
    const { state, parameters, caller, now } = call;
    const JobId = requiredText(parameters, 'JobId');
    // The report belongs to the newest state: a reader that lags would never see its own job.
    const job = caller.account.state.latest.inventory.jobs.get(JobId);
    if (job === undefined) throw noSuchEntity(`Job ${JobId} cannot be found.`);
    if (job.askedBy !== caller.entity.id) throw accessDenied(`Job ${JobId} was asked for by somebody else.`);
    const about = { JobType: job.byAction ? 'ACTION_LEVEL' : 'SERVICE_LEVEL', JobCreationDate: formatInstant(now) };
    if (job.asksLeft > 0) {
      job.asksLeft--;
      return { JobStatus: 'IN_PROGRESS', ...about, ServicesLastAccessed: [], IsTruncated: false };
    }
    const entity = [...state.users.values(), ...state.roles.values()].find(({ arn }) => arn === job.entityArn);
    const granted = entity === undefined ? [] : grantedServices(call, entity);
    const used = state.inventory.accessed.get(job.entityArn) ?? new Map<string, ServiceUse>();
    const page = pageFrom(granted, parameters);
    const ServicesLastAccessed = page.items.map((name) => describe(name, used.get(name), job.entityArn, job.byAction));
    return {
      JobStatus: 'COMPLETED',
      ...about,
      JobCompletionDate: formatInstant(now),
      ServicesLastAccessed,
      ...page.more,
    };
  }),
};

function theEntity(call: Call): Need {
  return { resource: requiredText(call.parameters, 'Arn') };
}

function entityOf({ state, parameters }: Call): Entity {
  const arn = requiredText(parameters, 'Arn');
  const entities = arn.includes(':role/') ? state.roles : state.users;
  const found = entities.get(arn.slice(arn.lastIndexOf('/') + 1));
  if (found?.arn !== arn) throw noSuchEntity(`ARN ${arn} is not associated with any resource.`);
  return found;
}

/** Services that some Allow of the entity's policies reaches; only these are reported. */
function grantedServices({ state }: Call, entity: Entity): string[] {
  const texts = [entity, ...groupsOf(entity, state)].flatMap(({ inline, attached }) => [
    ...inline.values(),
    ...attached.map((arn) => managedDocument(state.policies, arn)),
  ]);
  const allowed = texts.flatMap((text) => {
    const document = parsePolicy(text, 'identity');
    return document.ok ? document.value.statements.filter(({ effect }) => effect === 'Allow') : [];
  });
  return Object.keys(services).filter((service) => allowed.some(({ actions }) => reaches(actions, service)));
}

function reaches({ not, patterns }: Selection, service: string): boolean {
  const names = patterns.map((pattern) => pattern.split(':')[0]?.toLowerCase() ?? '');
  return not
    ? !patterns.some((pattern) => pattern === `${service}:*` || pattern === '*')
    : names.some((name) => name === '*' || name === service);
}

function describe(service: string, use: ServiceUse | undefined, entityArn: string, byAction: boolean) {
  const followed = (services[service] ?? []).map((ActionName) => {
    const at = use?.actions.get(ActionName);
    return at === undefined
      ? { ActionName }
      : {
          ActionName,
          LastAccessedEntity: entityArn,
          LastAccessedRegion: 'us-east-1',
          LastAccessedTime: formatInstant(at),
        };
  });
  return {
    ServiceName: service,
    ServiceNamespace: service,
    LastAuthenticated: use === undefined ? null : formatInstant(use.at),
    LastAuthenticatedEntity: use === undefined ? null : entityArn,
    TotalAuthenticatedEntities: use === undefined ? 0 : 1,
    TrackedActionsLastAccessed: byAction && followed.length > 0 ? followed : null,
  };
}

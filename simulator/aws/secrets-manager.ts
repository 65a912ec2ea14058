import { day, dayOf, second } from '../../core/model/instant.ts';
import { AwsError } from './aws-error.ts';
import { anyResource, type Call, type Need, type Operations, read, write } from './operation.ts';
import {
  optionalFlag,
  optionalNumber,
  optionalText,
  pageByToken,
  requiredText,
  tagList,
  textList,
} from './parameters.ts';
import { parsePolicy } from './policy/document.ts';
import type { Secret, SecretVersion } from './state/account.ts';

const current = 'AWSCURRENT';
const previous = 'AWSPREVIOUS';
const pending = 'AWSPENDING';
const longestPolicy = 20_480;
/** Condition key: the function that rotates the secret that is asked for. */
const rotationFunctionKey = 'secretsmanager:resource/AllowRotationLambdaArn';

export const secretsManagerOperations: Operations = {
  CreateSecret: write(
    ({ caller, parameters, region }) => ({
      resource: `arn:aws:secretsmanager:${region}:${caller.account.id}:secret:${requiredText(parameters, 'Name')}`,
    }),
    createSecret,
  ),
  DescribeSecret: read(theSecret, (call) => describeSecret(secretOf(call))),
  ListSecrets: read(anyResource, ({ state, parameters, region }) => {
    const here = [...state.secrets.values()].filter((secret) => secret.region === region);
    const page = pageByToken(here, parameters, optionalNumber(parameters, 'MaxResults') ?? 100);
    return { SecretList: page.items.map(listedSecret), NextToken: page.next };
  }),
  GetSecretValue: read(theSecret, getSecretValue),
  PutSecretValue: write(theSecret, (call) => {
    const secret = secretOf(call);
    const id = putVersion(secret, call, optionalText(call.parameters, 'SecretString') ?? '');
    return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: secret.versions.get(id)?.stages ?? [] };
  }),
  UpdateSecretVersionStage: write(theSecret, moveStage),
  RotateSecret: write(theRotated, rotateSecret),
  CancelRotateSecret: write(theSecret, (call) => {
    const secret = secretOf(call);
    secret.rotationEnabled = false;
    return { ARN: secret.arn, Name: secret.name };
  }),
  DeleteSecret: write(theSecret, (call) => {
    const secret = secretOf(call);
    secret.deletedAt = call.now;
    return { ARN: secret.arn, Name: secret.name, DeletionDate: epochSeconds(call.now + 30 * day) };
  }),
  PutResourcePolicy: write(theSecret, (call) => {
    const secret = secretOf(call);
    secret.policy = checkResourcePolicy(requiredText(call.parameters, 'ResourcePolicy'));
    return { ARN: secret.arn, Name: secret.name };
  }),
  GetResourcePolicy: read(theSecret, (call) => {
    const { arn, name, policy } = secretOf(call);
    return { ARN: arn, Name: name, ResourcePolicy: policy };
  }),
  DeleteResourcePolicy: write(theSecret, (call) => {
    const secret = secretOf(call);
    secret.policy = null;
    return { ARN: secret.arn, Name: secret.name };
  }),
};

/** By name, by ARN, or by the ARN without its six random characters. */
function find({ state, parameters, region }: Call): Secret | undefined {
  const wanted = requiredText(parameters, 'SecretId');
  return [...state.secrets.values()].find(
    ({ arn, name, region: home }) => home === region && [arn, name, arn.slice(0, -7)].includes(wanted),
  );
}

function secretOf(call: Call): Secret {
  const secret = find(call);
  if (secret === undefined)
    throw new AwsError('ResourceNotFoundException', 400, "Secrets Manager can't find the specified secret.");
  return secret;
}

function theSecret(call: Call): Need {
  const secret = find(call);
  if (secret === undefined) return { resource: requiredText(call.parameters, 'SecretId') };
  const accountId = call.caller.account.id;
  const resourcePolicy =
    secret.policy === null
      ? null
      : { name: `the policy of secret ${secret.name}`, text: secret.policy, accountId, trust: false };
  const context = secret.rotationLambda === null ? [] : [[rotationFunctionKey, secret.rotationLambda] as const];
  return { resource: secret.arn, resourcePolicy, context };
}

/** Whoever starts a rotation must be allowed to call the function that does it. */
function theRotated(call: Call): Need {
  const lambda = optionalText(call.parameters, 'RotationLambdaARN') ?? find(call)?.rotationLambda ?? null;
  const need = theSecret(call);
  return lambda === null ? need : { ...need, inItsName: [{ action: 'lambda:InvokeFunction', resource: lambda }] };
}

function createSecret(call: Call) {
  const { state, parameters, region, now, world, caller } = call;
  const name = requiredText(parameters, 'Name');
  if ([...state.secrets.values()].some((secret) => secret.name === name && secret.region === region)) {
    throw new AwsError(
      'ResourceExistsException',
      400,
      `The operation failed because the secret ${name} already exists.`,
    );
  }
  const suffix = world.ids.unique('').slice(0, 6);
  const secret: Secret = {
    arn: `arn:aws:secretsmanager:${region}:${caller.account.id}:secret:${name}-${suffix}`,
    name,
    region,
    createdAt: now,
    partner: optionalText(parameters, 'Type'),
    tags: tagList(parameters),
    changedAt: now,
    rotatedAt: null,
    readAt: null,
    owningService: null,
    deletedAt: null,
    rotationEnabled: false,
    rotationWork: 'whole',
    rotationLambda: null,
    rotationRole: null,
    policy: null,
    versions: new Map(),
  };
  state.secrets.set(secret.arn, secret);
  const VersionId = putVersion(secret, call, optionalText(parameters, 'SecretString') ?? '');
  return { ARN: secret.arn, Name: name, VersionId };
}

function getSecretValue(call: Call) {
  const secret = secretOf(call);
  checkKept(secret);
  const stage = optionalText(call.parameters, 'VersionStage') ?? current;
  const wanted = optionalText(call.parameters, 'VersionId') ?? idAtStage(secret, stage);
  const version = wanted === null ? undefined : secret.versions.get(wanted);
  const isStaged = optionalText(call.parameters, 'VersionStage') === null || version?.stages.includes(stage) === true;
  if (version === undefined || version.text === null || !isStaged) {
    throw new AwsError(
      'ResourceNotFoundException',
      400,
      `Secrets Manager can't find the specified secret value for staging label: ${stage}`,
    );
  }
  const latest = call.caller.account.state.latest.secrets.get(secret.arn);
  if (latest !== undefined) latest.readAt = call.now;
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: wanted,
    SecretString: version.text,
    VersionStages: version.stages,
    CreatedDate: epochSeconds(version.createdAt),
  };
}

/** Makes a version, or recognises one made before: the request's token is the version's id. */
function putVersion(secret: Secret, { parameters, world, now }: Call, text: string): string {
  const stages = textList(parameters, 'VersionStages');
  const id = optionalText(parameters, 'ClientRequestToken') ?? world.ids.uuid();
  const known = secret.versions.get(id);
  if (known !== undefined && known.text !== null && known.text !== text) {
    throw new AwsError(
      'ResourceExistsException',
      400,
      'You tried to use a ClientRequestToken that already exists with different content.',
    );
  }
  if (known === undefined || known.text === null) {
    secret.versions.set(id, { text, createdAt: now, stages: known?.stages ?? [] });
    for (const stage of stages.length === 0 ? [current] : stages) {
      if (stage === current) moveCurrent(secret, id);
      else placeStage(secret, stage, id);
    }
    secret.changedAt = now;
  }
  return id;
}

/** What was current becomes previous. */
function moveCurrent(secret: Secret, id: string): void {
  const old = idAtStage(secret, current);
  placeStage(secret, current, id);
  if (old !== null && old !== id) placeStage(secret, previous, old);
}

function placeStage(secret: Secret, stage: string, id: string | null): void {
  for (const version of secret.versions.values()) version.stages = version.stages.filter((other) => other !== stage);
  if (id !== null) versionOf(secret, id).stages.push(stage);
}

function idAtStage(secret: Secret, stage: string): string | null {
  return [...secret.versions].find(([, { stages }]) => stages.includes(stage))?.[0] ?? null;
}

function versionOf(secret: Secret, id: string): SecretVersion {
  const version = secret.versions.get(id);
  if (version === undefined)
    throw new AwsError('ResourceNotFoundException', 400, `Secrets Manager can't find version ${id}.`);
  return version;
}

function moveStage(call: Call) {
  const { parameters } = call;
  const secret = secretOf(call);
  const stage = requiredText(parameters, 'VersionStage');
  const target = optionalText(parameters, 'MoveToVersionId');
  const holder = idAtStage(secret, stage);
  if (holder !== null && holder !== target && optionalText(parameters, 'RemoveFromVersionId') !== holder) {
    throw new AwsError(
      'InvalidParameterException',
      400,
      `The parameter RemoveFromVersionId must be ${holder}, the version that staging label ${stage} is attached to.`,
    );
  }
  if (target !== null) versionOf(secret, target);
  // The function has done its work once the version that was asked for is current.
  if (stage === current && secret.rotationEnabled && target === idAtStage(secret, pending)) secret.rotatedAt = call.now;
  if (stage === current && target !== null) moveCurrent(secret, target);
  else placeStage(secret, stage, target);
  secret.changedAt = call.now;
  return { ARN: secret.arn, Name: secret.name };
}

/** AWS only starts the rotation; here its work is done, or half done, by the time of the answer. */
function rotateSecret(call: Call) {
  const { parameters, now, world } = call;
  const secret = secretOf(call);
  checkRotation(secret, call);
  secret.rotationLambda = optionalText(parameters, 'RotationLambdaARN') ?? secret.rotationLambda;
  secret.rotationRole = optionalText(parameters, 'ExternalSecretRotationRoleArn') ?? secret.rotationRole;
  if (!canRotate(secret)) throw invalidRequest('No Lambda rotation function ARN is associated with this secret.');
  secret.rotationEnabled = true;
  const answer = { ARN: secret.arn, Name: secret.name };
  if (optionalFlag(parameters, 'RotateImmediately') === false) return answer;
  const token = optionalText(parameters, 'ClientRequestToken') ?? world.ids.uuid();
  if (!secret.versions.has(token)) {
    const text = secret.rotationWork === 'by-function' ? null : world.ids.secret();
    secret.versions.set(token, { text, createdAt: now, stages: [pending] });
    secret.changedAt = now;
    if (secret.rotationWork === 'whole') finishRotation(secret, token, now);
  }
  return { ...answer, VersionId: token };
}

function checkKept({ deletedAt }: Secret): void {
  if (deletedAt === null) return;
  throw invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
}

function checkRotation(secret: Secret, { parameters }: Call): void {
  checkKept(secret);
  if (secret.owningService !== null) {
    throw invalidRequest(`You can't rotate this secret: it is managed by ${secret.owningService}.`);
  }
  const begun = idAtStage(secret, pending);
  const token = optionalText(parameters, 'ClientRequestToken');
  if (begun !== null && begun !== idAtStage(secret, current) && begun !== token) {
    throw invalidRequest("A previous rotation isn't complete. That rotation will be reattempted.");
  }
}

function finishRotation(secret: Secret, id: string, now: number): void {
  placeStage(secret, pending, null);
  moveCurrent(secret, id);
  secret.rotatedAt = now;
}

function canRotate({ rotationLambda, rotationRole, partner }: Secret): boolean {
  return rotationLambda !== null || (partner !== null && rotationRole !== null);
}

function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequestException', 400, message);
}

function checkResourcePolicy(text: string): string {
  const document = parsePolicy(text, 'resource');
  if (!document.ok) throw new AwsError('MalformedPolicyDocumentException', 400, document.error);
  if (text.length > longestPolicy)
    throw new AwsError('InvalidParameterException', 400, `The policy is longer than ${longestPolicy} characters.`);
  return text;
}

function describeSecret(secret: Secret) {
  // A version without a label is deprecated, and not shown.
  const staged = [...secret.versions].filter(([, { stages }]) => stages.length > 0);
  return {
    ...describeCommon(secret),
    VersionIdsToStages: Object.fromEntries(staged.map(([id, { stages }]) => [id, stages])),
  };
}

function listedSecret(secret: Secret) {
  const staged = [...secret.versions].filter(([, { stages }]) => stages.length > 0);
  return {
    ...describeCommon(secret),
    SecretVersionsToStages: Object.fromEntries(staged.map(([id, { stages }]) => [id, stages])),
  };
}

function describeCommon(secret: Secret) {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Type: secret.partner,
    OwningService: secret.owningService,
    // Left out of what was never set up, as AWS does.
    RotationEnabled: canRotate(secret) ? secret.rotationEnabled : null,
    RotationLambdaARN: secret.rotationLambda,
    CreatedDate: epochSeconds(secret.createdAt),
    LastChangedDate: epochSeconds(secret.changedAt),
    LastRotatedDate: secret.rotatedAt === null ? null : epochSeconds(secret.rotatedAt),
    // A date without a time of day, as AWS keeps it.
    LastAccessedDate: secret.readAt === null ? null : epochSeconds(dayOf(secret.readAt) * day),
    DeletedDate: secret.deletedAt === null ? null : epochSeconds(secret.deletedAt),
    Tags: secret.tags,
  };
}

function epochSeconds(at: number): number {
  return at / second;
}

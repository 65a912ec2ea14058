import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  GetGroupCommand,
  GetLoginProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMServiceException,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListRolesCommand,
  ListServiceSpecificCredentialsCommand,
  ListUserPoliciesCommand,
  ListUserTagsCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  paginateGetAccountAuthorizationDetails,
  paginateListUsers,
  TagUserCommand,
  UpdateAccessKeyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateLoginProfileCommand,
  UpdateServiceSpecificCredentialCommand,
  UploadServerCertificateCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from 'vitest';
import { allowAll, clientsOf, denyAll, home, policyText, simulation, trustText } from './simulation.ts';

let { aws, clock, iam } = simulation();

beforeEach(() => {
  ({ aws, clock, iam } = simulation());
});

const createUser = (UserName = 'bot') => iam.send(new CreateUserCommand({ UserName }));
const createKey = async (UserName = 'bot') =>
  (await iam.send(new CreateAccessKeyCommand({ UserName }))).AccessKey?.AccessKeyId ?? '';
const createRole = (RoleName = 'Worker', Path = '/') =>
  iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: trustText(home) }));
const putUserPolicy = (PolicyName: string, PolicyDocument: string) =>
  iam.send(new PutUserPolicyCommand({ UserName: 'bot', PolicyName, PolicyDocument }));

async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof IAMServiceException)) throw new Error(`expected IAM to refuse, got ${String(error)}`);
  return `${error.name} ${error.$metadata.httpStatusCode}`;
}

test('a user has an id of its own, which a later namesake does not share', async () => {
  const { User: first } = await createUser();
  expect(first).toMatchObject({
    UserName: 'bot',
    Arn: `arn:aws:iam::${home}:user/bot`,
    CreateDate: new Date(clock.at),
  });
  expect(first?.UserId).toMatch(/^AIDA[A-Z2-7]{16}$/);
  expect(await refusal(createUser())).toBe('EntityAlreadyExistsException 409');
  await iam.send(new DeleteUserCommand({ UserName: 'bot' }));
  expect(await refusal(iam.send(new GetUserCommand({ UserName: 'bot' })))).toBe('NoSuchEntityException 404');
  const { User: second } = await createUser();
  expect(second?.UserId).not.toBe(first?.UserId);
});

test('lists come in pages of a hundred', async () => {
  for (let n = 0; n < 120; n += 1) await createUser(`user-${n}`);
  const sizes: (number | undefined)[] = [];
  for await (const page of paginateListUsers({ client: iam }, {})) sizes.push(page.Users?.length);
  expect(sizes).toEqual([100, 21]);
});

test('text survives the wire both ways', async () => {
  await createUser();
  const Tags = [
    { Key: 'owner', Value: 'a&b <c> "d" é+/=' },
    { Key: 'empty', Value: '' },
  ];
  await iam.send(new TagUserCommand({ UserName: 'bot', Tags }));
  await expect(iam.send(new ListUserTagsCommand({ UserName: 'bot' }))).resolves.toMatchObject({ Tags });
});

describe('access keys', () => {
  test('two at most, inactive ones counted', async () => {
    await createUser();
    const first = await createKey();
    await createKey();
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'bot', AccessKeyId: first, Status: 'Inactive' }));
    expect(await refusal(createKey())).toBe('LimitExceededException 409');
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'bot', AccessKeyId: first }));
    expect(await createKey()).toMatch(/^AKIA[A-Z2-7]{16}$/);
  });

  test('a status is kept, and repeating it is harmless', async () => {
    await createUser();
    const AccessKeyId = await createKey();
    const off = new UpdateAccessKeyCommand({ UserName: 'bot', AccessKeyId, Status: 'Inactive' });
    await iam.send(off);
    await iam.send(off);
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: 'bot' }));
    expect(AccessKeyMetadata).toMatchObject([{ AccessKeyId, Status: 'Inactive', UserName: 'bot' }]);
  });

  test('without a user name the caller’s own user is meant', async () => {
    await createUser();
    const AccessKeyId = await createKey();
    const off = new UpdateAccessKeyCommand({ AccessKeyId, Status: 'Inactive' });
    expect(await refusal(iam.send(off))).toBe('NoSuchEntityException 404');
  });

  test('the last use tells when, where and what, also of a denied call', async () => {
    await createUser();
    const AccessKeyId = await createKey();
    const lastUsed = async () => (await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))).AccessKeyLastUsed;
    expect(await lastUsed()).toEqual({ ServiceName: 'N/A', Region: 'N/A' });
    const call = {
      accessKeyId: AccessKeyId,
      action: 's3:GetObject',
      resource: '*',
      from: { ip: '192.0.2.1' },
      region: 'eu-west-1',
    };
    expect(aws.attempt(call).allowed).toBe(false);
    expect(await lastUsed()).toEqual({ ServiceName: 's3', Region: 'eu-west-1', LastUsedDate: new Date(clock.at) });
  });
});

describe('inline policies', () => {
  test('are written by name, read back as text, and deleted once', async () => {
    await createUser();
    await putUserPolicy('Rescind-c1', allowAll);
    await putUserPolicy('Rescind-c1', denyAll);
    const named = { UserName: 'bot', PolicyName: 'Rescind-c1' };
    const { PolicyDocument } = await iam.send(new GetUserPolicyCommand(named));
    expect(decodeURIComponent(PolicyDocument ?? '')).toBe(denyAll);
    const { PolicyNames } = await iam.send(new ListUserPoliciesCommand({ UserName: 'bot' }));
    expect(PolicyNames).toEqual(['Rescind-c1']);
    await iam.send(new DeleteUserPolicyCommand(named));
    expect(await refusal(iam.send(new DeleteUserPolicyCommand(named)))).toBe('NoSuchEntityException 404');
  });

  const sized = (characters: number) => {
    const text = (name: string) => policyText({ Effect: 'Allow', Action: `s3:${name}`, Resource: '*' });
    return text('x'.repeat(characters - text('').length));
  };

  test('share 2,048 characters on a user, white space not counted', async () => {
    await createUser();
    await putUserPolicy('a', sized(1_000));
    await putUserPolicy('b', `${sized(1_048)}${' '.repeat(500)}`);
    await putUserPolicy('b', sized(1_048));
    expect(await refusal(putUserPolicy('b', sized(1_049)))).toBe('LimitExceededException 409');
    expect(await refusal(putUserPolicy('c', sized(100)))).toBe('LimitExceededException 409');
  });

  test('share 10,240 characters on a role', async () => {
    await createRole();
    const put = (size: number) =>
      iam.send(new PutRolePolicyCommand({ RoleName: 'Worker', PolicyName: 'a', PolicyDocument: sized(size) }));
    await put(10_240);
    expect(await refusal(put(10_241))).toBe('LimitExceededException 409');
  });

  test('are refused when malformed', async () => {
    await createUser();
    expect(await refusal(putUserPolicy('a', '{'))).toBe('MalformedPolicyDocumentException 400');
    expect(await refusal(putUserPolicy('not a name', allowAll))).toBe('ValidationError 400');
  });
});

describe('managed policies', () => {
  const quarantine = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';

  test('those of AWS exist, attach once, and detach once', async () => {
    await createUser();
    const attachment = { UserName: 'bot', PolicyArn: quarantine };
    await iam.send(new AttachUserPolicyCommand(attachment));
    await iam.send(new AttachUserPolicyCommand(attachment));
    const { AttachedPolicies } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'bot' }));
    expect(AttachedPolicies).toEqual([{ PolicyName: 'AWSCompromisedKeyQuarantineV3', PolicyArn: quarantine }]);
    await iam.send(new DetachUserPolicyCommand(attachment));
    expect(await refusal(iam.send(new DetachUserPolicyCommand(attachment)))).toBe('NoSuchEntityException 404');
    expect(await refusal(iam.send(new AttachUserPolicyCommand({ ...attachment, PolicyArn: `${quarantine}9` })))).toBe(
      'NoSuchEntityException 404',
    );
  });

  test('ten attach, the eleventh does not', async () => {
    await createUser();
    const attachNew = async (PolicyName: string) => {
      const { Policy } = await iam.send(
        new CreatePolicyCommand({ PolicyName, Path: '/rescind/', PolicyDocument: denyAll }),
      );
      expect(Policy?.Arn).toBe(`arn:aws:iam::${home}:policy/rescind/${PolicyName}`);
      await iam.send(new AttachUserPolicyCommand({ UserName: 'bot', PolicyArn: Policy?.Arn }));
    };
    for (let n = 0; n < 10; n += 1) await attachNew(`p${n}`);
    expect(await refusal(attachNew('p10'))).toBe('LimitExceededException 409');
  });

  test('a policy shows its document by version', async () => {
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: denyAll }));
    const PolicyArn = Policy?.Arn;
    await expect(iam.send(new GetPolicyCommand({ PolicyArn }))).resolves.toMatchObject({
      Policy: { AttachmentCount: 0 },
    });
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(denyAll);
  });

  test('a boundary limits until it is deleted', async () => {
    await createUser();
    await putUserPolicy('work', allowAll);
    const accessKeyId = await createKey();
    const call = { accessKeyId, action: 's3:GetObject', resource: '*', from: { ip: '192.0.2.1' } };
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'bot', PermissionsBoundary }));
    expect([aws.attempt(call).allowed, aws.attempt({ ...call, action: 's3:PutObject' }).allowed]).toEqual([
      true,
      false,
    ]);
    const { User } = await iam.send(new GetUserCommand({ UserName: 'bot' }));
    expect(User?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(PermissionsBoundary);
    await iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: 'bot' }));
    expect(aws.attempt({ ...call, action: 's3:PutObject' }).allowed).toBe(true);
  });
});

describe('roles', () => {
  test('show their trust; only GetRole tells the last use', async () => {
    await createRole('Worker', '/team/');
    aws.giveSession({ accountId: home, roleName: 'Worker', sessionName: 'i-1' });
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'Worker' }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(trustText(home));
    expect(Role).toMatchObject({ Arn: `arn:aws:iam::${home}:role/team/Worker`, RoleLastUsed: {} });
    const { Roles } = await iam.send(new ListRolesCommand({ PathPrefix: '/team/' }));
    expect(Roles?.map((role) => [role.RoleName, role.RoleLastUsed])).toEqual([['Worker', undefined]]);
  });

  test('Identity Center’s cannot be changed in any way', async () => {
    const RoleName = 'AWSReservedSSO_Admin_0123456789abcdef';
    await createRole(RoleName, '/aws-reserved/sso.amazonaws.com/');
    const changes = [
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'Rescind-c1', PolicyDocument: denyAll })),
      iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' })),
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trustText(home) })),
    ].map(refusal);
    expect(new Set(await Promise.all(changes))).toEqual(new Set(['UnmodifiableEntityException 400']));
  });
});

describe('a user’s other credentials', () => {
  test('a login profile is made, changed and destroyed', async () => {
    await createUser();
    const user = { UserName: 'bot' };
    expect(await refusal(iam.send(new GetLoginProfileCommand(user)))).toBe('NoSuchEntityException 404');
    await iam.send(new CreateLoginProfileCommand({ ...user, Password: 'Correct-Horse-1' }));
    await iam.send(new UpdateLoginProfileCommand({ ...user, PasswordResetRequired: true }));
    const { LoginProfile } = await iam.send(new GetLoginProfileCommand(user));
    expect(LoginProfile).toMatchObject({ ...user, PasswordResetRequired: true });
    await iam.send(new DeleteLoginProfileCommand(user));
    expect(await refusal(iam.send(new DeleteLoginProfileCommand(user)))).toBe('NoSuchEntityException 404');
  });

  test('service-specific credentials are found across users and switched off', async () => {
    await createUser();
    const made = await iam.send(
      new CreateServiceSpecificCredentialCommand({
        UserName: 'bot',
        ServiceName: 'bedrock.amazonaws.com',
        CredentialAgeDays: 30,
      }),
    );
    const ServiceSpecificCredentialId = made.ServiceSpecificCredential?.ServiceSpecificCredentialId;
    await iam.send(
      new UpdateServiceSpecificCredentialCommand({ UserName: 'bot', ServiceSpecificCredentialId, Status: 'Inactive' }),
    );
    const { ServiceSpecificCredentials } = await iam.send(
      new ListServiceSpecificCredentialsCommand({ AllUsers: true }),
    );
    expect(ServiceSpecificCredentials).toMatchObject([
      { UserName: 'bot', ServiceSpecificCredentialId, Status: 'Inactive' },
    ]);
  });
});

describe('the whole account', () => {
  test('has a summary', async () => {
    await createUser();
    const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ Users: 2, AccountAccessKeysPresent: 0 });
  });

  test('has a credential report once one was asked for, and it stays as it was', async () => {
    await createUser();
    expect(await refusal(iam.send(new GetCredentialReportCommand({})))).toBe('CredentialReportNotPresentException 410');
    await expect(iam.send(new GenerateCredentialReportCommand({}))).resolves.toMatchObject({ State: 'STARTED' });
    await createKey();
    const { Content } = await iam.send(new GetCredentialReportCommand({}));
    const rows = new TextDecoder()
      .decode(Content)
      .split('\n')
      .map((row) => row.split(','));
    expect(rows.map(([name]) => name)).toEqual(['user', '<root_account>', 'administrator', 'bot']);
    expect(rows.map((row) => row.length)).toEqual([22, 22, 22, 22]);
    expect(rows[3]?.[8]).toBe('false');
  });

  test('tells users, roles and policies in one inventory', async () => {
    await createUser();
    await putUserPolicy('work', allowAll);
    await createRole();
    await iam.send(
      new AttachRolePolicyCommand({ RoleName: 'Worker', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    );
    const pages = [];
    for await (const page of paginateGetAccountAuthorizationDetails({ client: iam }, {})) pages.push(page);
    expect(pages).toHaveLength(1);
    const [details] = pages;
    expect(details?.UserDetailList?.map(({ UserName }) => UserName)).toEqual(['administrator', 'bot']);
    expect(details?.UserDetailList?.[1]?.UserPolicyList).toMatchObject([{ PolicyName: 'work' }]);
    expect(details?.RoleDetailList).toMatchObject([
      { RoleName: 'Worker', AttachedManagedPolicies: [{ PolicyName: 'ReadOnlyAccess' }] },
    ]);
    expect(details?.Policies?.map(({ PolicyName }) => PolicyName)).toEqual(['AdministratorAccess', 'ReadOnlyAccess']);
  });
});

describe('every call is itself authorised', () => {
  test('against the caller’s policies, the denial naming who and what', async () => {
    await createUser();
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
    const bot = clientsOf(aws, {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    });
    const read = () => bot.iam.send(new GetUserCommand({ UserName: 'bot' }));
    await expect(read()).rejects.toThrow(`arn:aws:iam::${home}:user/bot is not authorized to perform: iam:GetUser`);
    expect(await refusal(read())).toBe('AccessDenied 403');
    await putUserPolicy(
      'self',
      policyText({ Effect: 'Allow', Action: 'iam:GetUser', Resource: `arn:aws:iam::${home}:user/bot` }),
    );
    await expect(read()).resolves.toMatchObject({ User: { UserName: 'bot' } });
    expect(await refusal(bot.iam.send(new GetUserCommand({ UserName: 'administrator' })))).toBe('AccessDenied 403');
  });

  test('attaching can be allowed for one policy only', async () => {
    await createUser();
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
    const PolicyArn = 'arn:aws:iam::aws:policy/AWSDenyAll';
    const Condition = { ArnEquals: { 'iam:PolicyARN': PolicyArn } };
    await putUserPolicy(
      'attach',
      policyText({ Effect: 'Allow', Action: 'iam:AttachUserPolicy', Resource: '*', Condition }),
    );
    const bot = clientsOf(aws, {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    }).iam;
    const escalation = new AttachUserPolicyCommand({
      UserName: 'bot',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    });
    expect(await refusal(bot.send(escalation))).toBe('AccessDenied 403');
    await expect(bot.send(new AttachUserPolicyCommand({ UserName: 'bot', PolicyArn }))).resolves.toBeDefined();
  });

  test('an operation that is not simulated says so by name', async () => {
    const upload = new UploadServerCertificateCommand({
      ServerCertificateName: 'a',
      CertificateBody: 'b',
      PrivateKey: 'c',
    });
    await expect(iam.send(upload)).rejects.toThrow('does not know iam:UploadServerCertificate');
  });
});

test('what a group may, each of its users may; it is told of beside them, and a member cannot be deleted', async () => {
  const GroupName = 'crew';
  const arn = (await iam.send(new CreateGroupCommand({ GroupName }))).Group?.Arn;
  expect(arn).toBe(`arn:aws:iam::${home}:group/crew`);
  await createUser();
  const id = await createKey();
  const secretAccessKey = aws.account(home).state.latest.users.get('bot')?.keys[0]?.secret ?? '';
  const own = clientsOf(aws, { accessKeyId: id, secretAccessKey }).iam;
  const asks = () => own.send(new ListRolesCommand({}));
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn }));
  expect(await refusal(asks())).toBe('AccessDenied 403');
  await iam.send(new AddUserToGroupCommand({ GroupName, UserName: 'bot' }));
  await expect(asks()).resolves.toBeDefined();
  await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'none', PolicyDocument: denyAll }));
  expect(await refusal(asks())).toBe('AccessDenied 403');

  const { Users } = await iam.send(new GetGroupCommand({ GroupName }));
  expect(Users?.map(({ UserName }) => UserName)).toEqual(['bot']);
  const { PolicyGroups } = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }));
  expect(PolicyGroups?.map((one) => one.GroupName)).toEqual([GroupName]);
  for await (const page of paginateGetAccountAuthorizationDetails({ client: iam }, {})) {
    expect(page.GroupDetailList).toMatchObject([
      { GroupName, GroupPolicyList: [{ PolicyName: 'none' }], AttachedManagedPolicies: [{ PolicyArn }] },
    ]);
    expect(page.UserDetailList?.map(({ UserName, GroupList }) => [UserName, GroupList])).toContainEqual([
      'bot',
      [GroupName],
    ]);
  }
  await iam.send(new DeleteAccessKeyCommand({ UserName: 'bot', AccessKeyId: id }));
  expect(await refusal(iam.send(new DeleteUserCommand({ UserName: 'bot' })))).toBe('DeleteConflictException 409');
});

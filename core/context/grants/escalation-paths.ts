/**
 * Known ways from some permissions to all of them, published by many hands since 2018. `value` is what the path is
 * worth: 1 where it can make an administrator outright, 0.7 where it takes over a workload and with it the workload's role.
 */
export interface EscalationPath {
  readonly name: string;
  /** All of them are needed. */
  readonly actions: readonly string[];
  readonly value: number;
}

const alone = (action: string, value: number): EscalationPath => ({ name: action, actions: [action], value });
const passRoleTo = (...actions: readonly string[]): EscalationPath => ({
  name: `iam:PassRole with ${actions.join(' and ')}`,
  actions: ['iam:PassRole', ...actions],
  value: 1,
});

export const escalationPaths: readonly EscalationPath[] = [
  ...[
    'iam:CreatePolicyVersion',
    'iam:SetDefaultPolicyVersion',
    'iam:AttachUserPolicy',
    'iam:AttachGroupPolicy',
    'iam:AttachRolePolicy',
    'iam:PutUserPolicy',
    'iam:PutGroupPolicy',
    'iam:PutRolePolicy',
    'iam:AddUserToGroup',
    'iam:UpdateAssumeRolePolicy',
    'iam:CreateAccessKey',
    'iam:CreateLoginProfile',
    'iam:UpdateLoginProfile',
  ].map((action) => alone(action, 1)),
  passRoleTo('ec2:RunInstances'),
  passRoleTo('lambda:CreateFunction'),
  passRoleTo('cloudformation:CreateStack'),
  passRoleTo('glue:CreateDevEndpoint'),
  passRoleTo('glue:CreateJob'),
  passRoleTo('codebuild:CreateProject'),
  passRoleTo('datapipeline:CreatePipeline'),
  passRoleTo('sagemaker:CreateNotebookInstance'),
  passRoleTo('ecs:RegisterTaskDefinition', 'ecs:RunTask'),
  passRoleTo('states:CreateStateMachine'),
  passRoleTo('ec2:AssociateIamInstanceProfile'),
  ...[
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
    'glue:UpdateDevEndpoint',
    'glue:UpdateJob',
    'codebuild:UpdateProject',
    'ssm:SendCommand',
    'ssm:StartSession',
    'sagemaker:CreatePresignedNotebookInstanceUrl',
    'ec2-instance-connect:SendSSHPublicKey',
  ].map((action) => alone(action, 0.7)),
];

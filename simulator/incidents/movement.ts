import { hour } from '../../core/model/instant.ts';
import { hex, letters, roleArn, uniqueId } from '../organisation/ids.ts';
import { awsIn } from '../organisation/networks.ts';
import { addressIn, type Place } from '../organisation/places.ts';
import {
  consoleSession,
  federatedSession,
  type Role,
  roleSession,
  type User,
  userSession,
} from '../record/identity.ts';
import { logAssumeRole, logFederatedMint, usStyle } from '../record/mint.ts';
import { recordOf } from '../record/record.ts';
import { allow } from '../record/request.ts';
import { logConsoleLogin } from '../record/sign-in.ts';
import type { Attack } from './attack.ts';
import { instanceId, times } from './reconnaissance.ts';
import { everyLevel, keyHolders, type Technique } from './technique.ts';

/** Sessions in the wrong hands, and going from one machine or account to the next. */
export const movement: readonly Technique[] = [
  {
    technique: 'instance-session-outside',
    tactic: 'initial-access',
    victims: ['ec2'],
    difficulties: everyLevel,
    story: 'an instance’s session is read out and used from elsewhere',
    play: (attack) =>
      takeOutside(attack, [
        'sts:GetCallerIdentity',
        'ec2:DescribeInstances',
        's3:ListBuckets',
        's3:ListObjects',
        's3:GetObject',
        's3:GetObject',
        'iam:ListRoles',
      ]),
  },
  {
    technique: 'function-credentials-outside',
    tactic: 'initial-access',
    victims: ['lambda'],
    difficulties: everyLevel,
    story: 'a function’s environment is dumped and its session used from elsewhere',
    play: (attack) =>
      takeOutside(attack, [
        'sts:GetCallerIdentity',
        'lambda:ListFunctions20150331',
        's3:ListBuckets',
        's3:GetObject',
        's3:GetObject',
        'secretsmanager:GetSecretValue',
      ]),
  },
  {
    technique: 'foreign-endpoint',
    tactic: 'initial-access',
    victims: ['ecs', 'data-service'],
    difficulties: ['plain', 'stealthy'],
    story: 'a task’s session is used through a stranger’s VPC endpoint',
    play: (attack) => {
      const place: Place = {
        network: null,
        addresses: [addressIn([10, 0], attack.random)],
        endpoint: { id: `vpce-0${hex(attack.random, 16)}`, accountId: attack.foreignAccount() },
      };
      const subject = attack.stage.victim.stock;
      times(8, () => {
        const parameters = { bucketName: subject.bucket, key: `${subject.service}/${hex(attack.random, 8)}.json` };
        attack.note(
          attack.stage.log.add(
            recordOf(attack.random, attack.signer, attack.where(place), { action: 's3:GetObject', parameters }),
          ),
        );
      });
    },
  },
  {
    technique: 'single-sign-on-theft',
    tactic: 'initial-access',
    victims: ['person'],
    difficulties: everyLevel,
    story: 'a single sign-on session is also used from a second network',
    play: (attack) =>
      attack.calls(
        [
          'sts:GetCallerIdentity',
          's3:ListBuckets',
          'ec2:DescribeInstances',
          'secretsmanager:ListSecrets',
          's3:GetObject',
          'iam:ListRoles',
        ],
        0.15,
      ),
  },
  {
    technique: 'session-token-persistence',
    tactic: 'persistence',
    victims: keyHolders,
    difficulties: everyLevel,
    story: 'a stolen key is used to create sessions that outlive it',
    play: (attack) => (attack.random.chance(0.5) ? federate(attack) : prolong(attack)),
  },
  {
    technique: 'console-takeover',
    tactic: 'initial-access',
    victims: ['console'],
    difficulties: ['blatant', 'plain'],
    story: 'a stranger signs in to the console with only the password',
    play: (attack) => {
      const user = userOf(attack);
      attack.signer = consoleSession(user, attack.at, false);
      attack.note(
        logConsoleLogin(attack.stage.log, attack.random, attack.signer, attack.where(), { success: true, mfa: false }),
      );
      attack.calls(['iam:ListUsers', 's3:ListBuckets', 'ec2:DescribeInstances', 'iam:ListAccessKeys']);
      attack.call('iam:CreateAccessKey', {
        parameters: { userName: user.name },
        response: { accessKey: { accessKeyId: attack.newKeyId('AKIA'), status: 'Active', userName: user.name } },
      });
    },
  },
  {
    technique: 'leaked-pipeline-identity',
    tactic: 'initial-access',
    victims: ['ci-oidc'],
    difficulties: everyLevel,
    story: 'another repository assumes the pipeline’s role, whose trust policy is too wide',
    play: (attack) => {
      const { access } = attack.stage.victim;
      if (access.kind !== 'federated') return;
      const subject = `repo:${letters(attack.random, 9).toLowerCase()}/${attack.random.pick(['demo', 'test', 'poc'])}:ref:refs/heads/main`;
      const minted = {
        role: access.role,
        sessionName: 'GitHubActions',
        accessKeyId: attack.newKeyId('ASIA'),
        hours: 1,
      };
      const federation = { ...access.federation, subject };
      const issuedAt = attack.at;
      attack.note(logFederatedMint(attack.stage.log, attack.random, attack.where(), federation, minted));
      const webIdFederationData = { federatedProvider: federation.provider, attributes: {} };
      attack.signer = roleSession({ ...minted, issuedAt, webIdFederationData });
      attack.calls(['sts:GetCallerIdentity', 'iam:ListRoles', 'secretsmanager:ListSecrets', 's3:ListBuckets'], 0.2);
    },
  },
  {
    technique: 'cross-account-pivot',
    tactic: 'lateral-movement',
    victims: ['developer', 'admin', 'ci-key'],
    difficulties: everyLevel,
    story: 'a thief goes from one account into the others, through roles that trust it',
    play: (attack) => {
      const parent = attack.signer;
      for (const account of attack.stage.organisation.accounts.filter((one) => one.id !== parent.accountId)) {
        attack.signer = parent;
        attack.signer = assume(attack, account.id);
        attack.calls(['sts:GetCallerIdentity', 'iam:ListUsers', 's3:ListBuckets']);
      }
    },
  },
  {
    technique: 'instance-connect',
    tactic: 'lateral-movement',
    victims: ['developer', 'person', 'admin'],
    difficulties: everyLevel,
    story: 'an SSH key is pushed to several instances',
    play: (attack) => {
      attack.call('ec2:DescribeInstances');
      times(4, () =>
        attack.call('ec2-instance-connect:SendSSHPublicKey', {
          parameters: {
            instanceId: instanceId(attack),
            instanceOSUser: 'ec2-user',
            sSHPublicKey: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letters(attack.random, 43)}`,
          },
          response: { success: true },
        }),
      );
    },
  },
  {
    technique: 'remote-shell',
    tactic: 'lateral-movement',
    victims: ['developer', 'person', 'admin', 'ec2'],
    difficulties: everyLevel,
    story: 'shells are opened on instances through Systems Manager',
    play: (attack) => {
      attack.call('ssm:DescribeInstanceInformation');
      times(3, () =>
        attack.call('ssm:StartSession', {
          parameters: { target: instanceId(attack) },
          response: { sessionId: `s-${hex(attack.random, 17)}` },
        }),
      );
      attack.call('ssm:SendCommand', {
        parameters: { instanceIds: [instanceId(attack)], documentName: 'AWS-RunShellScript' },
      });
    },
  },
];

function userOf(attack: Attack): User {
  const { access } = attack.stage.victim;
  if (access.kind !== 'key' && access.kind !== 'console' && access.kind !== 'bearer') throw new Error('no user to rob');
  return access.user;
}

function federate(attack: Attack): void {
  const user = userOf(attack);
  const name = attack.random.pick(['ops', 'svc', 'maintenance']);
  const accessKeyId = attack.newKeyId('ASIA');
  const arn = `arn:aws:sts::${user.accountId}:federated-user/${name}`;
  const issuedAt = attack.at;
  attack.call('sts:GetFederationToken', {
    parameters: { name, policy: allow(['*']), durationSeconds: 129_600 },
    response: {
      credentials: credentials(attack, accessKeyId),
      federatedUser: { federatedUserId: `${user.accountId}:${name}`, arn },
      packedPolicySize: 4,
    },
  });
  attack.alsoAcceptable.push(arn, user.arn);
  attack.signer = federatedSession(user, name, accessKeyId, issuedAt);
  attack.calls(['sts:GetCallerIdentity', 's3:ListBuckets', 'ec2:DescribeInstances']);
}

function prolong(attack: Attack): void {
  const user = userOf(attack);
  const accessKeyId = attack.newKeyId('ASIA');
  const issuedAt = attack.at;
  attack.call('sts:GetSessionToken', {
    parameters: { durationSeconds: 129_600 },
    response: { credentials: credentials(attack, accessKeyId) },
  });
  attack.alsoAcceptable.push(user.arn);
  attack.signer = userSession(user, accessKeyId, issuedAt, false);
  attack.calls(['sts:GetCallerIdentity', 's3:ListBuckets', 'secretsmanager:ListSecrets']);
}

function credentials(attack: Attack, accessKeyId: string) {
  return {
    accessKeyId,
    sessionToken: `FwoGZXIvYXdzE${letters(attack.random, 24)}`,
    expiration: usStyle(attack.at + 36 * hour),
  };
}

function assume(attack: Attack, accountId: string) {
  const name = 'OrganizationAccountAccessRole';
  const role: Role = {
    kind: 'role',
    accountId,
    name,
    id: uniqueId(attack.random, 'AROA'),
    arn: roleArn(accountId, name),
  };
  const minted = {
    role,
    sessionName: attack.random.pick(['admin', 'test', 'session1']),
    accessKeyId: attack.newKeyId('ASIA'),
    hours: 1,
  };
  const issuedAt = attack.at;
  attack.note(logAssumeRole(attack.stage.log, attack.random, attack.signer, attack.where(), minted));
  attack.alsoAcceptable.push(role.arn);
  return roleSession({ ...minted, issuedAt });
}

/** A workload's session at work somewhere else; AWS's own addresses are where such sessions belong. */
function takeOutside(attack: Attack, actions: readonly string[]): void {
  attack.calls(actions, 0.2);
  if (attack.means.place.network?.organisation !== awsIn(attack.region).organisation)
    attack.giveaway = attack.hostile[0] ?? null;
}

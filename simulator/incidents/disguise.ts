import { second } from '../../core/model/instant.ts';
import type { Actor } from '../actors/actor.ts';
import { onBehalfOf } from '../actors/session.ts';
import { aNetwork, awsIn } from '../organisation/networks.ts';
import { anywhereIn, type Place, placeIn } from '../organisation/places.ts';
import { agentOf, type Tool } from '../organisation/user-agents.ts';
import type { Random } from '../random.ts';
import { consoleSession, roleSession } from '../record/identity.ts';
import { logFederatedMint } from '../record/mint.ts';
import { logConsoleLogin } from '../record/sign-in.ts';
import type { Attack } from './attack.ts';
import type { Means } from './means.ts';
import { times } from './reconnaissance.ts';
import { keyHolders, type Technique } from './technique.ts';

const looking = ['sts:GetCallerIdentity', 's3:ListBuckets', 'iam:ListUsers', 'secretsmanager:ListSecrets'];

/** Thieves who take care to be taken for somebody else. */
export const disguise: readonly Technique[] = [
  {
    technique: 'neighbour-proxy',
    tactic: 'initial-access',
    victims: [...keyHolders, 'founder'],
    difficulties: ['stealthy'],
    means: (victim, organisation, random) => {
      const network = victim.person?.home.network ?? victim.places[0]?.[0].network ?? organisation.office.network;
      return hidden(network === null ? organisation.office : placeIn(network, random), victim, random);
    },
    story: 'a thief rents a line of the owner’s own provider, and uses the owner’s own tools',
    play: (attack) => {
      attack.calls([...looking, 'ec2:DescribeInstances', 'iam:ListRoles'], 0.2);
      times(3, () => attack.call('secretsmanager:GetSecretValue', { parameters: { secretId: 'prod/root-db' } }));
    },
  },
  {
    technique: 'region-mimic',
    tactic: 'initial-access',
    victims: ['batch', 'backup', 'ci-key', 'ecs', 'lambda'],
    difficulties: ['stealthy'],
    means: (victim, _organisation, random) => hidden(placeIn(awsIn(victim.region), random), victim, random),
    story: 'a thief rents a machine in the workload’s own Region, and uses its own SDK',
    play: (attack) => {
      attack.calls([...looking, 's3:ListObjects'], 0.2);
      times(20, () => attack.call('s3:GetObject'));
    },
  },
  {
    technique: 'insider-own-laptop',
    tactic: 'exfiltration',
    victims: ['batch', 'ci-key', 'on-premises', 'backup'],
    difficulties: ['plain', 'stealthy'],
    means: (_victim, organisation, random) =>
      withTool(placeIn(aNetwork(random, { kind: 'isp', country: organisation.country }), random), 'cli', random),
    story: 'a colleague takes a service’s key home and copies its bucket',
    play: (attack) => {
      attack.call('s3:ListObjects');
      times(40, () => attack.call('s3:GetObject'));
    },
  },
  {
    technique: 'pipeline-log-token',
    tactic: 'initial-access',
    victims: ['ci-oidc', 'hub'],
    difficulties: ['blatant', 'plain'],
    means: (_victim, _organisation, random) =>
      withTool(placeIn(aNetwork(random, { kind: 'hosting' }), random), 'cli', random),
    story: 'a session token appears in a public build log and is used within the hour',
    play: (attack) => attack.calls([...looking, 'ssm:GetParameter', 'ecr:GetAuthorizationToken', 's3:GetObject'], 0.3),
  },
  {
    technique: 'metadata-from-next-door',
    tactic: 'initial-access',
    victims: ['ec2', 'cluster'],
    difficulties: ['plain', 'stealthy'],
    means: (victim, _organisation, random) => withTool(placeIn(awsIn(victim.region), random), 'boto3', random),
    story: 'a forged request makes an instance reveal its session, which is used on a machine in the same Region',
    play: (attack) => attack.calls([...looking, 's3:ListObjects', 's3:GetObject', 's3:GetObject', 's3:GetObject'], 0.3),
  },
  {
    technique: 'package-in-function',
    tactic: 'credential-access',
    victims: ['lambda'],
    difficulties: ['stealthy'],
    own: true,
    story: 'a malicious package runs inside the function',
    play: (attack) => {
      attack.calls([...looking, 'ssm:DescribeParameters', 'iam:ListRoles'], 0.5);
      times(4, () =>
        attack.call('secretsmanager:GetSecretValue', {
          parameters: { secretId: `prod/${attack.random.text('abcdef', 6)}` },
          ...(attack.random.chance(0.5) ? { failure: 'denied' as const } : {}),
        }),
      );
    },
  },
  {
    technique: 'vendor-breached',
    tactic: 'exfiltration',
    victims: ['vendor'],
    difficulties: ['stealthy'],
    own: true,
    story: 'a vendor is hacked, and its own machines ask for more than ever before',
    play: (attack) => {
      attack.calls(['s3:ListBuckets', 'iam:ListUsers', 'secretsmanager:ListSecrets', 'ec2:DescribeSnapshots'], 0.3);
      times(12, () => attack.call('s3:GetObject'));
    },
  },
  {
    technique: 'model-key-shared',
    tactic: 'impact',
    victims: ['bedrock-key', 'agent'],
    difficulties: ['plain', 'stealthy'],
    means: (victim, organisation, random) =>
      hidden(anywhereIn(aNetwork(random, { kind: 'isp', notCountry: organisation.country })), victim, random),
    story: 'a leaked key for models is resold, and its buyers use the usual model',
    play: (attack) => times(60, () => attack.call('bedrock:Converse')),
  },
  {
    technique: 'phished-session',
    tactic: 'initial-access',
    victims: ['person', 'console', 'analyst'],
    difficulties: ['plain', 'stealthy'],
    means: (_victim, _organisation, random) =>
      withTool(placeIn(aNetwork(random, { kind: random.pick(['hosting', 'vpn']) }), random), 'browser', random),
    story: 'a phisher relays a sign-in with a second factor, and keeps the session',
    play: lookAndTake,
  },
  {
    technique: 'relay-next-door',
    tactic: 'initial-access',
    victims: ['person', 'console', 'analyst'],
    difficulties: ['stealthy'],
    means: (_victim, organisation, random) =>
      withTool(placeIn(aNetwork(random, { kind: 'isp', country: organisation.country }), random), 'browser', random),
    story: 'a phisher relays a sign-in over a home line in the owner’s own country',
    play: lookAndTake,
  },
];

/** The victim's own tools, unhurried. */
function hidden(place: Place, victim: Actor, random: Random): Means {
  return meansAt(place, random.pick(victim.agents), 30 * second);
}

function withTool(place: Place, tool: Tool, random: Random): Means {
  return meansAt(place, agentOf(tool, random), 8 * second);
}

function meansAt(place: Place, agent: string, gap: number): Means {
  return { place, agent, gap, from: place.network?.organisation ?? 'the VPC' };
}

function lookAndTake(attack: Attack): void {
  signInThroughRelay(attack);
  attack.calls(['iam:ListUsers', 's3:ListBuckets', 's3:ListObjects', 's3:GetObject', 's3:GetObject'], 0.1);
  attack.call('secretsmanager:ListSecrets');
}

function signInThroughRelay(attack: Attack): void {
  const { access } = attack.stage.victim;
  const { log } = attack.stage;
  const { random, at } = attack;
  if (access.kind === 'console') {
    attack.signer = consoleSession(access.user, at, true);
    attack.note(logConsoleLogin(log, random, attack.signer, attack.where(), { success: true, mfa: true }));
  }
  if (access.kind !== 'federated') return;
  const { role, sessionName, federation } = access;
  const minted = { role, sessionName, accessKeyId: attack.newKeyId('ASIA'), hours: 1 };
  attack.note(logFederatedMint(log, random, attack.where(), federation, minted));
  attack.signer = roleSession({ ...minted, issuedAt: at, ...onBehalfOf(access) });
}

import { second } from '../../core/model/instant.ts';
import { hex } from '../organisation/ids.ts';
import { awsIn } from '../organisation/networks.ts';
import { addressIn, type Place, placeIn } from '../organisation/places.ts';
import { agentOf } from '../organisation/user-agents.ts';
import { roleSession } from '../record/identity.ts';
import { logFederatedMint } from '../record/mint.ts';
import type { Attack } from './attack.ts';
import { meansOf } from './means.ts';
import { times } from './reconnaissance.ts';
import { everyLevel, keyHolders, type Technique } from './technique.ts';

/** Sessions and keys in other hands, or in many. */
export const hands: readonly Technique[] = [
  {
    technique: 'sign-on-look-around',
    tactic: 'discovery',
    victims: ['person'],
    difficulties: ['plain', 'stealthy'],
    story: 'somebody looks around with a stolen single sign-on session, and takes nothing',
    play: (attack) => {
      attack.call('sts:GetCallerIdentity');
      attack.calls(
        attack.random.shuffled([
          'ec2:DescribeInstances',
          'ec2:DescribeSecurityGroups',
          's3:ListBuckets',
          'rds:DescribeDBInstances',
          'lambda:ListFunctions20150331',
          'dynamodb:ListTables',
          'ecs:DescribeServices',
          'cloudformation:DescribeStacks',
          'logs:DescribeLogGroups',
        ]),
      );
    },
  },
  {
    technique: 'one-call-elsewhere',
    tactic: 'initial-access',
    victims: [...keyHolders, 'person'],
    difficulties: everyLevel,
    story: 'a single call comes from a place where the owner never was',
    play: (attack) => {
      const usual = attack.stage.victim.workload.map(([action]) => action);
      attack.call(attack.random.pick(['sts:GetCallerIdentity', attack.random.pick(usual)]));
    },
  },
  {
    technique: 'session-through-neighbour',
    tactic: 'lateral-movement',
    victims: ['ec2'],
    difficulties: ['plain', 'stealthy'],
    means: (victim, _organisation, random) => {
      const place = placeIn(awsIn(victim.region), random);
      const own = victim.agents.at(-1) ?? agentOf('boto3', random);
      const agent = random.chance(0.5) ? agentOf('boto3', random) : own;
      return { place, agent, gap: 8 * second, from: 'an instance of another account' };
    },
    story: 'an instance’s session is used inside AWS, on an instance of another account',
    play: (attack) => {
      attack.call('sts:GetCallerIdentity');
      attack.means = { ...attack.means, place: neighbour(attack) };
      attack.calls(['s3:ListBuckets', 's3:ListObjects'], 0.2);
      times(6, () => attack.call('s3:GetObject'));
      attack.calls(['ssm:GetParameter', 'kms:Decrypt'], 0.2);
    },
  },
  {
    technique: 'pull-request-run',
    tactic: 'initial-access',
    victims: ['ci-oidc'],
    difficulties: ['plain', 'stealthy'],
    own: true,
    story: 'a malicious pull request runs in the pipeline, whose role trusts every branch',
    play: (attack) => {
      openByPullRequest(attack);
      const reading = ['ssm:GetParametersByPath', 'secretsmanager:GetSecretValue', 'secretsmanager:GetSecretValue'];
      if (attack.stage.difficulty === 'plain')
        attack.calls(['sts:GetCallerIdentity', 'secretsmanager:ListSecrets', 'iam:ListRoles', 's3:ListBuckets'], 0.2);
      attack.calls(reading, 0.2);
    },
  },
  {
    technique: 'role-in-many-hands',
    tactic: 'initial-access',
    victims: ['person', 'ci-oidc'],
    difficulties: everyLevel,
    story: 'one session is passed on, and several people use it at once',
    play: (attack) => {
      const { difficulty, victim, organisation } = attack.stage;
      const others = [1, 2, 3].map(() => meansOf(difficulty, victim, organisation, attack.random));
      const { gap } = attack.means;
      const all = [attack.means, ...others];
      const usual = victim.workload.map(([action]) => action);
      times(5, () => {
        for (const hand of all) {
          attack.means = { ...hand, gap };
          attack.call(attack.random.pick(['sts:GetCallerIdentity', 's3:ListBuckets', ...usual]));
        }
      });
    },
  },
];

/** Another account's endpoint: a stranger's, or one of the house's own that the thief sits in already. */
function neighbour(attack: Attack): Place {
  const { organisation, victim } = attack.stage;
  const others = organisation.accounts.filter(({ id }) => id !== victim.account.id);
  if (others.length > 0 && attack.random.chance(0.5)) return attack.random.pick(others).endpoint;
  return {
    network: null,
    addresses: [addressIn([10, 0], attack.random)],
    endpoint: { id: `vpce-0${hex(attack.random, 16)}`, accountId: attack.foreignAccount() },
  };
}

function openByPullRequest(attack: Attack): void {
  const { access } = attack.stage.victim;
  if (access.kind !== 'federated') return;
  const { role, sessionName } = access;
  const subject = access.federation.subject.replace(/:(?:ref|environment):.*$/, ':pull_request');
  const federation = { ...access.federation, subject };
  const minted = { role, sessionName, accessKeyId: attack.newKeyId('ASIA'), hours: 1 };
  const issuedAt = attack.at;
  attack.note(logFederatedMint(attack.stage.log, attack.random, attack.where(), federation, minted));
  const webIdFederationData = { federatedProvider: federation.provider, attributes: {} };
  attack.signer = roleSession({ ...minted, issuedAt, webIdFederationData });
}

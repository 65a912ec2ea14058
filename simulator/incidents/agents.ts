import { second } from '../../core/model/instant.ts';
import { mannerAt } from '../actors/traffic.ts';
import { hex } from '../organisation/ids.ts';
import { models } from '../organisation/stock.ts';
import { times } from './reconnaissance.ts';
import type { Technique } from './technique.ts';

/** What agents are talked into: all of it at their own desk, with their own program and session. */
export const agents: readonly Technique[] = [
  {
    technique: 'agent-secret-hunt',
    tactic: 'credential-access',
    victims: ['agent'],
    difficulties: ['stealthy'],
    own: true,
    story: 'a document tells the agent to look for passwords, which its role may read',
    play: (attack) => {
      attack.calls(['s3:ListBuckets', 'ssm:DescribeParameters', 'secretsmanager:ListSecrets']);
      times(4, () =>
        attack.call('secretsmanager:GetSecretValue', { parameters: { secretId: `app/${hex(attack.random, 6)}` } }),
      );
      times(3, () =>
        attack.call('ssm:GetParameter', {
          parameters: { name: `/app/${hex(attack.random, 4)}`, withDecryption: true },
        }),
      );
    },
  },
  {
    technique: 'agent-wanders',
    tactic: 'discovery',
    victims: ['agent'],
    difficulties: ['stealthy'],
    own: true,
    story: 'a question makes the agent try every tool it knows; most calls are refused',
    play: (attack) => {
      const tries = [
        'ec2:DescribeInstances',
        'rds:DescribeDBInstances',
        'lambda:ListFunctions20150331',
        'iam:ListRoles',
      ];
      attack.calls(tries, 0.7);
      attack.calls(['iam:ListUsers', 'kms:ListKeys', 'cloudtrail:DescribeTrails', 'secretsmanager:ListSecrets'], 0.7);
    },
  },
  {
    technique: 'agent-code-run',
    tactic: 'lateral-movement',
    victims: ['agent'],
    difficulties: ['stealthy'],
    own: true,
    story: 'a prompt makes the agent change a function and run commands on a machine',
    play: (attack) => {
      attack.calls(['lambda:ListFunctions20150331', 'lambda:UpdateFunctionCode20150331v2', 'lambda:Invoke']);
      attack.call('ssm:DescribeInstanceInformation');
      times(2, () => attack.call('ssm:SendCommand'));
    },
  },
  {
    technique: 'agent-runaway',
    tactic: 'impact',
    victims: ['agent', 'bedrock-key'],
    difficulties: ['stealthy'],
    // At a machine's speed, not at the speed of whoever types.
    means: (victim, organisation, random) => {
      const { place, agent } = mannerAt(victim, organisation.span.start, random);
      return { place, agent, gap: 2 * second, from: 'the usual network' };
    },
    story: 'a loop of questions makes the agent repeat its usual calls far too often, which runs up the bill',
    play: (attack) => {
      times(500, () => attack.call('bedrock:Converse', { parameters: { modelId: attack.random.pick(models) } }));
    },
  },
];

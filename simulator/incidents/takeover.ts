import { day, hour, minute, second } from '../../core/model/instant.ts';
import { type Actor, isOneOf, keyAt } from '../actors/actor.ts';
import { mannerAt } from '../actors/traffic.ts';
import { hex } from '../organisation/ids.ts';
import { aNetwork } from '../organisation/networks.ts';
import { placeIn } from '../organisation/places.ts';
import { agentOf } from '../organisation/user-agents.ts';
import { userKey } from '../record/identity.ts';
import { recordOf } from '../record/record.ts';
import type { Attack } from './attack.ts';
import { createKey, createUser } from './escalation.ts';
import { times } from './reconnaissance.ts';
import { everyLevel, keyHolders, type Technique } from './technique.ts';

/** Thieves who make the place their own. */
export const takeover: readonly Technique[] = [
  {
    technique: 'slow-secrets',
    tactic: 'credential-access',
    victims: keyHolders,
    difficulties: ['stealthy'],
    lasts: 9,
    story: 'a secret or two a day, for eight days, and nothing else',
    play: (attack) =>
      times(8, () => {
        const morning = attack.at;
        times(attack.random.between(1, 2), () =>
          attack.call('secretsmanager:GetSecretValue', { parameters: { secretId: `prod/${hex(attack.random, 6)}` } }),
        );
        attack.at = morning + day + Math.floor((attack.random.next() - 0.5) * 2 * hour);
      }),
  },
  {
    technique: 'owner-lockout',
    tactic: 'impact',
    victims: ['admin', 'developer', 'ci-key'],
    difficulties: everyLevel,
    story: 'the owners are locked out: their passwords, second factors and keys are deleted',
    play: (attack) => {
      attack.call('iam:ListUsers');
      for (const { name, keyId } of ownersBeside(attack)) {
        attack.call('iam:ListAccessKeys', { parameters: { userName: name } });
        attack.call('iam:DeleteLoginProfile', { parameters: { userName: name }, response: null });
        attack.call('iam:DeactivateMFADevice', {
          parameters: { userName: name, serialNumber: `arn:aws:iam::${attack.signer.accountId}:mfa/${name}` },
          response: null,
        });
        attack.call('iam:DeleteAccessKey', { parameters: { userName: name, accessKeyId: keyId }, response: null });
      }
    },
  },
  {
    technique: 'function-code-swapped',
    tactic: 'persistence',
    victims: ['lambda'],
    difficulties: ['plain', 'stealthy'],
    own: true,
    story: 'a function’s code is replaced by a program in another language, which uses the function’s role',
    play: (attack) => {
      const other = attack.means.agent.includes('nodejs') ? 'python3.12' : 'nodejs22.x';
      swapCode(attack, other);
      attack.wait(2 * minute);
      const agent = agentOf(other === 'python3.12' ? 'lambdaPython' : 'lambdaNode', attack.random);
      attack.means = { ...attack.means, agent, gap: Math.min(attack.means.gap, 5 * second) };
      if (attack.stage.difficulty === 'plain')
        attack.calls(['sts:GetCallerIdentity', 's3:ListBuckets', 'secretsmanager:ListSecrets', 'iam:ListRoles'], 0.5);
      // The stealthy one keeps to what the function does anyway.
      const usual = attack.stage.victim.workload.map(([action]) => action);
      times(12, () => attack.call(attack.random.pick(usual)));
    },
  },
  {
    technique: 'newcomer-from-tor',
    tactic: 'persistence',
    victims: ['admin', 'developer'],
    difficulties: everyLevel,
    lasts: 2,
    story: 'a user that the thief created is used through Tor a day later',
    play: (attack) => {
      const name = attack.random.pick(['metrics-reader', 'ci-helper', 'cloud-audit', 'terraform-state']);
      const user = createUser(attack, name);
      const policyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
      attack.call('iam:AttachUserPolicy', { parameters: { userName: name, policyArn }, response: null });
      attack.signer = userKey(user, createKey(attack, name));
      attack.wait((10 + attack.random.next() * 20) * hour);
      const place = placeIn(aNetwork(attack.random, { kind: 'tor' }), attack.random, 3);
      attack.means = { ...attack.means, place, agent: agentOf('boto3', attack.random) };
      attack.calls(['sts:GetCallerIdentity', 's3:ListBuckets', 'ec2:DescribeInstances', 's3:ListObjects']);
      times(4, () => attack.call('s3:GetObject'));
    },
  },
];

/** Users of the same account; made-up ones where there are few. */
function ownersBeside(attack: Attack): readonly { readonly name: string; readonly keyId: string }[] {
  const known = attack.stage.actors.flatMap((actor) => {
    if (!isNeighbour(actor, attack)) return [];
    const { access } = actor;
    if (access.kind === 'key') return [{ name: access.user.name, keyId: keyAt(access.keys, attack.at).id }];
    return access.kind === 'console' ? [{ name: access.user.name, keyId: attack.newKeyId('AKIA') }] : [];
  });
  const unknown = ['operations', 'administrator', 'on-call'].map((name) => ({ name, keyId: attack.newKeyId('AKIA') }));
  return [...known.slice(0, 4), ...unknown].slice(0, Math.max(3, Math.min(known.length, 4)));
}

function isNeighbour(actor: Actor, { stage, signer }: Attack): boolean {
  return actor.account.id === signer.accountId && actor.name !== stage.victim.name;
}

/** By the key of somebody who deploys, from that one's own desk; where nobody does, the change came in unseen. */
function swapCode(attack: Attack, runtime: string): void {
  const deployers = attack.stage.actors.filter((actor) => isOneOf(actor, keyHolders) && isNeighbour(actor, attack));
  const [deployer] = attack.random.shuffled(deployers);
  if (deployer?.access.kind !== 'key') return;
  const { user, keys } = deployer.access;
  const keyId = keyAt(keys, attack.at).id;
  const { functionName } = attack.stage.victim.stock;
  const { place, agent } = mannerAt(deployer, attack.at, attack.random);
  const swap = [
    ['lambda:GetFunction20150331v2', { functionName }],
    ['lambda:UpdateFunctionConfiguration20150331v2', { functionName, runtime }],
    ['lambda:UpdateFunctionCode20150331v2', { functionName, publish: true, dryRun: false }],
  ] as const;
  attack.alsoAcceptable.push(keyId, user.arn);
  for (const [action, parameters] of swap) {
    const where = { at: attack.at, region: attack.region, place, agent };
    attack.note(attack.stage.log.add(recordOf(attack.random, userKey(user, keyId), where, { action, parameters })));
  }
}

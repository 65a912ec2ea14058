import type { Arn, Untrusted } from '../../core/model/brand.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { newClient } from '../../core/signals/anomalous/new-client.ts';
import type { UseCases } from './case.ts';
import { days, workdays } from './history.ts';
import { awsIrelandToo, home, hosting, office } from './places.ts';
import { consoleUser, fn, laptop, mia, pipeline, use } from './use.ts';

const gitlab = 'arn:aws:iam::111122223333:oidc-provider/gitlab.com' as Arn;
const job = 'project_path:shop/api' as Untrusted;

export const cases: UseCases = {
  signal: newClient,
  fires: [
    {
      name: 'a job that uses boto3 is run from the command line',
      history: days(30),
      use: use({ by: 'aws-cli/2.17' }),
      expect: { bits: [3, 8], says: ['First use by aws-cli', 'boto3'] },
    },
    {
      name: 'the program runs on an operating system made for breaking in',
      history: days(30),
      use: use({ by: 'aws-cli/2.17 Linux/6.6-kali-amd64' }),
      expect: { bits: [6, 12], says: ['kali'] },
    },
    ...['Linux/5.10.0-kali9-amd64', 'Linux/6.1.0-1parrot1-amd64'].map((kernel) => ({
      name: `the kernel’s name tells that system, too: ${kernel}`,
      history: days(30),
      use: use({ by: `Boto3/1.26.51 Python/3.9.2 ${kernel} Botocore/1.29.10` }),
      expect: { bits: [6, 12], says: ['First use by boto3 on '] } as const,
    })),
    {
      name: 'a machine’s key is driven from a system made for breaking in, on somebody’s line, whatever the program',
      history: days(30),
      use: use({ by: 'Boto3/1.26.51 Linux/5.10.0-kali9-amd64', from: home }),
      expect: { bits: [6, 12], says: ['boto3 on kali'], authority: 'pin' },
    },
    {
      name: 'in its first week a key goes over to such a system: it takes no habits to see that',
      history: workdays(3, laptop),
      use: use({ ...laptop, by: 'aws-cli/2.9 Linux/6.6.0-kali8-amd64' }),
      expect: { bits: [3, 12], basis: 'fact' },
    },
    {
      name: 'a runner’s session is driven by hand elsewhere',
      history: days(30, { ...pipeline, from: office }),
      madeFor: { federatedSubject: job, federation: { kind: 'oidc', provider: gitlab, subject: job } },
      earlier: [use({ ...pipeline, from: office, minutesLater: -20 })],
      use: use({ ...pipeline, by: 'aws-cli/2.17', from: hosting }),
      expect: { bits: [5, 8], authority: 'pin' },
    },
    ...[
      { name: 'a runner’s session is driven by hand on somebody’s line', subject: job, from: home },
      { name: 'a pod’s, from a rented server', subject: 'system:serviceaccount:shop:api' as Untrusted, from: hosting },
    ].map(({ name, subject, from }) => ({
      name,
      history: days(30, { ...pipeline, from: awsIrelandToo }),
      madeFor: { federatedSubject: subject, federation: { kind: 'oidc', provider: gitlab, subject } } as const,
      use: use({ ...pipeline, by: 'aws-cli/2.17', from }),
      expect: { bits: [5, 8], authority: 'pin' } as const,
    })),
    {
      name: 'a job that nobody ever drove by hand is driven by hand, on somebody’s line',
      history: days(30),
      use: use({ by: 'aws-cli/2.17', from: home }),
      expect: { bits: [5, 8], says: ['First use by aws-cli'], authority: 'pin' },
    },
    {
      name: 'a function’s session in the hands of a program that runs elsewhere, where the policy has S59 switched off',
      history: days(30, fn),
      earlier: [use({ ...fn, minutesLater: -60 })],
      policy: { ...defaultPolicy, signals: { S59: { enabled: false } } },
      use: use({ ...fn, by: 'Boto3/1.35.0', from: awsIrelandToo }),
      expect: { bits: [5, 8] },
    },
  ],
  silent: [
    { name: 'the program it always had', history: days(30), use: use(), expect: null },
    { name: 'nothing is on record yet', use: use({ by: 'aws-cli/2.17' }), expect: null },
  ],
  lookalike: [
    {
      name: 'a function’s session is used by a program elsewhere: that is one fact, and S59 reports it',
      history: days(30, fn),
      earlier: [use({ ...fn, minutesLater: -60 })],
      use: use({ ...fn, by: 'Boto3/1.35.0', from: awsIrelandToo }),
      expect: null,
    },
    {
      name: 'a person takes up a tool to build with: half the news, and no witness',
      history: days(30, mia),
      use: use({ ...mia, by: 'APN/1.0 HashiCorp terraform/1.9' }),
      expect: { bits: [1, 4], authority: 'notify' },
    },
    {
      name: 'a program with a name that only sounds alike',
      history: days(30),
      use: use({ by: 'alkali/1.0' }),
      expect: { bits: [5, 8], says: ['First use by alkali;'], authority: 'corroborate' },
    },
    {
      name: 'a tester began on that system a few days ago',
      history: days(2, { by: 'aws-cli/2.9 Linux/6.6.0-kali8-amd64' }),
      use: use({ by: 'aws-cli/2.9 Linux/6.6.0-kali8-amd64' }),
      expect: { bits: [0.1, 3], basis: 'habit' },
    },
    {
      name: 'a job of one provider’s runners goes over to another’s, which call what the job says',
      history: days(30, { ...pipeline, from: office }),
      madeFor: { federatedSubject: job, federation: { kind: 'oidc', provider: gitlab, subject: job } },
      use: use({ ...pipeline, by: 'aws-cli/2.17', from: hosting }),
      expect: { bits: [5, 8], authority: 'corroborate' },
    },
    {
      name: 'in its first week a key is driven by another program',
      history: workdays(3, laptop),
      use: use({ by: 'Boto3/1.34' }),
      expect: { bits: [1, 8], basis: 'habit' },
    },
    {
      name: 'the console’s own terminal: whatever runs in it is a page of the console',
      history: days(30, consoleUser),
      use: use({ ...consoleUser, by: 'aws-cli/2.17 exec-env/CloudShell' }),
      expect: null,
    },
    {
      name: 'a key cannot be in the console’s terminal, whatever its program calls itself',
      history: days(30, { by: 'Mozilla/5.0' }),
      use: use({ by: 'aws-cli/2.17 exec-env/CloudShell' }),
      expect: { bits: [3, 8] },
    },
    {
      name: 'a job that moves to another program where it always ran',
      history: days(30),
      use: use({ by: 'aws-cli/2.17' }),
      expect: { bits: [5, 8], authority: 'corroborate' },
    },
    {
      name: 'a person with a new program at a new place',
      history: days(30, { by: 'browser', console: true }),
      use: use({ by: 'aws-cli/2.17', from: home, console: true }),
      expect: { bits: [3, 8], authority: 'corroborate' },
    },
    {
      name: 'an upgrade to a new version',
      history: days(30),
      use: use({ by: 'Boto3/1.40 md/Botocore#1.40' }),
      expect: null,
    },
    {
      name: 'a person who always worked on that operating system',
      history: days(30, { by: 'aws-cli/2.17 Linux/6.6-kali-amd64' }),
      use: use({ by: 'aws-cli/2.18 Linux/6.6-kali-amd64' }),
      expect: null,
    },
  ],
};

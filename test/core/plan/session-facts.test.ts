import { describe, expect, it } from 'vitest';
import { Sessions } from '../../../core/context/sessions/sessions.ts';
import { intake } from '../../../core/intake/intake.ts';
import { testimony } from '../../../core/intake/testimony.ts';
import { sessionFactsOf } from '../../../core/plan/session-facts.ts';
import { account, record } from '../intake/sample.ts';

const role = `arn:aws:iam::${account}:role/Deploy`;
const child = 'ASIAEXAMPLEKEY000007';
const made = {
  credentials: { accessKeyId: child, expiration: 'Nov 2, 2026, 10:30:00 AM' },
  assumedRoleUser: { arn: `arn:aws:sts::${account}:assumed-role/Deploy/run-7` },
};
const session = {
  type: 'AssumedRole',
  arn: `arn:aws:sts::${account}:assumed-role/Deploy/run-7`,
  accountId: account,
  accessKeyId: child,
  principalId: 'AROAEXAMPLE:run-7',
  sessionContext: { sessionIssuer: { type: 'Role', arn: role }, sourceIdentity: 'CN=robot-7' },
};

/** The facts about a use of the session, once this record of its making was heard. */
function factsAfter(making: unknown, by: object = {}) {
  const heard = testimony(making);
  const taken = intake(record({ ...session, ...by }, {}));
  if (taken.kind !== 'use' || heard?.kind !== 'mint') throw new Error('not understood');
  const sessions = new Sessions();
  sessions.noteMint(heard);
  return sessionFactsOf(sessions.of(taken.use));
}

describe('what a plan knows of a session', () => {
  it('is the job that a provider vouched for', () => {
    const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
    const response = { ...made, subjectFromWebIdentityToken: 'repo:org/app:ref:refs/heads/main' };
    const making = record(
      { type: 'WebIdentityUser', identityProvider: provider, userName: 'repo:org/app' },
      {
        eventSource: 'sts.amazonaws.com',
        eventName: 'AssumeRoleWithWebIdentity',
        requestParameters: { roleArn: role },
        responseElements: response,
      },
    );
    expect(factsAfter(making)).toMatchObject({
      name: 'run-7',
      federation: { kind: 'oidc', provider, subject: 'repo:org/app:ref:refs/heads/main' },
      person: null,
    });
  });

  it('is the certificate that Roles Anywhere took', () => {
    const making = record(
      { type: 'Unknown', principalId: '', accountId: account },
      {
        eventSource: 'rolesanywhere.amazonaws.com',
        eventName: 'CreateSession',
        requestParameters: { roleArn: role },
        responseElements: { credentialSet: [{ ...made, sourceIdentity: 'CN=robot-7' }] },
      },
    );
    expect(factsAfter(making)).toMatchObject({
      sourceIdentity: 'CN=robot-7',
      federation: { kind: 'certificate', commonName: 'robot-7' },
    });
  });

  it('is the person for whom Identity Center acts', () => {
    const taken = intake(record({ ...session, onBehalfOf: { userId: 'person-1', identityStoreArn: 'arn:x' } }, {}));
    if (taken.kind !== 'use') throw new Error('not understood');
    expect(sessionFactsOf(new Sessions().of(taken.use))).toMatchObject({ person: 'person-1', federation: null });
  });

  it('names the sign-in behind a console’s session where the record does, and no other session by it', () => {
    const signInSessionArn = 'arn:aws:signin:eu-west-1:123456789012:session/0a1b';
    const context = { ...(session.sessionContext as object), signInSessionArn };
    const [signedIn, minted] = [{ ...session, sessionContext: context }, session].map((who) => {
      const taken = intake(record(who, {}));
      return taken.kind === 'use' ? sessionFactsOf(new Sessions().of(taken.use)) : null;
    });
    expect(signedIn?.signIn).toBe(signInSessionArn);
    expect(minted).toMatchObject({ signIn: null });
  });

  it('is what any of its records shows, whichever comes first', () => {
    const name = 'i-0abcdef1234567890';
    const bare = { ...session, arn: session.arn.replace('run-7', name), principalId: `AROAEXAMPLE:${name}` };
    const full = { ...bare, sessionContext: { ...session.sessionContext, ec2RoleDelivery: '2.0' } };
    const sessions = new Sessions();
    const [first, second] = [bare, full].map((who) => {
      const taken = intake(record(who, {}));
      return taken.kind === 'use' ? sessionFactsOf(sessions.of(taken.use)) : null;
    });
    expect([first?.issuedTo, second?.issuedTo]).toEqual([null, { kind: 'instance', id: name }]);
  });

  it('is nothing for a user’s own key', () => {
    const user = { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/ada`, accountId: account, userName: 'ada' };
    const taken = intake(record({ ...user, accessKeyId: 'AKIAEXAMPLEKEY000001' }, {}));
    if (taken.kind !== 'use') throw new Error('not understood');
    expect(sessionFactsOf(new Sessions().of(taken.use))).toBe(null);
  });
});

it('Git over SSH is an SSH key’s doing, whichever one it is', () => {
  const user = { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/ada`, accountId: account, userName: 'ada' };
  const git = {
    eventSource: 'codecommit.amazonaws.com',
    eventName: 'GitPull',
    additionalEventData: { protocol: 'SSH' },
  };
  expect(intake(record(user, git))).toMatchObject({ use: { credential: { kind: 'ssh-key', id: user.arn } } });
  const signed = { ...user, accessKeyId: 'AKIAEXAMPLEKEY000001' };
  expect(intake(record(signed, git))).toMatchObject({ use: { credential: { kind: 'access-key' } } });
});

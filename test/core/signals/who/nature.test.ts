import { expect, it } from 'vitest';
import type { SessionRecord } from '../../../../core/context/sessions/session-record.ts';
import type { Federation } from '../../../../core/intake/who/federation.ts';
import type { Arn } from '../../../../core/model/brand.ts';
import { defaultPolicy } from '../../../../core/policy/policy.ts';
import { observe } from '../../../../core/signals/observation.ts';
import { dossier } from '../../../cases/dossier.ts';
import { pipeline, use } from '../../../cases/use.ts';

const saml: Federation = {
  kind: 'saml',
  provider: 'arn:aws:iam::111122223333:saml-provider/okta' as Arn,
  subject: null,
};
const oidc: Federation = {
  kind: 'oidc',
  provider: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' as Arn,
  subject: 'repo:example/shop:ref:refs/heads/main',
};

const byHand = 'aws-cli/2.17';

it.each([
  ['a person, whom the company signed in', saml, pipeline.by, 'person'],
  ['a machine, which a provider of its own vouched for', oidc, pipeline.by, 'machine'],
  ['a job, though its script uses a tool made for people', oidc, byHand, 'machine'],
  ['a person, whom a provider knows by their mail', { ...oidc, subject: 'mia@example.com' }, byHand, 'person'],
  ['a person, whom a provider knows by a number', { ...oidc, subject: 'auth0|65f1c0' }, byHand, 'person'],
] as const)('behind a role is %s', (_, federation, by, nature) => {
  const parent = { peer: federation.provider, accessKeyId: null, principal: null, tags: null, federation };
  const session: SessionRecord = { places: [], parent };
  expect(observe(use({ ...pipeline, by }), null, dossier({ session }), defaultPolicy).nature).toBe(nature);
});

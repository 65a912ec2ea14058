import type { Arn, EventId, Region, TokenRef } from '../model/brand.ts';
import type { TokenKind } from '../model/credential.ts';
import { parseInstant } from '../model/instant.ts';
import type { Policy } from '../policy/policy.ts';
import { accountOf, type Fields, textOf, untrusted } from './fields.ts';
import type { Intake } from './intake.ts';
import { sourceOf } from './place.ts';
import { rejected } from './reasons.ts';

/** The detail of `CredentialUsed`, once it is known to be of the right form. */
export interface ReportedUse {
  /** Of this use, so that a repeated report counts once. */
  readonly id: string;
  /** ISO 8601 with a zone. */
  readonly at: string;
  readonly kind: TokenKind;
  /** `sha256:…` or `ref:…`. */
  readonly token: string;
  readonly client: string;
  readonly service: string;
  readonly action: string;
  readonly readOnly: boolean;
  readonly refused: boolean;
  readonly sourceIp: string | null;
  readonly userAgent: string | null;
  readonly session: string | null;
  readonly resource: string | null;
}

/**
 * A use of a token that AWS does not know, as its source reports it. The envelope tells who the source is: its `account` is
 * AWS's word, but its `source` is what the sender wrote, so both must be as the policy registers them. A source can only
 * report on its own tokens: its name is part of theirs.
 */
export function tokenUse(envelope: Fields, report: ReportedUse, sources: Policy['sources']): Intake {
  const source = textOf(envelope.source);
  const accountId = accountOf(envelope.account);
  const registered = source !== null && Object.hasOwn(sources, source) ? sources[source] : undefined;
  if (source === null || accountId === null || registered === undefined) return rejected('unregistered');
  if (registered.accountId !== accountId || !registered.kinds.includes(report.kind)) return rejected('unregistered');
  const at = parseInstant(report.at);
  if (at === null) return rejected('no-time');
  const { kind, client, service } = report;
  const principal = clientOf(source, client);
  return {
    kind: 'use',
    use: {
      id: `${source}:${report.id}` as EventId,
      at,
      credential: { kind, id: tokenRef(source, report.token), accountId, principal },
      principal: { kind: 'client', arn: principal, accountId, name: client },
      accessKeyId: null,
      session: report.session === null ? null : `${source} ${report.session}`,
      sessionIssuedAt: null,
      recipientAccountId: accountId,
      service,
      action: `${service}:${report.action}`,
      readOnly: report.readOnly,
      region: elsewhere,
      source: sourceOf(report.sourceIp),
      vpcEndpointId: null,
      vpcEndpointAccountId: null,
      userAgent: untrusted(report.userAgent, 256),
      errorCode: report.refused ? 'Refused' : null,
      denied: report.refused,
      explicitlyDenied: false,
      mfa: null,
      console: false,
      sourceIdentity: null,
      federatedSubject: null,
      issuedTo: null,
      bearerToken: true,
      target: {
        principalName: null,
        policyArn: null,
        resource: untrusted(report.resource, 512),
        sharedWith: [],
        accessKeyId: null,
      },
    },
  };
}

/** An API outside AWS is in no Region. */
const elsewhere = 'none' as Region;

function tokenRef(source: string, token: string): TokenRef {
  return `${source}:${token}` as TokenRef;
}

/** Null where it is no reference to a token. */
export function tokenRefParts(id: string): { readonly source: string; readonly token: string } | null {
  const [, source, token] = /^([\w.-]{1,64}):((?:sha256:[0-9a-f]{64})|(?:ref:[\w.-]{1,80}))$/.exec(id) ?? [];
  return source === undefined || token === undefined ? null : { source, token };
}

/** Stands where others have an ARN, although AWS does not know the client. */
export function clientOf(source: string, client: string): Arn {
  return `client:${source}/${client}` as Arn;
}

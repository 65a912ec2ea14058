/** A registered source, and the account that its events come from. */
export const gateway = { source: 'gateway.example', account: '111111111111' };

/** One use of one token, as EventBridge hands it over. */
export function reported(detail: object = {}): Readonly<Record<string, unknown>> {
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'CredentialUsed',
    source: gateway.source,
    account: gateway.account,
    time: '2026-11-24T12:00:01Z',
    region: 'eu-central-1',
    resources: [],
    detail: {
      version: 1,
      id: 'use-1',
      at: '2026-11-24T12:00:00Z',
      kind: 'oauth-token',
      token: 'ref:grant-17',
      client: 'billing',
      service: 'orders',
      action: 'read',
      sourceIp: '192.0.2.10',
      userAgent: 'billing/2.1',
      ...detail,
    },
  };
}

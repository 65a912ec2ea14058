import type { Casts } from './part.ts';
import { laptop, personOf, singleSignOn } from './people.ts';
import { aRole } from './principals.ts';

/** People who sign on in the company's own account, and go from there into the accounts of customers. */
export const technicians: Casts<'technician'> = {
  technician: (c) => {
    const { organisation, account } = c;
    const person = personOf(c);
    const home = organisation.accounts[0] ?? c.account;
    const signedOn = singleSignOn({ ...c, account: home }, person, 'OperationsAccess');
    if (signedOn.kind !== 'federated') throw new Error('a technician signs on');
    const role = aRole({ account, random: organisation.random.fork(`support/${account.id}`) }, 'SupportAccess');
    const access = { kind: 'chained', role, signedOn, sessionName: 'technician' } as const;
    return { ...laptop(c, access, 'operator', ['cli']), entry: { owner: 'team-support', expectations: 'none' } };
  },
};

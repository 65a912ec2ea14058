import { argv, resourceUsage, stdout } from 'node:process';
import { sweepSessions } from '../adapters/aws/inventory/sessions.ts';
import { readContext } from '../cli/replay/context.ts';
import { keepSweep } from '../cli/sweep/kept-sweep.ts';
import { readTrail } from '../cli/sweep/read-trail.ts';
import { summaryOf } from '../cli/sweep/summary.ts';
import { sweep } from '../cli/sweep/sweep.ts';
import { whichAccounts } from '../cli/sweep/which-accounts.ts';
import { day } from '../core/model/instant.ts';
import { emptySpent } from '../core/plan/limits.ts';
import { defaultPolicy, type Policy } from '../core/policy/policy.ts';
import type { KnownFinding } from '../core/sweep/findings.ts';
import { handDays } from '../simulator/accounts/lent.ts';

/** Sweeps the organisation behind AWS_ENDPOINT_URL as the command does, and prints what it cost and what it said, as JSON. */
const [folder = '', now = '0', ...extra] = argv.slice(2);
const sessions = sweepSessions({ roleName: 'OrganizationAccountAccessRole' });
const which = await whichAccounts(sessions, { accounts: null, organization: true });
const reasons: [credential: string, reasons: string[]][] = [];
/** What is too light to be told by itself is only noted, except that nobody owns it. */
const leastBits = 8;
/** As if everybody had been warned long enough ago, and the limits were no matter: who would be touched then? */
const policy: Policy = {
  ...defaultPolicy,
  mode: 'enforce',
  temporaryGrantDays: handDays,
  limits: { ...defaultPolicy.limits, disruptivePerAccountPerHour: 1e9, disruptivePerOrganizationPerDay: 1e9 },
};
const warned: KnownFinding = {
  credential: '',
  reasons: [],
  decisionId: '',
  action: 'notify',
  firstSeen: Number(now) - 15 * day,
  lastSeen: Number(now) - 15 * day,
  resolvedAt: null,
  retirement: { stage: 'warned', since: Number(now) - 15 * day },
  due: null,
  outcomeId: null,
  lastUse: null,
  history: [],
};
const started = performance.now();
const read = extra.includes('trail') ? await readTrail([`${folder}/trail`], {}, () => {}) : null;
const began = performance.now();
const outcome = await sweep({
  sessions,
  which,
  kept: keepSweep(`${folder}/state.db`, 'bench', Number(now)),
  judging: {
    now: Number(now),
    regions: null,
    declarations: [],
    surroundings: { ownerTags: defaultPolicy.ownerTags, people: (await readContext(folder)).people, ours: which.ours },
    circumstances: { policy, exemptions: [], spent: emptySpent() },
    remembered: () => warned,
    ...(read === null ? {} : { trail: read.evidence }),
    rightSize: extra.includes('right-size'),
    onAssessment: ({ credential, signals }) =>
      reasons.push([
        credential.id,
        signals
          .filter(({ name, bits }) => bits >= leastBits || name === 'ownerless')
          .map(({ name, key }) => `${name} ${key}`),
      ]),
  },
});
sessions.close();
const seconds = (performance.now() - began) / 1_000;
const told = outcome.results.flatMap(({ decisions }) =>
  decisions.map(({ credential, action }) => [credential, action]),
);
const rightSizes = outcome.results.flatMap((result) => Object.entries(result.rightSizes));
const trail = read === null ? null : { uses: read.uses, seconds: (began - started) / 1_000 };
const megabytes = Math.round(resourceUsage().maxRSS / 1_024);
stdout.write(
  JSON.stringify({ megabytes, seconds, trail, told, reasons, rightSizes, summary: summaryOf(outcome, which.closed) }),
);

import { isKeyArn } from '../cli/deploy/key-arn.ts';
import { concurrencyContext, usualConcurrency } from '../contract/concurrency.ts';
import { misnamed } from '../contract/misnamed.ts';
import { globalRegionOf, regionForm } from '../contract/regions.ts';
import { noRoom } from '../contract/room.ts';
import { bindingsIn, type KeyBinding } from '../contract/rotation.ts';
import { isRunbookLink, runbookContext } from '../contract/runbook.ts';
import { trailPlaceIn, usualBackfillDays } from '../contract/trail.ts';
import type { OrganizationGiven } from '../lib/organization.ts';
import type { RescindStackProps } from '../lib/rescind-stack.ts';
import { usualWatchRegion } from '../lib/watch-stack.ts';

/** What was asked for with `-c` cannot be, and what to write instead. */
export interface ContextFault {
  readonly fault: string;
  readonly remedy: string;
}

type Context = (name: string) => unknown;

/**
 * `-c organization=o-… -c units=ou-…,ou-… [-c regions=…,…] [-c delegated=true [-c management=ACCOUNT]] [-c trailBucket=NAME[/PREFIX]|new] [-c trailKey=arn:…]
 * [-c backfillDays=30] [-c inspector=arn:…] [-c slackSecret=…] [-c ownAccount=no] [-c inlineDenies=no] [-c guard=yes]
 * [-c watch=REGION|none] [-c runbook=https://…] [-c concurrency=1000] [-c renew=NAME]
 * [-c rotate='[{"secret":"arn:…","user":"bot"}]'] [-c tokenSecrets=arn:…,arn:…] [-c bundles=FOLDER]`, the last for where the
 * functions are built into. `home`: the Region that is deployed to.
 */
export function stackPropsIn(context: Context, usualBundles: string, home: string): RescindStackProps | ContextFault {
  const organization = organizationIn(context, home);
  if (organization !== null && 'fault' in organization) return organization;
  const watchesItself = textIn(context, 'ownAccount') !== 'no';
  const backfillDays = Number(context('backfillDays') ?? usualBackfillDays);
  const concurrency = Number(context(concurrencyContext) ?? usualConcurrency);
  const trailBucket = textIn(context, 'trailBucket');
  const trailKey = textIn(context, 'trailKey');
  const watch = textIn(context, 'watch') ?? usualWatchRegion(home);
  const fault =
    (organization === null ? aloneFault(listIn(context, 'regions'), home) : null) ??
    backfillFault(backfillDays, context) ??
    concurrencyFault(concurrency, context) ??
    trailFault(trailBucket, organization) ??
    (trailKey === null ? null : trailKeyFault(trailKey, trailBucket)) ??
    watchFault(watch, home) ??
    (watchesItself || organization !== null ? null : nobodyWatched) ??
    runbookFault(textIn(context, runbookContext));
  if (fault !== null) return fault;
  const rotate = bindingsGiven(context('rotate'));
  if ('fault' in rotate) return rotate;
  const [inspectorArn, slackSecret] = [textIn(context, 'inspector'), textIn(context, 'slackSecret')];
  const tokenSecrets = listIn(context, 'tokenSecrets');
  const names = { inspector: inspectorArn, slackSecret, tokenSecrets, bindings: rotate };
  const wrong =
    misnamed(names, { region: home, accountId: null }) ??
    noRoom({ units: organization?.units ?? [], bindings: rotate, tokenSecrets });
  if (wrong !== null) return { fault: wrong.what, remedy: wrong.remedy };
  return {
    bundles: textIn(context, 'bundles') ?? usualBundles,
    home,
    concurrency,
    organization,
    trailBucket,
    ...(trailKey !== null && { trailKey }),
    backfillDays,
    inspectorArn,
    slackSecret,
    watchesItself,
    inlineDenies: (textIn(context, 'inlineDenies') ?? 'yes') !== 'no',
    guard: textIn(context, 'guard') === 'yes',
    watchRegion: watch === 'none' ? null : watch,
    rotate,
    tokenSecrets,
  };
}

const aRegion = new RegExp(`^${regionForm}$`);

const nobodyWatched: ContextFault = {
  fault: '-c ownAccount=no leaves no account to watch',
  remedy: 'It is only for an organisation: add -c organization=o-… and -c units=ou-…, or leave it out.',
};

function aloneFault(regions: readonly string[], home: string): ContextFault | null {
  if (regions.every((region) => region === home)) return null;
  return {
    fault: `-c regions=${regions.join(',')} is only for an organisation; a single account is watched in ${home}`,
    remedy: 'Leave it out, or add -c organization=o-… and -c units=r-….',
  };
}

function backfillFault(days: number, context: Context): ContextFault | null {
  if (Number.isInteger(days) && days >= 0 && days <= 365) return null;
  return {
    fault: `-c backfillDays=${String(context('backfillDays'))} is not a number of days`,
    remedy: 'Write 0 to 365.',
  };
}

function concurrencyFault(concurrency: number, context: Context): ContextFault | null {
  if (Number.isInteger(concurrency) && concurrency >= 1) return null;
  return {
    fault: `-c concurrency=${String(context(concurrencyContext))} is not a number of functions`,
    remedy:
      'Write how many functions the account runs at once: aws lambda get-account-settings shows it as ConcurrentExecutions.',
  };
}

function trailFault(trailBucket: string | null, organization: OrganizationGiven | null): ContextFault | null {
  if (trailBucket === 'new') {
    if (organization?.callAs !== 'DELEGATED_ADMIN') return null;
    return {
      fault:
        '-c trailBucket=new cannot be used with -c delegated=true: a trail of the organisation belongs to its management account',
      remedy:
        'Create the trail there, writing to a bucket of this account, and write -c trailBucket=NAME; or leave it out.',
    };
  }
  if (trailBucket === null || trailPlaceIn(trailBucket) !== null) return null;
  return {
    fault: `-c trailBucket=${trailBucket} is not the name of a bucket`,
    remedy: 'Write the name, or NAME/PREFIX, without s3://.',
  };
}

function watchFault(watch: string, home: string): ContextFault | null {
  if (watch === 'none' || (watch !== home && aRegion.test(watch))) return null;
  return {
    fault: `-c watch=${watch} is ${watch === home ? 'the Region that is to be watched' : 'not a Region'}`,
    remedy: 'Name another Region, like us-west-2, or write none.',
  };
}

function runbookFault(runbook: string | null): ContextFault | null {
  if (runbook === null || isRunbookLink(runbook)) return null;
  return {
    fault: `-c runbook=${runbook} is not a link`,
    remedy: 'Write the address of your copy of docs/runbook.md, https://…, without a #; or leave it out.',
  };
}

function trailKeyFault(trailKey: string, trailBucket: string | null): ContextFault | null {
  if (trailBucket === null || trailBucket === 'new') {
    return {
      fault: '-c trailKey= is the key of an existing bucket, but no bucket is named',
      remedy: 'Leave it out, or add -c trailBucket=NAME.',
    };
  }
  if (isKeyArn(trailKey)) return null;
  return {
    fault: `-c trailKey=${trailKey} is not the ARN of a key`,
    remedy: 'Write arn:aws:kms:REGION:ACCOUNT:key/…, not the name of an alias.',
  };
}

function organizationIn(context: Context, home: string): OrganizationGiven | ContextFault | null {
  const id = textIn(context, 'organization');
  if (id === null) return null;
  if (!/^o-[a-z0-9]{10,32}$/.test(id)) {
    return {
      fault: `-c organization=${id} is not the id of an organisation`,
      remedy: 'It looks like o-a1b2c3d4e5: aws organizations describe-organization shows it.',
    };
  }
  const units = listIn(context, 'units');
  if (
    units.length === 0 ||
    !units.every((unit) => /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/.test(unit))
  ) {
    return {
      fault:
        units.length === 0
          ? 'it is not said which accounts to watch'
          : `-c units=${units.join(',')} does not name units`,
      remedy: 'Write -c units=r-… for all, or -c units=ou-…,ou-….',
    };
  }
  const regions = listIn(context, 'regions');
  const strange = regions.find((region) => !aRegion.test(region));
  if (strange !== undefined) {
    return {
      fault: `-c regions=${regions.join(',')}: ${strange} is not a Region`,
      remedy: 'Write names like eu-west-1.',
    };
  }
  const callAs = String(context('delegated')) === 'true' ? 'DELEGATED_ADMIN' : 'SELF';
  // Which others are switched on nobody can say who has no credentials. What is global is logged in the first.
  const usual = [...new Set([globalRegionOf(home), home])];
  const management = textIn(context, 'management');
  if (management !== null && (callAs === 'SELF' || !/^\d{12}$/.test(management))) {
    return {
      fault: `-c management=${management} is ${callAs === 'SELF' ? 'only for a delegated account' : 'not the id of an account'}`,
      remedy: 'Write the twelve digits of the management account, with -c delegated=true; or leave it out.',
    };
  }
  return { id, units, regions: regions.length === 0 ? usual : regions, callAs, management };
}

function textIn(context: Context, name: string): string | null {
  const value = context(name);
  return value === undefined || value === null ? null : String(value);
}

function listIn(context: Context, name: string): string[] {
  return [...new Set((textIn(context, name) ?? '').split(',').filter((one) => one !== ''))];
}

/** Which users' keys lie in which secrets; none where nothing is said. */
function bindingsGiven(text: unknown): readonly KeyBinding[] | ContextFault {
  try {
    return typeof text === 'string' && text !== '' ? bindingsIn(text) : [];
  } catch {
    return {
      fault: '-c rotate= does not say which user’s key is in which secret',
      remedy: 'Write it in JSON as docs/rotation.md shows.',
    };
  }
}

/** Of the reach of a deployment, its own account; what else is in it are units of the organisation. */
export const ownReach = 'account';

/** In place of accounts, where nobody has said which. */
export const anyAccount = 'any';

/** In place of a bucket's name, where no trail is read; no bucket may be called so. */
export const noTrail = '-';

/** In place of the number of the guard, where there is none. */
export const noGuard = '-';

/** What each function is told by the stack: the name of a thing here, the name of the variable there. */
export const envNames = {
  observe: {
    table: 'RESCIND_TABLE',
    bus: 'RESCIND_BUS',
    settings: 'RESCIND_SETTINGS',
    /** The bucket whose files the other lane reads, or `noTrail`. */
    trail: 'RESCIND_TRAIL',
    learning: 'RESCIND_LEARNING',
    /** About whom a notice of AWS is heeded; as the sweep's. */
    reach: 'RESCIND_REACH',
    /** The deployment's own. */
    account: 'RESCIND_ACCOUNT',
    /** Where a stack of ours may stand, with commas between, or `anyAccount`. */
    homes: 'RESCIND_HOMES',
    /** The number of the service control policy that keeps seal, roles and rules, or `noGuard`. */
    guard: 'RESCIND_GUARD',
  },
  ingest: {
    table: 'RESCIND_TABLE',
    bus: 'RESCIND_BUS',
    settings: 'RESCIND_SETTINGS',
    trail: 'RESCIND_TRAIL',
    /** The queue that it works off, for what it had no time for. */
    files: 'RESCIND_FILES',
    learning: 'RESCIND_LEARNING',
    /** Whose files are judged, of a trail of more accounts; as the sweep's. */
    reach: 'RESCIND_REACH',
    /** The deployment's own. */
    account: 'RESCIND_ACCOUNT',
    /** As observe's, both. */
    homes: 'RESCIND_HOMES',
    guard: 'RESCIND_GUARD',
  },
  sweep: {
    table: 'RESCIND_TABLE',
    deeds: 'RESCIND_DEEDS',
    bus: 'RESCIND_BUS',
    settings: 'RESCIND_SETTINGS',
    /** `ownReach`, `r-…`, `ou-…`, with commas between. */
    reach: 'RESCIND_REACH',
    learning: 'RESCIND_LEARNING',
  },
  backfill: {
    table: 'RESCIND_TABLE',
    settings: 'RESCIND_SETTINGS',
    trail: 'RESCIND_TRAIL',
    days: 'RESCIND_DAYS',
    reach: 'RESCIND_REACH',
    account: 'RESCIND_ACCOUNT',
  },
  heartbeat: {
    table: 'RESCIND_TABLE',
    reach: 'RESCIND_REACH',
    lanes: 'RESCIND_LANES',
    regions: 'RESCIND_REGIONS',
    learning: 'RESCIND_LEARNING',
    /** The Region that it is watched from, or `none`. */
    watch: 'RESCIND_WATCH',
  },
  respond: {
    table: 'RESCIND_TABLE',
    deeds: 'RESCIND_DEEDS',
    bus: 'RESCIND_BUS',
    settings: 'RESCIND_SETTINGS',
    /** `yes`, or `no` where the role that writes inline denies was left out. */
    inlineDenies: 'RESCIND_INLINE_DENIES',
    /** As observe's. */
    homes: 'RESCIND_HOMES',
    learning: 'RESCIND_LEARNING',
  },
  /** `bindings`: which user's key a secret holds, as `inShort` says it. */
  rotate: { bindings: 'RESCIND_BINDINGS' },
  interact: {
    table: 'RESCIND_TABLE',
    deeds: 'RESCIND_DEEDS',
    settings: 'RESCIND_SETTINGS',
    slack: 'RESCIND_SLACK_SECRET',
    /** Where clicks wait to be worked off, and where wishes go. */
    clicks: 'RESCIND_CLICKS',
    wishes: 'RESCIND_WISHES',
  },
  /** Topics for everybody, and for those who may answer; the key of their links, and where those lead. */
  mail: {
    table: 'RESCIND_TABLE',
    settings: 'RESCIND_SETTINGS',
    notices: 'RESCIND_NOTICES',
    answers: 'RESCIND_ANSWERS',
    linkKey: 'RESCIND_LINK_KEY',
    links: 'RESCIND_LINKS',
  },
  links: {
    table: 'RESCIND_TABLE',
    deeds: 'RESCIND_DEEDS',
    settings: 'RESCIND_SETTINGS',
    linkKey: 'RESCIND_LINK_KEY',
    wishes: 'RESCIND_WISHES',
  },
  notify: { table: 'RESCIND_TABLE', settings: 'RESCIND_SETTINGS', slack: 'RESCIND_SLACK_SECRET' },
} as const;

export type FunctionName = keyof typeof envNames;

/** What the construct of a function must give; one forgotten variable is a type error. */
export type Env<Name extends FunctionName> = { readonly [Key in keyof (typeof envNames)[Name]]: string };

/** Throws where a variable is missing: a function that was deployed wrongly must not start. */
export function readEnv<Name extends FunctionName>(
  name: Name,
  variables: Readonly<Record<string, string | undefined>>,
): Env<Name> {
  const entries = Object.entries<string>(envNames[name]).map(([key, variable]) => {
    const value = variables[variable];
    if (value === undefined || value === '')
      throw new Error(`the environment variable ${variable} is not set: deploy again`);
    return [key, value] as const;
  });
  return Object.fromEntries(entries) as Env<Name>;
}

/** The same as CloudFormation wants it. */
export function variablesOf<Name extends FunctionName>(name: Name, env: Env<Name>): Record<string, string> {
  const values: Readonly<Record<string, string>> = env;
  return Object.fromEntries(
    Object.entries<string>(envNames[name]).map(([key, variable]) => [variable, values[key] ?? '']),
  );
}

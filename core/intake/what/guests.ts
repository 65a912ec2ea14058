import { accountOf, arnPart, type Fields, fieldsOf, isFields, manyOf } from '../fields.ts';

/** Whom a statement of a policy lets in: principals, accounts, and `*` for everybody. */
export function guestsIn(statement: Fields): readonly unknown[] {
  const { Effect, Principal, NotPrincipal, Condition } = statement;
  if (Effect !== 'Allow') return [];
  const named = NotPrincipal === undefined ? principalsIn(Principal) : ['*'];
  const guests = named.flatMap((guest) => (guest === '*' ? leftBy(Condition) : [guest]));
  // A service lets in those it works for: another account's distribution reads the bucket, another account's API calls the function.
  return servesOthers(statement) ? [...guests, ...testsIn(Condition).flatMap((test) => namedBy(test) ?? [])] : guests;
}

/** Whether data goes out by a service, or code runs. What comes in by one, such as other accounts' logs and events, is everyday. */
function servesOthers({ Principal, Action }: Fields): boolean {
  const isService = isFields(Principal) && Principal.Service !== undefined;
  return (
    isService && manyOf(Action).some((action) => /^(?:\*|s3:(?:\*|get\*|getobject.*)|lambda:.*)$/i.test(String(action)))
  );
}

/** The AWS principals that a statement names, `*` included. */
function principalsIn(principal: unknown): readonly unknown[] {
  return manyOf(isFields(principal) ? principal.AWS : principal);
}

/**
 * Whom a condition leaves of everybody: the accounts that it names, or everybody where it narrows nothing. Nobody where it names a network,
 * an organisation or something else without an account in its name: whose organisation that is, is not known here.
 */
function leftBy(condition: unknown): readonly unknown[] {
  const narrowing = testsIn(condition).flatMap((test) => {
    const named = namedBy(test);
    return named === null ? [] : [named];
  });
  return narrowing.length === 0 ? ['*'] : narrowing.flat();
}

interface Test {
  /** `stringequals`, without `ForAllValues:`, `ForAnyValue:` and `IfExists`. */
  readonly operator: string;
  /** Also holds where the request has no such key. */
  readonly isLax: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

function testsIn(condition: unknown): readonly Test[] {
  return Object.entries(fieldsOf(condition)).flatMap(([written, keys]) => {
    const operator = written.toLowerCase();
    const isLax = operator.startsWith('forallvalues:') || operator.endsWith('ifexists');
    return Object.entries(fieldsOf(keys)).map(([key, values]) => ({
      operator: operator.replace(/^for(?:all|any)values?:|ifexists$/g, ''),
      isLax,
      key: key.toLowerCase(),
      values: manyOf(values).map(String),
    }));
  });
}

/** The accounts that a test lets through, none where it narrows by something else; null where it narrows nobody. */
function namedBy({ operator, isLax, key, values }: Test): readonly unknown[] | null {
  // What shuts somebody out lets all others in; numbers, dates, and whether a key is there say nothing of who comes.
  if (/not|^null$|^numeric|^date/.test(operator) || ofAnybody.test(key)) return null;
  if (isLax && !ofAllSigned.test(key)) return null;
  if (operator === 'ipaddress') return values.some(isWideRange) ? null : [];
  const isPattern = operator.startsWith('arn') || operator === 'stringlike';
  if (values.some((value) => ofCaller.test(value) || (isPattern && isAnyones(key, value)))) return null;
  if (ofAccounts.test(key) || values.some(isOfAccount)) return values;
  if (operator === 'bool' && values.includes('false')) return null;
  // A service's own keys mostly tell which thing is used, and in which way.
  return key.startsWith('aws:') || ofPlaces.test(key) || values.every(isPlace) ? [] : null;
}

function isOfAccount(value: string): boolean {
  const account = accountNamed(value);
  return account !== null && account !== 'all';
}

/** `vpc-0123456789abcdef0`, `https://hooks.example.com/in`, `*@example.com`: no account, but somebody's own place. */
function isPlace(value: string): boolean {
  return /^vpce?-[0-9a-f]+$|:\/\/[^*?]|@[^*?]+$/.test(value);
}

/** A network's own mount targets, an enclave that proves what runs in it, and a function's URL, which is told of when it is made. */
const ofPlaces =
  /^(?:elasticfilesystem:accessedviamounttarget|kms:recipientattestation:.*|lambda:(?:functionurlauthtype|invokedviafunctionurl))$/;

/** Keys whose values name an account, or something of one. */
const ofAccounts =
  /^(?:aws:(?:principal(?:account|arn)|source(?:account|arn|owner)|vpceaccount)|kms:calleraccount|s3:dataaccesspoint(?:account|arn))$/;

/** Every signed request from a network has these keys; others are missing where somebody calls directly, so that a lax test lets them in. */
const ofAllSigned = /^(?:aws:(?:principal(?:account|arn)|sourceip)|kms:calleraccount)$/;

/** Keys for what callers say of themselves or choose, how they come, and what they use: none says whose they are. */
const ofAnybody =
  /^(?:aws:(?:securetransport|multifactorauth\w+|currenttime|epochtime|tokenissuetime|referer|useragent|requestedregion|requesttag\/.*|tagkeys|resource\w+(?:\/.*)?|principaltag\/.*|principaltype|username|vpcsourceip|sourceidentity|viaawsservice|calledvia\w*)|sts:(?:externalid|rolesessionname|sourceidentity|durationseconds)|s3:(?!dataaccesspoint).*|kms:(?:viaservice|encryptioncontext.*)|secretsmanager:.*|sns:protocol)$/;

/** The caller, whoever it is, by a variable. */
const ofCaller = /\$\{(?:aws:(?:principal|source|userid|username|vpce|federated)|kms:calleraccount)/i;

/** More of the internet than anybody has for themselves. */
function isWideRange(range: string): boolean {
  const [address = '', bits] = range.split('/');
  return Number(bits) < (address.includes(':') ? 16 : 8);
}

/** `*`, `vpce-0*`, `arn:aws:iam::*:role/r`; not `arn:aws:s3:*:*:ledger`: only one bucket in the world has that name. */
function isAnyones(key: string, value: string): boolean {
  if (!/[*?]/.test(value)) return false;
  if (!ofAccounts.test(key)) return /^.{0,7}[*?]/.test(value) && !isPlace(value);
  return accountNamed(value) === null && !ofBucket.test(value);
}

const ofBucket = /^arn:[^:]*:s3:[^:]*:[^:]*:[^:*?/][^:/]*$/;

/** The account that a guest is or belongs to; `all` for everybody, null where it names none. */
export function accountNamed(guest: unknown): string | null {
  if (guest === 'all' || guest === 'All' || guest === '*') return 'all';
  if (typeof guest === 'string' && guest.startsWith('arn:')) return accountOf(arnPart(guest, 4));
  return accountOf(guest);
}

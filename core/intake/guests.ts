import { accountOf, arnPart, type Fields, fieldsOf, isFields, manyOf } from './fields.ts';

/** Whom a statement of a policy lets in: principals, accounts, and `*` for everybody. */
export function guestsIn(statement: Fields): readonly unknown[] {
  const { Effect, Principal, NotPrincipal, Condition } = statement;
  if (Effect !== 'Allow') return [];
  const named = NotPrincipal === undefined ? principalsIn(Principal) : ['*'];
  const guests = named.flatMap((guest) => (guest === '*' ? leftBy(Condition) : [guest]));
  // Through a service whoever it works for comes in: a distribution of another account reads the bucket, an API of one calls the function.
  return servesOthers(statement) ? [...guests, ...testsIn(Condition).flatMap((test) => namedBy(test) ?? [])] : guests;
}

/** Logs and events that come in from other accounts by a service are everyday; what goes out, or runs, is not. */
function servesOthers({ Principal, Action }: Fields): boolean {
  const isService = isFields(Principal) && Principal.Service !== undefined;
  return (
    isService && manyOf(Action).some((action) => /^(?:\*|s3:(?:\*|get\*|getobject.*)|lambda:.*)$/i.test(String(action)))
  );
}

/** Whom of AWS a statement names, `*` included. */
function principalsIn(principal: unknown): readonly unknown[] {
  return manyOf(isFields(principal) ? principal.AWS : principal);
}

/**
 * Whom a condition leaves of everybody: the accounts that it names, everybody where it narrows nobody, and nobody to speak of where it
 * names a network, an organisation or what else has no account in its name. Whose organisation it is nobody here knows.
 */
function leftBy(condition: unknown): readonly unknown[] {
  const narrowing = testsIn(condition).flatMap((test) => {
    const named = namedBy(test);
    return named === null ? [] : [named];
  });
  return narrowing.length === 0 ? ['*'] : narrowing.flat();
}

interface Test {
  /** `stringequals`, without the words that say how it takes lists and what is missing. */
  readonly operator: string;
  /** It holds where the request has no such key, too. */
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
  // What shuts somebody out lets all others in; a number, a date, and that a key is there or not say nothing of whom.
  if (/not|^null$|^numeric|^date/.test(operator) || ofAnybody.test(key)) return null;
  if (isLax && !ofAllSigned.test(key)) return null;
  if (operator === 'ipaddress') return values.some(isWideRange) ? null : [];
  const isPattern = operator.startsWith('arn') || operator === 'stringlike';
  if (values.some((value) => ofCaller.test(value) || (isPattern && isAnyones(key, value)))) return null;
  if (ofAccounts.test(key) || values.some(isOfAccount)) return values;
  if (operator === 'bool' && values.includes('false')) return null;
  // What a service has keys of its own for is mostly which thing, and in which way.
  return key.startsWith('aws:') || ofPlaces.test(key) || values.every(isPlace) ? [] : null;
}

function isOfAccount(value: string): boolean {
  const account = accountNamed(value);
  return account !== null && account !== 'all';
}

/** `vpc-0123456789abcdef0`, `https://hooks.example.com/in`, `*@example.com`: whoever has no account, but a place of their own. */
function isPlace(value: string): boolean {
  return /^vpce?-[0-9a-f]+$|:\/\/[^*?]|@[^*?]+$/.test(value);
}

/** A network's own doors to a file system, a machine that proves what runs on it, and a function's page, which is told of where it is made. */
const ofPlaces =
  /^(?:elasticfilesystem:accessedviamounttarget|kms:recipientattestation:.*|lambda:(?:functionurlauthtype|invokedviafunctionurl))$/;

/** Keys whose values name an account, or something of one. */
const ofAccounts =
  /^(?:aws:(?:principal(?:account|arn)|source(?:account|arn|owner)|vpceaccount)|kms:calleraccount|s3:dataaccesspoint(?:account|arn))$/;

/** Of these the request of whoever signs it has one, and of networks each: all else is missing where somebody comes straight. */
const ofAllSigned = /^(?:aws:(?:principal(?:account|arn)|sourceip)|kms:calleraccount)$/;

/** What the caller says of themselves or chooses, how they come, and what of: none of it says whose they are. */
const ofAnybody =
  /^(?:aws:(?:securetransport|multifactorauth\w+|currenttime|epochtime|tokenissuetime|referer|useragent|requestedregion|requesttag\/.*|tagkeys|resource\w+(?:\/.*)?|principaltag\/.*|principaltype|username|vpcsourceip|sourceidentity|viaawsservice|calledvia\w*)|sts:(?:externalid|rolesessionname|sourceidentity|durationseconds)|s3:(?!dataaccesspoint).*|kms:(?:viaservice|encryptioncontext.*)|secretsmanager:.*|sns:protocol)$/;

/** The caller, whoever it is, by a variable. */
const ofCaller = /\$\{(?:aws:(?:principal|source|userid|username|vpce|federated)|kms:calleraccount)/i;

/** More of the internet than anybody has for themselves. */
function isWideRange(range: string): boolean {
  const [address = '', bits] = range.split('/');
  return Number(bits) < (address.includes(':') ? 16 : 8);
}

/** `*`, `vpce-0*`, `arn:aws:iam::*:role/r`; not `arn:aws:s3:*:*:ledger`, which is of one bucket in the world. */
function isAnyones(key: string, value: string): boolean {
  if (!/[*?]/.test(value)) return false;
  if (!ofAccounts.test(key)) return /^.{0,7}[*?]/.test(value) && !isPlace(value);
  return accountNamed(value) === null && !ofBucket.test(value);
}

const ofBucket = /^arn:[^:]*:s3:[^:]*:[^:]*:[^:*?/][^:/]*$/;

/** The account that a guest is, or is of; `all` for everybody, null where it says nothing of one. */
export function accountNamed(guest: unknown): string | null {
  if (guest === 'all' || guest === 'All' || guest === '*') return 'all';
  if (typeof guest === 'string' && guest.startsWith('arn:')) return accountOf(arnPart(guest, 4));
  return accountOf(guest);
}

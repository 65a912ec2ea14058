import type { CredentialUse } from '../intake/credential-use.ts';
import type { Untrusted } from '../model/brand.ts';

/** The program that a user agent tells of. That is the caller's own claim, so it only ever corroborates. */
export interface Program {
  /** Its name, without its version: an upgrade is not a change of hands. */
  readonly client: string;
  /** The operating system that it says to run on; null where it says nothing of that. */
  readonly system: 'macOS' | 'Windows' | 'Linux' | null;
}

export function programOf({ userAgent, issuedTo }: Pick<CredentialUse, 'userAgent' | 'issuedTo'>): Program {
  if (userAgent === null || userAgent === '') return none;
  const known = recognised.get(userAgent) ?? remembered(userAgent);
  return issuedTo?.kind === 'function' ? known.ofFunction : known.program;
}

const none: Program = { client: 'none', system: null };

/** What a function's own program says beside its name: the runtime that it found itself in. */
export function saysItRunsInFunction({ userAgent }: Pick<CredentialUse, 'userAgent'>): boolean {
  return userAgent?.includes('exec-env/AWS_Lambda_') === true;
}

interface Recognised {
  readonly program: Program;
  /** The same where the session is a function's, whose own program is told from one of its name that runs elsewhere. */
  readonly ofFunction: Program;
}

// A few programs make most of the calls.
const recognised = new Map<string, Recognised>();
const mostRecognised = 2_000;

function remembered(userAgent: Untrusted): Recognised {
  const [, system = null] = systems.find(([pattern]) => pattern.test(userAgent)) ?? [];
  const program = { client: recognise(userAgent), system };
  const inFunction = { client: `${program.client} in a function`, system };
  const both = { program, ofFunction: saysItRunsInFunction({ userAgent }) ? inFunction : program };
  if (recognised.size >= mostRecognised) recognised.clear();
  recognised.set(userAgent, both);
  return both;
}

/** As SDKs write them, new and old, and browsers. First match wins: what runs on a Mac may name the Linux of its build. */
const systems: readonly (readonly [RegExp, Program['system']])[] = [
  [/\bos\/macos\b|\bDarwin\b|\bMac(?:intosh\b| ?OS)/i, 'macOS'],
  [/\bos\/windows\b|\bWindows\b/i, 'Windows'],
  [/\bos\/linux\b|\bLinux\b/i, 'Linux'],
];

function recognise(userAgent: string): string {
  const text = userAgent.startsWith('[') ? userAgent.slice(1).replace(/\]$/, '') : userAgent;
  const known = knownClients.find(([pattern]) => pattern.test(text));
  const client = known === undefined ? firstProduct(text) : known[1];
  const distribution = attackDistributions.exec(text);
  return distribution === null ? client : `${client} on ${distribution[0].toLowerCase()}`;
}

/** Operating systems made for breaking in, as SDKs report them: mostly within the kernel's name, as in `6.1.0-kali9-amd64`. */
const attackDistributions = /(?<![a-z])(?:kali|parrot|pentoo|blackarch)(?![a-z])/i;

export function isAttackDistribution(client: string): boolean {
  return client.includes(' on ');
}

/** First match wins: the tool that wraps an SDK says more than the SDK. */
const knownClients: readonly (readonly [RegExp, string])[] = [
  [/terraform/i, 'terraform'],
  [/pulumi/i, 'pulumi'],
  [/ansible/i, 'ansible'],
  [/aws-cdk|cdk\//i, 'aws-cdk'],
  [/^console\.amazonaws\.com|^signin\.amazonaws\.com|^S3Console|aws-internal|AWS Internal/i, 'console'],
  [/^Mozilla|^Opera/i, 'browser'],
  [/^S3 Browser/i, 'S3 Browser'],
  [/^aws-cli/i, 'aws-cli'],
  [/^Boto3/i, 'boto3'],
  [/^Botocore/i, 'botocore'],
  [/^aws-sdk-go/i, 'aws-sdk-go'],
  [/^aws-sdk-(?:js|nodejs)/i, 'aws-sdk-js'],
  [/^aws-sdk-java/i, 'aws-sdk-java'],
  [/^aws-sdk-rust/i, 'aws-sdk-rust'],
  [/^aws-sdk-dotnet/i, 'aws-sdk-dotnet'],
  [/^aws-sdk-ruby/i, 'aws-sdk-ruby'],
  [/^aws-sdk-php/i, 'aws-sdk-php'],
  [/^aws-sdk-kotlin/i, 'aws-sdk-kotlin'],
];

/** `mytool/1.2 (linux)` → `mytool`; a name made up per run keeps its letters only, so that it stays one client. */
function firstProduct(text: string): string {
  const product = /^[^\s/]+/.exec(text)?.[0] ?? 'other';
  return product.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d{4,}/gi, '').slice(0, 20) || 'other';
}

/** Programs that a person drives by hand. */
export const handDriven: readonly string[] = ['console', 'browser', 'aws-cli'];

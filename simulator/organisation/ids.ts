import type { Random } from '../random.ts';

const digits = '0123456789';
const hexDigits = '0123456789abcdef';
/** AWS's unique ids use no 0, 1, 8 or 9. */
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const mixed = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export type UniqueIdPrefix = 'AKIA' | 'ASIA' | 'AIDA' | 'AROA' | 'ANPA' | 'AGPA';

export function uniqueId(random: Random, prefix: UniqueIdPrefix): string {
  return prefix + random.text(base32, prefix === 'AKIA' || prefix === 'ASIA' ? 16 : 17);
}

export function accountNumber(random: Random): string {
  return random.between(1, 9) + random.text(digits, 11);
}

export function hex(random: Random, length: number): string {
  return random.text(hexDigits, length);
}

export function letters(random: Random, length: number): string {
  return random.text(mixed, length);
}

export function uuid(random: Random): string {
  const word = () => Math.floor(random.next() * 4_294_967_296);
  const [a, b, c, d] = [word(), word(), word(), word()].map((n) => n.toString(16).padStart(8, '0'));
  return `${a}-${b?.slice(0, 4)}-4${b?.slice(5)}-a${c?.slice(1, 4)}-${c?.slice(4)}${d}`;
}

export function userArn(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:user/${name}`;
}

/** `path` is `/` or begins and ends with a slash. */
export function roleArn(accountId: string, name: string, path = '/'): string {
  return `arn:aws:iam::${accountId}:role${path}${name}`;
}

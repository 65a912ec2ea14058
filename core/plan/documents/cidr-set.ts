import { addressOf, isPrivate, parseCidr } from '../../model/ip.ts';

/** A CIDR as a number: `base` has no bit set beyond `length`. */
interface Block {
  readonly kind: 'ipv4' | 'ipv6';
  readonly base: bigint;
  readonly length: number;
}

const bits = { ipv4: 32, ipv6: 128 } as const;
/** Widening stops here: a pin that lets in more than this is not a pin. */
const widest = { ipv4: 16, ipv6: 32 } as const;
/** What someone declared wider than this names no network at all. */
const meaningful = { ipv4: 8, ipv6: 19 } as const;

/**
 * The fewest CIDRs that cover exactly the same addresses. Private ranges are left out, since `aws:SourceIp` never
 * shows one, and so is anything that is no CIDR or nearly the whole internet.
 */
export function mergeCidrs(cidrs: readonly string[]): string[] {
  return merge(cidrs.flatMap((text) => blockOf(text) ?? [])).map(textOf);
}

/**
 * Those of `mergeCidrs`, then one fewer each time, by joining the two nearest neighbours; over where that would open more than
 * a /16 (IPv6: /32).
 */
export function* widenings(cidrs: readonly string[]): Generator<string[]> {
  const texts = new Map<Block, string>();
  let blocks = merge(cidrs.flatMap((text) => blockOf(text) ?? []));
  for (;;) {
    for (const block of blocks) if (!texts.has(block)) texts.set(block, textOf(block));
    yield blocks.map((block) => texts.get(block) ?? '');
    const joints = blocks.slice(1).flatMap((block, i) => jointOf(blocks[i], block) ?? []);
    const narrowest = joints.toSorted((a, b) => b.length - widest[b.kind] - (a.length - widest[a.kind]))[0];
    if (narrowest === undefined || narrowest.length < widest[narrowest.kind]) return;
    blocks = merge([...blocks, narrowest]);
  }
}

function blockOf(text: string): Block | null {
  const cidr = parseCidr(text);
  if (cidr === null || isPrivate(cidr[0])) return null;
  const kind = cidr[0].kind();
  if (cidr[1] < meaningful[kind]) return null;
  const address = cidr[0].toByteArray().reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  return cut({ kind, base: address, length: bits[kind] }, cidr[1]);
}

function textOf(block: Block): string {
  const bytes = Array.from({ length: bits[block.kind] / 8 }, (_, i) =>
    Number((block.base >> BigInt(bits[block.kind] - 8 * (i + 1))) & 0xffn),
  );
  return `${addressOf(bytes).toString()}/${block.length}`;
}

function merge(blocks: readonly Block[]): Block[] {
  const merged: Block[] = [];
  for (const block of blocks.toSorted(byPlace)) {
    const last = merged.at(-1);
    if (last !== undefined && covers(last, block)) continue;
    merged.push(block);
    joinSiblings(merged);
  }
  return merged;
}

/** Replaces two halves at the end of the list by their whole, as often as that is possible. */
function joinSiblings(blocks: Block[]): void {
  for (;;) {
    const [left, right] = blocks.slice(-2);
    if (left === undefined || right === undefined || left.length !== right.length) return;
    const whole = jointOf(left, right);
    if (whole?.length !== left.length - 1) return;
    blocks.splice(-2, 2, whole);
  }
}

function jointOf(left: Block | undefined, right: Block): Block | null {
  if (left === undefined || left.kind !== right.kind) return null;
  const differing = left.base ^ right.base;
  const same = bits[left.kind] - (differing === 0n ? 0 : differing.toString(2).length);
  const length = Math.min(left.length, right.length, same);
  return cut(left, length);
}

function covers(wide: Block, narrow: Block): boolean {
  return wide.kind === narrow.kind && wide.length <= narrow.length && cut(narrow, wide.length).base === wide.base;
}

function cut(block: Block, length: number): Block {
  const free = BigInt(bits[block.kind] - length);
  return { kind: block.kind, base: (block.base >> free) << free, length };
}

function byPlace(a: Block, b: Block): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  if (a.base !== b.base) return a.base < b.base ? -1 : 1;
  return a.length - b.length;
}

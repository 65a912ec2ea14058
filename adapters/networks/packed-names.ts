/** A list of names in UTF-8, end to end: making strings of all of them would take longer than any run needs. */
export interface PackedNames {
  /** Where each name begins; one more tells where the last one ends. */
  readonly offsets: Uint32Array;
  readonly bytes: Uint8Array;
}

export function packNames(names: readonly string[]): PackedNames {
  const encoded = names.map((name) => Buffer.from(name));
  const offsets = new Uint32Array(names.length + 1);
  encoded.forEach((name, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + name.length;
  });
  return { offsets, bytes: Buffer.concat(encoded) };
}

/** Empty where the list has no such name. */
export function nameAt({ offsets, bytes }: PackedNames, index: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8', offsets[index], offsets[index + 1]);
}

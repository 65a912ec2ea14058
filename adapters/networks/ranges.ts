/** Positions on one number line (see `positionOf`), both ends included; a value of 0 says nothing. */
export interface Range {
  readonly first: number;
  readonly last: number;
  readonly value: number;
}

/** The line cut into pieces: a value holds from its start until the next start. Starts ascend, neighbours differ. */
export interface Pieces {
  readonly starts: readonly number[];
  readonly values: readonly number[];
}

/** Where ranges overlap, the one that starts later or ends sooner wins: it is the more specific. */
export function cutIntoPieces(ranges: readonly Range[]): Pieces {
  const inOrder = ranges.toSorted((a, b) => a.first - b.first || b.last - a.last);
  const starts: number[] = [];
  const values: number[] = [];
  const open: Range[] = [];

  const cut = (start: number, value: number) => {
    if (starts.at(-1) === start) {
      starts.pop();
      values.pop();
    }
    if ((values.at(-1) ?? 0) === value) return;
    starts.push(start);
    values.push(value);
  };
  const closeBefore = (position: number) => {
    for (let top = open.at(-1); top !== undefined && top.last < position; top = open.at(-1)) {
      const end = top.last;
      while ((open.at(-1)?.last ?? Infinity) <= end) open.pop();
      cut(end + 1, open.at(-1)?.value ?? 0);
    }
  };

  for (const range of inOrder) {
    closeBefore(range.first);
    cut(range.first, range.value);
    open.push(range);
  }
  closeBefore(Infinity);
  return { starts, values };
}

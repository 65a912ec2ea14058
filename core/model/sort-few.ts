/** Sorts in place, by insertion: right for a handful, for which the language's own makes room for thirty each time. */
export function sortFew<T>(few: T[], order: (a: T, b: T) => number): void {
  for (let i = 1; i < few.length; i++) {
    const one = few[i] as T;
    let place = i;
    for (; place > 0 && order(few[place - 1] as T, one) > 0; place--) few[place] = few[place - 1] as T;
    few[place] = one;
  }
}

/** For sorting. The difference of two times would be no small number, and be put on the heap each time. */
export function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What the soak says: a line for each thing that is measured and its bound, and in the end whether all were kept. */

let kept = true;

/** One line; where the bound is missed, the soak has failed. */
export function verdict(holds: boolean, what: string): void {
  if (!holds) kept = false;
  console.log(`${holds ? 'ok    ' : 'MISSED'} ${what}`);
}

export function note(what: string): void {
  console.log(`       ${what}`);
}

export function allKept(): boolean {
  return kept;
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

export function milliseconds(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
}

/** How much more than before, of a ratio. */
export function percent(growth: number): string {
  return `${growth < 1 ? '' : '+'}${((growth - 1) * 100).toFixed(1)} %`;
}

/** The one in the middle by size. */
export function middle(values: readonly number[]): number {
  return ranked(values, 1 / 2);
}

/** The one that a quarter of them stay below. */
export function quarter(values: readonly number[]): number {
  return ranked(values, 1 / 4);
}

function ranked(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.trunc(values.length * share)]!;
}

/** Which word somebody may have meant who mistyped one. Pure. */

/** The index of the word closest to `typed`, or −1 if none is close: one slip, or two in five letters and more. */
export function nearest(
  typed: string,
  words: readonly string[],
  allowed = typed.length >= 5 ? 2 : 1,
): number {
  const slips = words.map((word) => distance(typed, word));
  const least = Math.min(...slips);
  return least <= allowed && least < typed.length - 1 ? slips.indexOf(least) : -1;
}

/**
 * How many letters are to be put in, left out, changed, or swapped with their neighbour, each at most once
 * (optimal string alignment). O(|a| × |b|); words only.
 */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    const above = rows[i - 1]!;
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? rows[i - 2]![j - 2]! + 1 : change;
      row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, change, swap));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

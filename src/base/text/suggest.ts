/** Finds the names that somebody probably meant. Pure.
 *  Invariant: the result depends on the word and the names only, not on the order of the names. */

/**
 * The names nearest to a word, at most three: those that begin with it, then those within a third of its length in
 * typing errors (a missing, extra, wrong or swapped letter each count one). Case does not count.
 * @param names any order, duplicates allowed
 * @returns the nearest first, ties by name; empty when nothing is near
 * @example nearestNames("instal", ["install", "which"]) // ["install"]
 */
export function nearestNames(word: string, names: Iterable<string>): readonly string[] {
  const wanted = word.toLowerCase();
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  const near: { name: string; distance: number }[] = [];
  for (const name of new Set(names)) {
    const known = name.toLowerCase();
    if (wanted.length > 1 && known.startsWith(wanted)) near.push({ name, distance: 0 });
    else if (Math.abs(known.length - wanted.length) <= allowed) {
      const distance = typingErrors(wanted, known);
      if (distance <= allowed && distance < wanted.length) near.push({ name, distance });
    }
  }
  near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return near.slice(0, 3).map((entry) => entry.name);
}

/** Optimal string alignment distance: Levenshtein with swaps of neighbours. */
function typingErrors(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const wrong = at(above, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(at(above, j) + 1, at(row, j - 1) + 1, wrong);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, at(before, j - 2) + 1);
      }
      row.push(best);
    }
    before = above;
    above = row;
  }
  return at(above, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? 0;
}

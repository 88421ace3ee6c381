/** How much one evaluation may do, so that a hostile query ends with an error instead of the memory. Pure.
 *  Invariant: whatever makes or walks values pays for them; values nested deeper than the limit never get out. */
import { isMap } from "./_node.ts";

/** What is left to one evaluation. Both throw what the maker of the budget gives. */
export interface Budget {
  /** Pays for work; a unit is about one value made or looked at. */
  spend(units: number): void;
  /** Pays for every value in a value, as often as it stands there. */
  weigh(value: unknown): void;
}

const UNITS = 5_000_000;
const MAX_DEPTH = 1000;

/** Makes a full budget. @param error makes what is thrown */
export function createBudget(error: (message: string) => Error): Budget {
  let left = UNITS;
  const spend = (units: number) => {
    left -= units;
    if (left < 0) throw error("the query makes too many values");
  };
  const weigh = (value: unknown) => {
    let level: unknown[] = [value];
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > MAX_DEPTH) throw error(`the values are nested more than ${MAX_DEPTH} times`);
      const below: unknown[] = [];
      for (const each of level) {
        const members = Array.isArray(each) ? each : isMap(each) ? Object.values(each) : [];
        spend(1 + members.length);
        for (const member of members) if (typeof member === "object" && member !== null) below.push(member);
      }
      level = below;
    }
  };
  return { spend, weigh };
}

/** What a text costs. */
export function unitsOf(length: number): number {
  return Math.ceil(length / 16);
}

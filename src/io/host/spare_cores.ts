/** How many threads may work beside this one. */

/** More would only wait for the disk. */
const MOST = 4;

/** One less than the machine has cores, at least one. */
export function spareCores(): number {
  return Math.min(Math.max(navigator.hardwareConcurrency - 1, 1), MOST);
}

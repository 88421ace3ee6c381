/** Tells whether a file may have changed without reading it. Pure. Follows deno §2.7.
 *  Invariant: a file that was edited, restored with its old time, or replaced by another under its name has another print,
 *  once it is no longer young. */

/** Facts that a print is made of. */
export interface PrintFacts {
  readonly sizeBytes: number;
  readonly mode: number;
  readonly modifiedAt: number;
  readonly changedAt: number;
  readonly inode: number;
}

/** A further change within this time might leave the time of the content as it is: some systems count in two seconds. */
const YOUNG_MS = 2000;
/** The same for the time of the last change, which counts where somebody sets the other one: the runtime cuts it. */
const SECOND_MS = 1000;

/** One text for all that would differ. */
export function filePrint({ sizeBytes, mode, modifiedAt, changedAt, inode }: PrintFacts): string {
  return `${sizeBytes} ${mode} ${modifiedAt} ${changedAt} ${inode}`;
}

/** Whether a print that was taken at `now`, in epoch milliseconds, tells later changes: they bring a new time. */
export function isPrintSafe(
  { modifiedAt, changedAt }: Pick<PrintFacts, "modifiedAt" | "changedAt">,
  now: number,
): boolean {
  return Math.abs(now - modifiedAt) >= YOUNG_MS && Math.abs(now - changedAt) >= SECOND_MS;
}

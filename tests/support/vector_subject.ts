/** What a module of `tests/vectors` gives to the walker: which recorded files it understands and how it runs them.
 *  Follows house §8.1. Invariant: what is not built yet is counted by name, never as passed. */

/** How the cases of one file ended. */
export interface VectorResult {
  readonly passed: number;
  readonly failed: number;
  /** Members of cases, or kinds of cases, that nothing compares yet → how many there are. */
  readonly notBuilt: Readonly<Record<string, number>>;
  /** The first failures, one text each. */
  readonly failures: readonly string[];
}

/** A subject of recorded cases; the default export of `tests/vectors/<subject>.ts`. */
export interface VectorSubject {
  readonly subject: string;
  /** Whether a file is for this subject; the path is relative to the data folder, with forward slashes. */
  matches(relativePath: string): boolean;
  /** Runs a file; the path is absolute. */
  run(path: string): Promise<VectorResult>;
}

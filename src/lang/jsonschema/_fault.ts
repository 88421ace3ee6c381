/** What the library finds, before it is told. */

/** One rule that a value breaks. */
export interface Fault {
  readonly keyword: string;
  /** Pointers of JSON: to the rule, through references, and to the value. */
  readonly keywordLocation: string;
  readonly instanceLocation: string;
  /** In the library's words. */
  readonly error: string;
}

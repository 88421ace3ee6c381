/** What functions of templates take from the machine. Pure: whoever renders hands it in. Follows templates §9.2. */

/** The slots; every one is synchronous. */
export interface TemplateHost {
  /** A variable of the environment; undefined when it is not set. */
  variable(name: string): string | undefined;
  /** Hexadecimal digits of a hash. */
  hash(algorithm: "sha1" | "sha224" | "sha256" | "sha384" | "sha512", bytes: Uint8Array): string;
  /** Random bytes. */
  random(count: number): Uint8Array;
  /** Milliseconds since 1970. */
  now(): number;
}

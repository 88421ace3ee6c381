/** Hides secrets in what is shown of a configuration. Pure. Follows config §9.1 (masking), §10.4.
 *  Invariant: a secret of the schema never comes out, whatever it looks like. */
import { openSecret } from "@/base/schema/record.ts";

/** What is hidden, and what stands there instead. */
export interface Mask {
  readonly replacement: string;
  /** Texts that are secret wherever they stand. */
  readonly literals: readonly string[];
  /** Each answers the text without what it finds. */
  readonly patterns: readonly ((text: string, replacement: string) => string)[];
}

/** Variables of the environment that hold secrets. */
export const secretVariables: readonly string[] = [
  "GITHUB_TOKEN",
  "GH_TOKEN",
  "ATMOS_GITHUB_TOKEN",
  "ATMOS_PRO_GITHUB_TOKEN",
  "ATMOS_PRO_TOKEN",
  "BITBUCKET_TOKEN",
  "ATMOS_BITBUCKET_TOKEN",
  "GITLAB_TOKEN",
  "ATMOS_GITLAB_TOKEN",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
];

/** What secrets of well-known services look like; the first group, if any, stays. */
const SHAPES: readonly RegExp[] = [
  /\b(?:gh[oprsu]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/g,
  /\bglpat-[\w-]{20,}/g,
  /\bA[KS]IA[A-Z0-9]{16}\b/g,
  /\bxox[abeoprs]-[\w-]{10,}/g,
  /\b(Bearer\s+)[\w.~+/=-]{8,}/gi,
  /(\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g,
];

// Shorter texts would also hide innocent letters.
const LEAST_SECRET = 4;

/** The value without secrets; without a mask they are shown. */
export function withMask(value: unknown, mask: Mask | undefined): unknown {
  if (typeof value === "string") return mask === undefined ? value : maskedText(value, mask);
  const secret = openSecret(value);
  if (secret !== undefined) return mask === undefined ? secret[0] : mask.replacement;
  if (Array.isArray(value)) return value.map((item) => withMask(item, mask));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withMask(member, mask)]));
}

function maskedText(text: string, { replacement, literals, patterns }: Mask): string {
  let safe = text;
  const texts = literals.filter((literal) => literal.length >= LEAST_SECRET);
  for (const literal of texts.sort((a, b) => b.length - a.length)) {
    safe = safe.replaceAll(literal, () => replacement);
  }
  for (const shape of SHAPES) {
    safe = safe.replace(shape, (_, kept: unknown) => (typeof kept === "string" ? kept : "") + replacement);
  }
  return patterns.reduce((rest, replaceIn) => replaceIn(rest, replacement), safe);
}

/** Finds the GitHub token that the user gave. Pure. Follows toolchain §9 and §21.
 *  Invariant: an empty value counts as not given; a token that cannot be one never gets into a request. */
import { AuthError } from "@/base/errors.ts";

/** A token and where it was found, in the user's words. */
export interface FoundToken {
  readonly token: string;
  readonly source: string;
}

/** Variables that hold a token, the first that is set wins. */
export const TOKEN_VARIABLES = ["ATMOS_PRO_GITHUB_TOKEN", "ATMOS_GITHUB_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"];

/** The token of the flag, else of the environment. @throws Auth `github/bad-token` */
export function givenToken(
  flag: string | undefined,
  env: Readonly<Record<string, string>>,
): FoundToken | undefined {
  const places = [
    { source: "--github-token", value: flag },
    ...TOKEN_VARIABLES.map((name) => ({ source: name, value: env[name] })),
  ];
  for (const { source, value } of places) {
    if (value?.trim()) return { source, token: checkedToken(value, source) };
  }
  return undefined;
}

/** The token without surrounding space. @throws Auth `github/bad-token` when it holds what no header may hold */
export function checkedToken(value: string, source: string): string {
  const token = value.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new AuthError("github/bad-token", `the value of ${source} is no token`, {
    explanation: "A token is one word of plain letters, digits and signs.",
    hints: [`Set ${source} to the token alone.`],
  });
}

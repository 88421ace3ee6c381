/** Texts that must not be in the repository: places of one machine, hosts of package registries.
 *  Follows house §2. Invariant: the rules below do not match their own source. */

const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a path of one machine", /(?<![\w.~}$-])\/(work|root|home\/[a-z]+|Users\/[a-z]+)\/[\w.]/],
  [
    "the host of a package registry",
    /\bregistry\.(npmjs\.org|yarnpkg\.com)\b|\b(files\.)?pythonhosted\.org\b/,
  ],
  ["the host of a package registry", /\b(index|static)\.crates\.io\b|\b(proxy|sum)\.golang\.org\b/],
  ["the host of a package registry", /\brepo1?\.maven\.(apache\.)?org\b|\bdeb\.debian\.org\b/],
];

/** Finds forbidden texts. Answers one sentence per line that has one: `path:line: what: the text`. */
export function forbiddenWords(path: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) =>
    FORBIDDEN.flatMap(([what, pattern]) => {
      const match = pattern.exec(line);
      return match ? [`${path}:${index + 1}: ${what}: ${match[0]}`] : [];
    })
  );
}

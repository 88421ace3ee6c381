/** Puts what an alias stands for in its place. Pure. Follows config §10.7.
 *  Invariants: the words in front of the alias and behind it stay; every chain of aliases ends. */
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import { shellWords } from "@/base/text/shell_words.ts";

/** Words after the program's name, and the aliases that led to them. */
export interface Call {
  readonly words: readonly string[];
  readonly trail: readonly string[];
}

/** What a name stands for. */
export interface AliasTarget {
  /** Words as a shell reads them. */
  readonly target: string;
  readonly at: SourcePosition | undefined;
}

/**
 * The call with the alias at `at` replaced; undefined when no alias stands there.
 * @throws Config `aliases/circle`, `aliases/empty`
 * @example expandAlias({ words: ["-C", "x", "cfg", "-q", "."], trail: [] }, 2, …) // -C x describe config -q .
 */
export function expandAlias(
  { words, trail }: Call,
  at: number,
  targets: ReadonlyMap<string, AliasTarget>,
): Call | undefined {
  const [name, alias] = named(words[at] ?? "", targets) ?? [];
  if (name === undefined || alias === undefined) return undefined;
  if (trail.includes(name)) {
    throw circle([...trail.slice(trail.indexOf(name)), name], targets.get(trail.at(-1) ?? "")?.at);
  }
  const target = shellWords(alias.target);
  if (target.length === 0) throw empty(name, alias.at);
  return { words: [...words.slice(0, at), ...target, ...words.slice(at + 1)], trail: [...trail, name] };
}

/** The alias of a word; where none has that very name, the one that has it in lower case. */
function named(word: string, targets: ReadonlyMap<string, AliasTarget>): [string, AliasTarget] | undefined {
  const own = targets.get(word);
  return own ? [word, own] : [...targets].find(([name]) => name.toLowerCase() === word);
}

function circle(names: readonly string[], at: SourcePosition | undefined): ConfigError {
  return new ConfigError("aliases/circle", `the alias "${names[0]}" leads back to itself`, {
    explanation: `It goes ${names.join(" → ")}.`,
    hints: [`Let aliases.${names.at(-2)} name a command in its place`],
    at,
  });
}

function empty(name: string, at: SourcePosition | undefined): ConfigError {
  return new ConfigError("aliases/empty", `the alias "${name}" stands for nothing`, {
    hints: [`Give it words, for example: ${name}: list stacks`],
    at,
  });
}

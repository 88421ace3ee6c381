/** The short names that need no registry. Follows toolchain §13.2. */
import type { Toolchain } from "./settings.ts";

/** A short name. Keys are those of the output. */
export interface AliasRow {
  readonly alias: string;
  readonly tool: string;
  readonly source: "config" | "builtin";
}

/** Names of the project and those that ship with the program and are not overridden, by name. */
export function listAliases({ names }: Pick<Toolchain, "names">): readonly AliasRow[] {
  const own = Object.entries(names.aliases).map(([alias, tool]): AliasRow => ({
    alias,
    tool,
    source: "config",
  }));
  const builtin = Object.entries(names.builtin)
    .filter(([alias]) => !Object.hasOwn(names.aliases, alias))
    .map(([alias, tool]): AliasRow => ({ alias, tool, source: "builtin" }));
  return [...own, ...builtin].sort((a, b) => a.alias < b.alias ? -1 : 1);
}

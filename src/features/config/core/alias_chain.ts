/** Follows aliases of tools. Pure. Follows toolchain §6.1 (row 1). Invariant: ends, wherever the aliases lead. */

/** Where an alias leads. */
export interface AliasChain {
  /** The name, what it stands for, what that stands for, and so on. */
  readonly names: readonly string[];
  /** Whether the last of them stood there before. */
  readonly isCircle: boolean;
}

/** Follows a name to one that is no alias, or stands for itself. */
export function aliasChain(aliases: Readonly<Record<string, string>>, name: string): AliasChain {
  const names = [name];
  for (let last = name;;) {
    const next = Object.hasOwn(aliases, last) ? aliases[last] : undefined;
    if (next === undefined || next === last) return { names, isCircle: false };
    const isCircle = names.includes(next);
    names.push(next);
    if (isCircle) return { names, isCircle };
    last = next;
  }
}

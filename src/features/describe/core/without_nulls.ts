/** Items as YAML and queries have them. Pure. Follows stacks §12. */

/** Lists and maps that nobody asked for are empty instead of null. */
export function withoutNulls<T extends object>(items: readonly T[]): readonly object[] {
  return items.map((item) => {
    const { dependents, settings, ...others } = item as { dependents?: readonly T[]; settings?: object };
    const kept = Object.keys(item).map((key) => {
      if (key === "dependents") return [key, withoutNulls(dependents ?? [])];
      return [key, key === "settings" ? settings ?? {} : (others as Record<string, unknown>)[key]];
    });
    return Object.fromEntries(kept);
  });
}

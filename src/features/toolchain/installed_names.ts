/** Short names that receipts know. Follows toolchain §6.1 (row 5), §3.3.
 *  Invariant: a name that could be several installed tools is left to the registries. */
import type { Context } from "@/base/context.ts";
import type { InstalledTool } from "./installed.ts";
import { listEverything } from "./uninstall.ts";

/** The ids that names mean among what is installed; names that nothing installed bears are left out. */
export async function installedNames(
  ctx: Pick<Context, "disk">,
  installRoot: string,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const installed = await listEverything(ctx, installRoot);
  return Object.fromEntries(names.flatMap((name) => {
    const id = idBehind(name, installed);
    return id === undefined ? [] : [[name, id]];
  }));
}

/** The tool called so, else the one whose main program is, else the one that has such a program. */
function idBehind(name: string, installed: readonly InstalledTool[]): string | undefined {
  const ranks: ((tool: InstalledTool) => boolean)[] = [
    ({ id }) => id.endsWith(`/${name}`),
    ({ primary }) => primary === name,
    ({ receipt }) => receipt?.names.includes(name) ?? false,
  ];
  for (const fits of ranks) {
    const ids = new Set(installed.filter(fits).map(({ id }) => id));
    if (ids.size > 0) return ids.size === 1 ? [...ids][0] : undefined;
  }
  return undefined;
}

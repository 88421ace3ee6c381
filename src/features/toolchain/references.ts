/** Which versions of tools a project still names. Follows toolchain §12.2 and §13.4.
 *  Invariant: what cannot be understood without a registry counts as named, so that nothing is deleted by mistake. */
import type { Context } from "@/base/context.ts";
import { lockedVersion } from "./core/lock_file.ts";
import { latestPrefix, meansInstalled } from "./core/tool_spec.ts";
import { readLock } from "./lock.ts";
import type { Toolchain } from "./settings.ts";
import { findConfigured, idInFile, readConfiguredTools } from "./toolset.ts";

/** A version that somebody names; every version of the tool when there is none. */
export interface Reference {
  /** An id, or a short name that only receipts and registries understand. */
  readonly name: string;
  readonly version?: string | undefined;
}

/** A version of a tool, and the other names that are known to lead to it. */
export interface Referable {
  readonly id: string;
  readonly version: string;
  /** That it came from. */
  readonly tag?: string | undefined;
  readonly names?: readonly string[] | undefined;
}

type ReadContext = Pick<Context, "disk" | "out" | "env" | "host" | "cwd">;

/** Versions in the versions file, and defaults and further versions of `toolchain.tools`; a moving pin is what the lock
 *  file and the install root say, else every version. */
export async function projectReferences(
  ctx: ReadContext,
  toolchain: Toolchain,
): Promise<readonly Reference[]> {
  const configured = await readConfiguredTools(ctx, toolchain) ?? [];
  const listed = configured.flatMap(({ id, versions }) => versions.map((version) => ({ name: id, version })));
  const lock = await readLock(ctx, toolchain);
  const found = await Promise.all([...listed, ...definedVersions(toolchain)].map(async (each) => {
    if (latestPrefix(each.version) === undefined) return [each];
    const tool = { id: each.name, version: each.version };
    const versions = [lockedVersion(lock, tool), (await findConfigured(ctx, toolchain, tool))?.version];
    const known = versions.filter((version) => version !== undefined);
    return known.length > 0 ? known.map((version) => ({ ...each, version })) : [{ name: each.name }];
  }));
  return found.flat();
}

/** `default` and `versions` of the project's own definitions. */
function definedVersions(
  toolchain: Toolchain,
): readonly { readonly name: string; readonly version: string }[] {
  return Object.entries(toolchain.config.tools).flatMap(([key, definition]) => {
    if (typeof definition !== "object" || definition === null || Array.isArray(definition)) return [];
    const { default: first, versions } = definition as Readonly<Record<string, unknown>>;
    const texts = [first, ...Array.isArray(versions) ? versions : []];
    return texts.filter((version) => typeof version === "string")
      .map((version) => ({ name: idInFile(key, toolchain), version }));
  });
}

/** Whether one of the references may mean a version. */
export function isReferenced(references: readonly Reference[], tool: Referable): boolean {
  const names = [tool.id, tool.id.slice(tool.id.lastIndexOf("/") + 1), ...tool.names ?? []]
    .map((name) => name.toLowerCase());
  return references.some(({ name, version }) => {
    return names.includes(name.toLowerCase()) &&
      (version === undefined || meansInstalled(version, tool));
  });
}

/** Which versions of tools a project still names. Follows toolchain §12.2 and §13.4.
 *  Invariant: what cannot be understood without a registry counts as named, so that nothing is deleted by mistake. */
import type { Context } from "@/base/context.ts";
import { readLatest } from "./installed.ts";
import { sameVersion } from "./core/tool_spec.ts";
import type { Toolchain } from "./settings.ts";
import { idInFile, readConfiguredTools } from "./toolset.ts";

/** A version that somebody names; every version of the tool when there is none. */
export interface Reference {
  /** An id, or a short name that only receipts and registries understand. */
  readonly name: string;
  readonly version?: string | undefined;
}

/** A version of a tool, and the short names that are known to lead to it. */
export interface Referable {
  readonly id: string;
  readonly version: string;
  readonly names?: readonly string[] | undefined;
}

type ReadContext = Pick<Context, "disk" | "out">;

/** Versions in the versions file, and defaults and further versions of `toolchain.tools`; `latest` is what it means now. */
export async function projectReferences(
  ctx: ReadContext,
  toolchain: Toolchain,
): Promise<readonly Reference[]> {
  const configured = await readConfiguredTools(ctx, toolchain) ?? [];
  const listed = configured.flatMap(({ id, versions }) => versions.map((version) => ({ name: id, version })));
  const all = [...listed, ...definedVersions(toolchain)];
  return await Promise.all(all.map(async ({ name, version }) => {
    const isConcrete = !/^latest\b/.test(version);
    const pointed = version === "latest" && name.includes("/");
    if (pointed) return { name, version: await readLatest(ctx, toolchain.installRoot, name) };
    return isConcrete ? { name, version } : { name };
  }));
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
    const isTool = name.includes("/")
      ? name.toLowerCase() === tool.id.toLowerCase()
      : names.includes(name.toLowerCase());
    return isTool && (version === undefined || sameVersion(version, tool.version));
  });
}

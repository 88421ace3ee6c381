/** The registries of a project, and what one of them has. Follows toolchain §13.15. */
import { LookupError } from "@/base/errors.ts";
import type { RegistryPackages } from "@/features/registry/chain.ts";
import { packageName } from "@/features/registry/core/record.ts";
import { LOCAL_REGISTRY, PUBLIC_REGISTRY } from "@/features/registry/settings.ts";
import type { InstallServices } from "./services.ts";
import type { Toolchain } from "./settings.ts";

/** A registry as the project has it; what is not said is empty. */
export interface RegistryRow {
  readonly name: string;
  readonly type: string;
  readonly source: string;
  readonly ref: string;
  readonly priority: number;
}

const PUBLIC_SOURCE = "github.com/aquaproj/aqua-registry";

/** The registries in the order in which they are asked. */
export function listRegistries({ config }: Toolchain): readonly RegistryRow[] {
  const own = config.registries.map(({ name, type, source, ref, priority }) => ({
    name,
    type,
    source: source ?? (type === "aqua" ? PUBLIC_SOURCE : "atmos.yaml"),
    ref: ref ?? "",
    priority,
  }));
  const local = { name: LOCAL_REGISTRY, type: "atmos", source: "toolchain.tools", ref: "", priority: 1000 };
  const fallback = { name: PUBLIC_REGISTRY, type: "aqua", source: PUBLIC_SOURCE, ref: "", priority: 10 };
  const hasPublic = config.registries.some(isPublic);
  const hasLocal = Object.keys(config.tools).length > 0;
  return [
    ...(hasLocal ? [local] : []),
    ...own,
    ...(!hasPublic && config.registryFallback ? [fallback] : []),
  ];
}

function isPublic({ type, source }: Toolchain["config"]["registries"][number]): boolean {
  return type === "aqua" && !source;
}

/** The registry that users mean by a name; `aqua` is the public one, as the Go program calls it. */
export function registryNamed(name: string, { config: { registries } }: Toolchain): string {
  if (name !== "aqua" || registries.some((entry) => entry.name === name)) return name;
  return registries.find(isPublic)?.name ?? PUBLIC_REGISTRY;
}

/** A registry, and what was found when it was read. */
export interface RegistryState extends RegistryRow {
  /** Null when it cannot be read. */
  readonly packages: number | null;
  readonly status: "ok" | "unreadable";
}

/** The registries with the number of their packages; one that cannot be read is told as a warning besides. */
export async function readRegistries(services: InstallServices): Promise<readonly RegistryState[]> {
  const all = await services.packages();
  return listRegistries(services.toolchain).map((row) => {
    const own = all.filter(({ registry }) => registry === row.name);
    if (own.some(({ error }) => error)) return { ...row, packages: null, status: "unreadable" };
    return { ...row, packages: own.reduce((sum, { packages }) => sum + packages.length, 0), status: "ok" };
  });
}

/** The packages of a registry by id. @throws Lookup `toolchain/unknown-registry` */
export async function packagesOf(
  services: InstallServices,
  typed: string,
): Promise<readonly { readonly tool: string; readonly type: string; readonly description: string }[]> {
  const all = await services.packages(), name = registryNamed(typed, services.toolchain);
  requireRegistry(all, name);
  return all.filter(({ registry }) => registry === name).flatMap(({ packages }) => packages)
    .map((record) => ({
      tool: packageName(record) ?? "",
      type: record.type ?? "",
      description: record.description ?? "",
    }))
    .sort((a, b) => a.tool < b.tool ? -1 : 1);
}

/** @throws Lookup `toolchain/unknown-registry` for a name that no registry has; the error of one that cannot be read */
export function requireRegistry(all: readonly RegistryPackages[], name: string): void {
  const own = all.filter(({ registry }) => registry === name);
  const error = own.find(({ error }) => error)?.error;
  if (error) throw error;
  if (own.length > 0) return;
  throw new LookupError("toolchain/unknown-registry", `there is no registry "${name}"`, {
    explanation: `There are: ${[...new Set(all.map(({ registry }) => registry))].join(", ")}.`,
    hints: ["atmos toolchain registry list"],
  });
}

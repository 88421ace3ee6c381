/** What `describe config` prints: the settings in the order of the schema, then what follows from them. Pure.
 *  Follows config §3.3, §9.1. Invariant: a type without a path of its own is at the base path. */
import { resolvePath } from "@/base/path.ts";
import type { AtmosConfig } from "../schema/atmos.ts";

/** The root of stacks and components. */
export interface BasePath {
  /** As it is shown. */
  readonly setting: string;
  readonly absolute: string;
}

/** A record to print. */
export type Described = Readonly<Record<string, unknown>>;

/** What is known beside the settings. */
export interface DescribedFacts {
  readonly basePath: BasePath;
  /** Undefined without a file. */
  readonly configDir: string | undefined;
  readonly realm: string;
}

/** Puts the record together. `shown`: the settings as they are shown. */
export function describedConfig(shown: Described, config: AtmosConfig, facts: DescribedFacts): Described {
  const { basePath, configDir, realm } = facts;
  const { color, no_color: noColor } = config.settings.terminal;
  const changed = [
    { path: ["base_path"], value: basePath.setting },
    { path: ["settings", "terminal", "color"], value: color && !noColor },
    { path: ["auth", "realm"], value: realm },
  ].reduce<Described>(changedAt, shown);
  return {
    ...changed,
    initialized: true,
    default: configDir === undefined,
    cli_config_path: configDir ?? "",
    ...derivedPaths(config, basePath.absolute),
  };
}

function changedAt(
  record: Described,
  { path, value }: { path: readonly string[]; value: unknown },
): Described {
  const [key = "", ...below] = path;
  const own = record[key];
  const inner = typeof own === "object" && own !== null ? { ...own } : {};
  return { ...record, [key]: below.length === 0 ? value : changedAt(inner, { path: below, value }) };
}

/** Absolute paths by the names that `describe config` has for them. */
function derivedPaths(config: AtmosConfig, basePath: string): Described {
  const { components, stacks, vendor, workflows } = config;
  const at = (path: string) => resolvePath(basePath, path);
  const stacksBase = at(stacks.base_path);
  const below = (name: string, globs: readonly string[]) =>
    globs.length === 0 ? {} : { [name]: globs.map((glob) => resolvePath(stacksBase, glob)) };
  return {
    basePathAbsolute: basePath,
    stacksBaseAbsolutePath: stacksBase,
    ...below("includeStackAbsolutePaths", stacks.included_paths),
    ...below("excludeStackAbsolutePaths", stacks.excluded_paths),
    terraformDirAbsolutePath: at(components.terraform.base_path),
    helmfileDirAbsolutePath: at(components.helmfile.base_path),
    packerDirAbsolutePath: at(components.packer.base_path),
    ansibleDirAbsolutePath: at(components.ansible.base_path),
    kubernetesDirAbsolutePath: at(components.kubernetes.base_path),
    helmDirAbsolutePath: at(components.helm.base_path),
    vendorDirAbsolutePath: at(vendor.base_path),
    workflowsDirAbsolutePath: at(workflows.base_path),
  };
}

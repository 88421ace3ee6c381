/** Files that are generated into a terraform component. Pure. Follows components §7.6. */
import { ConfigError } from "@/base/errors.ts";
import { jsonText } from "@/base/text/json_text.ts";
import { sortedKeys } from "@/features/stacks/core/sorted_keys.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";

/** The file of the backend. */
export const BACKEND_FILE = "backend.tf.json";
/** The file of settings of providers. */
export const PROVIDERS_FILE = "providers_override.tf.json";
/** The file of wanted versions. */
export const VERSIONS_FILE = "terraform_override.tf.json";

/**
 * The text of the backend's file; undefined when nothing is said about a backend.
 * @param sections of the component
 * @throws Config `components/no-backend-type`
 */
export function backendText(sections: Tree, workspace: string): string | undefined {
  const type = sections["backend_type"], backend = isTree(sections["backend"]) ? sections["backend"] : {};
  if (typeof type !== "string" || type === "") {
    if (Object.keys(backend).length === 0) return undefined;
    throw new ConfigError("components/no-backend-type", "backend_type is required", {
      hints: ["Write backend_type beside backend, such as s3, or leave both out."],
    });
  }
  if (type === "cloud") return text({ terraform: { cloud: filled(backend, workspace) } });
  return text({ terraform: { backend: { [type]: backend } } });
}

function filled(value: unknown, workspace: string): unknown {
  if (typeof value === "string") return value.replaceAll("{terraform_workspace}", workspace);
  if (Array.isArray(value)) return value.map((item) => filled(item, workspace));
  if (!isTree(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, filled(member, workspace)]));
}

/** The text of the providers' file; `aws.east` is another configuration of `aws`. Undefined when there are none. */
export function providersText(providers: unknown): string | undefined {
  if (!isTree(providers) || Object.keys(providers).length === 0) return undefined;
  const byName = new Map<string, unknown[]>();
  for (const [key, settings] of Object.entries(providers)) {
    const [name = key, alias] = key.split(".", 2);
    const entry = alias === undefined || !isTree(settings) ? settings : { ...settings, alias };
    byName.set(name, [...byName.get(name) ?? [], entry]);
  }
  const entries = [...byName].map(([name, list]) => [name, list.length === 1 ? list[0] : list]);
  return text({ provider: Object.fromEntries(entries) });
}

/** The text of the versions' file; undefined when nothing is required. */
export function versionsText(sections: Tree): string | undefined {
  const { required_version: version, required_providers: providers } = sections;
  const terraform = {
    ...(typeof version === "string" && version !== "" ? { required_version: version } : {}),
    ...(isTree(providers) && Object.keys(providers).length > 0 ? { required_providers: providers } : {}),
  };
  return Object.keys(terraform).length === 0 ? undefined : text({ terraform });
}

function text(value: Tree): string {
  return `${jsonText(sortedKeys(value))}\n`;
}

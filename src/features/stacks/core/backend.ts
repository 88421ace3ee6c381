/** The backend of a component: the one that its type names, with the fields that follow from its name. Pure.
 *  Follows stacks §9. Invariant: what somebody wrote is never changed, unless it is empty. */
import { ConfigError } from "@/base/errors.ts";
import { isTagged } from "@/lang/yaml/parse.ts";
import { isTree, layersOf, type ListStrategy, mergeTrees, type Tree } from "./merge.ts";

/** Whose backend it is. */
export interface BackendOwner {
  readonly component: string;
  /** Key of the manifest. */
  readonly manifest: string;
  /** Stands for the component in the keys of its state. */
  readonly stateName: string;
  /** Takes the place of `/` in it. */
  readonly separator: string;
  /** The backends that root and type give; what differs from them the component or its bases wrote. */
  readonly shared: Tree;
  readonly strategy: ListStrategy;
}

/** The four sections as they are printed. */
export interface Backends {
  readonly backend_type: string;
  readonly backend: Tree;
  readonly remote_state_backend_type: string;
  readonly remote_state_backend: Tree;
}

/**
 * @param sections the merged ones, maps by type of backend
 * @throws Config `stacks/backend-mismatch`
 */
export function selectBackends(sections: Tree, owner: BackendOwner): Backends {
  const type = textOf(sections["backend_type"]),
    remoteType = textOf(sections["remote_state_backend_type"]) || type;
  const all = treeOf(sections["backend"]), remote = treeOf(sections["remote_state_backend"]);
  const own = selected(all, type, { owner, section: "backend" });
  const layered = selected(mergeTrees([all, remote], owner.strategy), remoteType, {
    owner,
    section: "remote_state_backend",
  });
  // A type of its own that nobody wrote a backend for has none.
  const isThere = remoteType === type || Object.keys(layered).length > 0;
  return {
    backend_type: type,
    backend: withFields(own, type, owner),
    remote_state_backend_type: remoteType,
    remote_state_backend: isThere ? withFields(layered, remoteType, owner) : {},
  };
}

/** Whether a function gives one of the sections, or the backend of a type. */
export function hasBackendCalls(sections: Tree): boolean {
  const isCall = (value: unknown) => isTagged(value) || layersOf(value) !== undefined;
  const names = ["backend_type", "backend", "remote_state_backend_type", "remote_state_backend"];
  return names.some((name) => isCall(sections[name]) || Object.values(treeOf(sections[name])).some(isCall));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function treeOf(value: unknown): Tree {
  return isTree(value) ? value : {};
}

function selected(
  backends: Tree,
  type: string,
  { owner, section }: { readonly owner: BackendOwner; readonly section: string },
): Tree {
  if (type === "") return {};
  if (Object.hasOwn(backends, type)) return treeOf(backends[type]);
  const present = Object.keys(backends).sort();
  if (present.length === 0) return {};
  throw new ConfigError(
    "stacks/backend-mismatch",
    `${section} of the component '${owner.component}' has nothing for its type`,
    {
      explanation: `In the manifest ${owner.manifest} the type is ${type}, and there is ${section} for ${
        present.join(", ")
      }.`,
      hints: [`Write ${section}.${type}, or change ${section}_type.`],
      at: { file: owner.manifest },
    },
  );
}

function withFields(backend: Tree, type: string, { stateName, separator, shared }: BackendOwner): Tree {
  const name = stateName.replaceAll("/", separator);
  const add = (key: string, value: string) => backend[key] ? backend : { ...backend, [key]: value };
  switch (type) {
    case "s3":
      return add("workspace_key_prefix", name);
    case "gcs":
      return add("prefix", name);
    case "azurerm": {
      // The key that all components share is the beginning of each one's own.
      const common = textOf(treeOf(shared["azurerm"])["key"]);
      if (backend["key"] && backend["key"] !== common) return backend;
      return { ...backend, key: `${common && `${common}/`}${name}.terraform.tfstate` };
    }
    default:
      return backend;
  }
}

/** What a `type: aqua` registry reads: which repository, address or path, and which files of it. Pure.
 *  Follows toolchain §7.2, aqua-registry §1. Invariant: an id never leads out of the registry's folder. */
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import { publicGithub } from "./locations.ts";
import type { GithubServers } from "./values.ts";

/** Where the files of a registry are. `isFile`: it is one index file rather than a folder. */
export type RegistrySource =
  | {
    readonly kind: "github";
    readonly owner: string;
    readonly name: string;
    readonly ref: string;
    readonly folder: string;
    readonly isFile: boolean;
    readonly servers: GithubServers;
  }
  | { readonly kind: "url"; readonly url: string; readonly isFile: boolean }
  | { readonly kind: "local"; readonly path: string; readonly isFile: boolean };

/** What somebody wrote about a registry. */
export interface SourceText {
  readonly name: string;
  readonly source?: string | undefined;
  readonly ref?: string | undefined;
  readonly at?: SourcePosition | undefined;
}

/** What the meaning of a source depends on. */
export interface SourceContext {
  /** Absolute directory that relative paths begin at. */
  readonly root: string;
  /** Where the public registry is; the public GitHub unless given. */
  readonly servers?: GithubServers | undefined;
  /** Further servers whose addresses name repositories. */
  readonly known?: readonly GithubServers[] | undefined;
}

const PUBLIC_OWNER = "aquaproj";
const PUBLIC_NAME = "aqua-registry";
const INDEX = "registry.yaml";

/**
 * Reads the source of a registry; none is the public one.
 * @throws ConfigError `registry/bad-source`, `registry/ref-without-repository`
 */
export function parseSource(text: SourceText, context: SourceContext): RegistrySource {
  const servers = context.servers ?? publicGithub;
  const { source = "", ref = "" } = text;
  if (source === "") {
    return {
      kind: "github",
      owner: PUBLIC_OWNER,
      name: PUBLIC_NAME,
      ref: ref || "main",
      folder: "",
      isFile: false,
      servers,
    };
  }
  const address = source.startsWith("github.com/") ? `https://${source}` : source;
  const repository = repositoryIn(address, [servers, ...context.known ?? [], publicGithub]);
  if (repository !== undefined) return { ...repository, ref: ref || repository.ref || "HEAD" };
  if (ref !== "") {
    throw new ConfigError(
      "registry/ref-without-repository",
      `registry "${text.name}" has a ref but its source is no repository on GitHub`,
      {
        hints: ["Remove the ref, or give a source such as https://github.com/owner/repo."],
        facts: { source, ref },
        at: text.at,
      },
    );
  }
  return plainSource(address, text, context.root);
}

function repositoryIn(address: string, servers: readonly GithubServers[]) {
  const web = servers.find((known) => address.startsWith(`${known.web}/`));
  if (web === undefined) return undefined;
  const [owner = "", repo = "", view, ref = "", ...rest] =
    address.slice(web.web.length + 1).split(/[?#]/)[0]?.split("/").filter(Boolean) ?? [];
  if (owner === "" || repo === "" || (view !== undefined && view !== "tree" && view !== "blob")) {
    return undefined;
  }
  const folder = rest.join("/");
  return {
    kind: "github" as const,
    owner,
    name: repo.replace(/\.git$/, ""),
    ref: decodeURIComponent(ref),
    // The folder of the public registry's packages; its index is one above.
    folder: folder === "pkgs" ? "" : folder,
    isFile: isIndexName(folder),
    servers: web,
  };
}

function plainSource(source: string, text: SourceText, root: string): RegistrySource {
  if (/^https?:\/\//.test(source) && URL.canParse(source)) {
    return { kind: "url", url: source.replace(/\/+$/, ""), isFile: isIndexName(new URL(source).pathname) };
  }
  if (source.startsWith("file://") && URL.canParse(source)) {
    return local(decodeURIComponent(new URL(source).pathname).replace(/^\/(?=[A-Za-z]:)/, ""), root);
  }
  if (/^[a-z][a-z0-9+.-]*:(\/\/|:)/i.test(source)) {
    throw new ConfigError(
      "registry/bad-source",
      `registry "${text.name}" has a source that cannot be read: ${source}`,
      {
        hints: ["Use an https:// address, a repository on GitHub, a file:// address or a path."],
        facts: { source },
        at: text.at,
      },
    );
  }
  return local(source, root);
}

function local(path: string, root: string): RegistrySource {
  const absolute = resolvePath(root, path.replaceAll("\\", "/"));
  return { kind: "local", path: absolute, isFile: isIndexName(absolute) };
}

function isIndexName(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

/** Path of the index below the source; empty when the source is the index itself. */
export function indexPath(source: RegistrySource): string {
  return source.isFile ? "" : INDEX;
}

/** Paths below the source where the definition of a package may be, the likeliest first; none for an index file. */
export function packagePaths(source: RegistrySource, id: string): readonly string[] {
  const segments = id.split("/");
  if (source.isFile || segments.some((segment) => segment === "" || segment === "." || segment === "..")) {
    return [];
  }
  const inPackages = `pkgs/${id}/${INDEX}`;
  const direct = [`${id}/${INDEX}`, `${segments.at(-1) ?? ""}/${INDEX}`];
  switch (source.kind) {
    case "github":
      return source.folder === "" ? [inPackages] : [`${id}/${INDEX}`, inPackages];
    case "url":
      return direct;
    case "local":
      return [inPackages, ...direct];
  }
}

/** Whether a ref names the same content for ever: a commit, or a tag by its look. */
export function isPinned(ref: string): boolean {
  return isCommit(ref) || /^v?\d+(\.\d+)+/.test(ref);
}

/** Whether a ref is the full hash of a commit. */
export function isCommit(ref: string): boolean {
  return /^[0-9a-f]{40}$/.test(ref);
}

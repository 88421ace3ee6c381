/** Where files of a package are on the network, and the identifiers of aqua's checksum file. Pure.
 *  Follows aqua-registry §6, §16. Invariant: slashes, @ and + of tags stay as they are (trap T33). */
import { ConfigError } from "@/base/errors.ts";
import type { GithubServers } from "./values.ts";

/** The public GitHub. */
export const publicGithub: GithubServers = {
  web: "https://github.com",
  raw: "https://raw.githubusercontent.com",
};

/** A repository on a GitHub. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
}

/** Download address of a release asset. */
export function releaseAssetUrl(
  { owner, name }: Repository,
  { tag, asset }: { readonly tag: string; readonly asset: string },
  servers = publicGithub,
): string {
  return `${servers.web}/${owner}/${name}/releases/download/${escapePath(tag)}/${escapePath(asset)}`;
}

/** Address of a file of a repository. */
export function rawFileUrl(
  { owner, name }: Repository,
  { tag, path }: { readonly tag: string; readonly path: string },
  servers = publicGithub,
): string {
  return `${servers.raw}/${owner}/${name}/${escapePath(tag)}/${escapePath(path)}`;
}

/** Addresses of the source archive: of a tag, then of anything else that names a commit. */
export function archiveUrls(
  { owner, name }: Repository,
  tag: string,
  servers = publicGithub,
): readonly string[] {
  const base = `${servers.web}/${owner}/${name}/archive`;
  return [`${base}/refs/tags/${escapePath(tag)}.tar.gz`, `${base}/${escapePath(tag)}.tar.gz`];
}

function escapePath(text: string): string {
  return text.replace(/[#?% ]/g, encodeURIComponent);
}

/** Host with its port, as written, and decoded path of an address.
 *  Throws ConfigError `registry/bad-url`. */
export function urlParts(url: string): { readonly host: string; readonly path: string } {
  // Not by URL, which changes what identifiers keep: the case of the host, the usual port, dots in the path.
  const [, host, path = ""] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]+)([^?#]*)/i.exec(url) ?? [];
  const decoded = host === undefined || !URL.canParse(url) ? undefined : tryDecode(path);
  if (host !== undefined && decoded !== undefined) return { host, path: decoded };
  throw new ConfigError("registry/bad-url", "the address of the definition is none", {
    explanation: `It is ${url}`,
    facts: { url },
  });
}

function tryDecode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** What a checksum identifier is made of. */
export interface IdentifiedPackage {
  readonly type: string;
  readonly repository: Repository | undefined;
  readonly tag: string;
  readonly asset: string;
  readonly url: string | undefined;
}

/** Identifier of a download in `aqua-checksums.json`; undefined for types that have none. */
export function checksumId({ type, repository, tag, asset, url }: IdentifiedPackage): string | undefined {
  const repo = repository === undefined ? "" : `github.com/${repository.owner}/${repository.name}`;
  switch (type) {
    case "github_release":
    case "github_content":
      return cleanPath(`${type}/${repo}/${tag}/${asset}`);
    case "github_archive":
    case "go_build":
      return cleanPath(`github_archive/${repo}/${tag}`);
    case "http": {
      const { host, path } = urlParts(url ?? "");
      return cleanPath(`http/${host}${path}`);
    }
  }
  return undefined;
}

function cleanPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(segment);
  }
  return kept.join("/");
}

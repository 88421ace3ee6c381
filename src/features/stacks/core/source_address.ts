/** Addresses of data sources and the types of what is there. Pure. Follows templates §3.3. */

/** An address with the argument of a template in it. */
export interface SourceAddress {
  /** `file` for paths. */
  readonly scheme: string;
  /** The path of a file, the name of a variable, else the whole address. */
  readonly path: string;
  /** The type that the argument or the address asks for. */
  readonly type: string | undefined;
  /** For errors. */
  readonly shown: string;
}

/** Reads an address: `data/a.json`, `file:///a/`, `http://…`, `env:NAME?type=…`. */
export function sourceAddress(url: string, argument: string | undefined): SourceAddress {
  const [, scheme = "file"] = /^([a-z][a-z0-9+.-]*):/.exec(url) ?? [];
  const [bare, query] = cut(url), [more, moreQuery] = cut(argument ?? "");
  const type = typeIn(moreQuery) ?? typeIn(query);
  if (scheme === "http" || scheme === "https") {
    const address = argument === undefined ? withoutType(url) : withoutType(new URL(argument, bare).href);
    return { scheme, path: address, type, shown: address };
  }
  const path = withMore(bare.replace(/^[a-z][a-z0-9+.-]*:(?:\/\/)?/, ""), more);
  return {
    scheme,
    path: scheme === "env" ? path.replace(/^\/+/, "") : path,
    type,
    shown: withMore(bare, more),
  };
}

function cut(url: string): readonly [bare: string, query: string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at + 1)];
}

function withMore(path: string, more: string): string {
  if (more === "") return path;
  return `${path}${path.endsWith("/") ? "" : "/"}${more}`;
}

function typeIn(query: string): string | undefined {
  const type = new URLSearchParams(query.replaceAll("+", "%2B")).get("type") ?? undefined;
  return type === undefined ? undefined : plainType(type);
}

/** `type` is for us, not for the host. */
function withoutType(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has("type")) return url;
  parsed.searchParams.delete("type");
  return parsed.href;
}

const ALIASES: Readonly<Record<string, string>> = {
  "text/json": "application/json",
  "application/x-yaml": "application/yaml",
  "text/yaml": "application/yaml",
  "text/x-yaml": "application/yaml",
  "application/text": "text/plain",
};

/** A type without parameters, by the name that readers know. */
export function plainType(type: string): string {
  const bare = (type.split(";")[0] ?? "").trim().toLowerCase();
  return ALIASES[bare] ?? bare;
}

const TYPES: Readonly<Record<string, string>> = {
  json: "application/json",
  yaml: "application/yaml",
  yml: "application/yaml",
  toml: "application/toml",
  csv: "text/csv",
  env: "application/x-env",
};

/** The type that the ending of a name means; plain text for any other. */
export function typeOfName(path: string): string {
  return TYPES[/\.(\w+)(?:\?.*)?$/.exec(path)?.[1]?.toLowerCase() ?? ""] ?? "text/plain";
}

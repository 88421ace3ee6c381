/** Sprig's functions of paths and addresses. Pure. Follows templates §3.1 (Paths/URL). */
import { func, type FunctionSet, GoError } from "../../function.ts";
import { type Dict, member, type Value } from "../../value.ts";

const MAP = "map[string]interface {}";

/** The functions; those that begin with `os` mean the same here. */
export const paths: FunctionSet = {
  base: func(["string"], base),
  dir: func(["string"], dir),
  clean: func(["string"], clean),
  ext: func(["string"], ext),
  isAbs: func(["string"], (path) => path.startsWith("/")),
  osBase: func(["string"], base),
  osDir: func(["string"], dir),
  osClean: func(["string"], clean),
  osExt: func(["string"], ext),
  osIsAbs: func(["string"], (path) => path.startsWith("/")),
  urlParse: func(["string"], urlParse),
  urlJoin: func([MAP], urlJoin),
};

/** Go's `path.Clean`. */
export function clean(path: string): string {
  if (path === "") return ".";
  const isRooted = path.startsWith("/"), kept: string[] = [];
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") kept.push(name);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!isRooted) kept.push(name);
  }
  return (isRooted ? "/" : "") + kept.join("/") || ".";
}

/** Go's `path.Base`. */
export function base(path: string): string {
  if (path === "") return ".";
  const bare = path.replace(/\/+$/, "");
  return bare === "" ? "/" : bare.slice(bare.lastIndexOf("/") + 1);
}

/** Go's `path.Dir`. */
export function dir(path: string): string {
  return clean(path.slice(0, path.lastIndexOf("/") + 1));
}

/** Go's `path.Ext`. */
export function ext(path: string): string {
  return /\.[^./]*$/.exec(path)?.[0] ?? "";
}

const URL = /^(?:([A-Za-z][\w+.-]*):)?(?:\/\/(?:([^/?#@]*)@)?([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

function urlParse(text: string): Value {
  const parts = URL.exec(text);
  if (parts === null || /\p{Cc}/u.test(text)) throw new GoError(`unable to parse url: "${text}"`);
  const [, scheme = "", userinfo = "", host = "", path = "", query = "", fragment = ""] = parts;
  const isOpaque = scheme !== "" && host === "" && !path.startsWith("/") && path !== "";
  return {
    scheme: scheme.toLowerCase(),
    host,
    hostname: host.startsWith("[") ? host.slice(1, host.indexOf("]")) : host.replace(/:\d*$/, ""),
    path: isOpaque ? "" : decodedPath(path),
    query,
    opaque: isOpaque ? path : "",
    fragment: decodedPath(fragment),
    userinfo,
  };
}

function decodedPath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function urlJoin(map: Dict): string {
  const part = (name: string) => String(member(map, name) ?? "");
  const [scheme, host, path, query, fragment, userinfo, opaque] = [
    "scheme",
    "host",
    "path",
    "query",
    "fragment",
    "userinfo",
    "opaque",
  ].map(part);
  const authority = host || userinfo ? `//${userinfo ? `${userinfo}@` : ""}${host}` : "";
  const slash = authority && path && !path.startsWith("/") ? "/" : "";
  return (scheme ? `${scheme}:` : "") + (opaque || authority + slash + encodeURI(path ?? "")) +
    (query ? `?${query}` : "") + (fragment ? `#${encodeURI(fragment)}` : "");
}

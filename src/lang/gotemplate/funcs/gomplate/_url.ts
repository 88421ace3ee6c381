/** Go's `url.URL` as a value. Pure. Follows templates §3.2 (`conv.URL`). */
import { func, GoError } from "../../function.ts";
import { Struct, typed, type Value } from "../../value.ts";

const URL = /^(?:([A-Za-z][\w+.-]*):)?(?:\/\/(?:([^/?#@]*)@)?([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** The parts of an address. @throws GoError for control characters */
export function urlValue(text: string): Struct {
  const parts = URL.exec(text);
  if (parts === null || /\p{Cc}/u.test(text)) {
    throw new GoError(`parse ${JSON.stringify(text)}: net/url: invalid control character in URL`);
  }
  const [, scheme = "", user = "", host = "", path = "", query = "", fragment = ""] = parts;
  const isOpaque = scheme !== "" && host === "" && path !== "" && !path.startsWith("/");
  const [, hostname = "", port = ""] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(host) ?? [];
  return new Struct(
    "*url.URL",
    {
      Scheme: scheme.toLowerCase(),
      Opaque: isOpaque ? path : "",
      User: user,
      Host: host,
      Path: isOpaque ? "" : decoded(path),
      RawPath: "",
      RawQuery: query,
      Fragment: decoded(fragment),
    },
    {
      String: () => text,
      Hostname: () => hostname.replace(/^\[|\]$/g, ""),
      Port: () => port,
      IsAbs: () => scheme !== "",
      EscapedPath: () => path,
      RequestURI: () => (path || "/") + (query && `?${query}`),
      Query: () => queryValue(query),
      JoinPath: func(["string"], (more) => urlValue(`${text.replace(/\/$/, "")}/${more.replace(/^\//, "")}`)),
    },
    text,
  );
}

function queryValue(query: string): Value {
  const all: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) (all[name] ??= []).push(value);
  return typed(
    Object.fromEntries(Object.entries(all).map(([name, list]) => [name, typed(list, "[]string")])),
    "url.Values",
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Go keeps what it cannot decode in RawPath
  }
}

/** Takes the address of a remote apart: host, owner, name, and the address without what is secret in it. Pure.
 *  Follows config §4.3, templates §4.4 (`!git.*`) and the GIT URLS chapter of git-clone(1).
 *  Invariant: no password, no token and no query of the address is in any part of the result. */

/** A remote on a host. */
export interface RemoteUrl {
  /** As configured, without password; user names stay in SSH addresses only, where they are no secret. */
  readonly url: string;
  /** With the port when there is one. */
  readonly host: string;
  /** Every folder above the repository, joined by slashes (`team/group`); undefined when there is none. */
  readonly owner: string | undefined;
  /** Without `.git`. */
  readonly name: string;
}

/**
 * Reads an address. Local paths and `file://` are no remote on a host: undefined.
 * @example parseRemoteUrl("git@git.example.org:a/b/c.git")
 * // { url: "git@git.example.org:a/b/c.git", host: "git.example.org", owner: "a/b", name: "c" }
 */
export function parseRemoteUrl(address: string): RemoteUrl | undefined {
  const text = address.trim();
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text) ? fromUrl(text) : fromScpForm(text);
}

function fromUrl(text: string): RemoteUrl | undefined {
  const parts = /^([^:]+):\/\/(?:([^/?#]*)@)?([^/?#@:]+|\[[^\]/]+\])(:\d*)?\/([^?#]*)/.exec(text);
  if (!parts) return undefined;
  const [, scheme = "", userInfo = "", host = "", port = "", path = ""] = parts;
  if (/^(?:.*\+)?file$/i.test(scheme)) return undefined;
  const user = /ssh/i.test(scheme) ? userInfo.split(":")[0] ?? "" : "";
  const at = user === "" ? "" : `${user}@`;
  const fullHost = port.length > 1 ? host + port : host;
  return located(`${scheme}://${at}${host}${port}/${path}`, fullHost, path);
}

/** `[user@]host:path`: the colon stands before any slash, and one letter before it is a drive. */
function fromScpForm(text: string): RemoteUrl | undefined {
  const parts = /^(?:[^/:@\s]+@)?([^/:@\s[\]]+|\[[^\]/]+\]):(?!:)(.+)$/.exec(text);
  const [, host = "", path = ""] = parts ?? [];
  if (host.length < 2 || path.includes("@")) return undefined;
  return located(text, host, path);
}

function located(url: string, host: string, path: string): RemoteUrl | undefined {
  const names = path.split("/").filter((name) => name !== "");
  const name = names.pop()?.replace(/\.git$/, "") ?? "";
  if (name === "") return undefined;
  return { url, host, owner: names.length === 0 ? undefined : names.join("/"), name };
}

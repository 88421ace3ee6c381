/** What must change in the environment before the runtime reads its proxy settings. Pure.
 *  Follows deno §8.4: the runtime ignores `NO_PROXY=*` for IP addresses and entries that carry a port.
 *  Invariant: nobody who asked for no proxy is sent through one; `host:port` therefore frees all ports of the host. */

/** A variable to set, or to delete when there is no value. */
export interface EnvironmentEdit {
  readonly name: string;
  readonly value?: string;
}

const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
const EXCEPTIONS = ["NO_PROXY", "no_proxy"];

/** The edits that make the runtime see `NO_PROXY` as other programs do; none when it does already. */
export function proxyEdits(env: Readonly<Record<string, string>>): readonly EnvironmentEdit[] {
  const lists = EXCEPTIONS.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [{ name, value, hosts: value.split(",").map((host) => host.trim()) }];
  });
  if (lists.some(({ hosts }) => hosts.includes("*"))) {
    return PROXIES.flatMap((name) => [name, name.toLowerCase()])
      .filter((name) => env[name] !== undefined)
      .map((name) => ({ name }));
  }
  return lists
    .map(({ name, value, hosts }) => ({ name, before: value, value: hosts.map(withoutPort).join(",") }))
    .filter(({ before, value }) => value !== before.replace(/\s*,\s*/g, ",").trim())
    .map(({ name, value }) => ({ name, value }));
}

/** `host:80` → `host`, `[::1]:80` → `::1`; a bare IPv6 address has no port. */
function withoutPort(host: string): string {
  return host.replace(/^\[([^\]]*)\]:\d+$/, "$1").replace(/^([^:[\]]+):\d+$/, "$1");
}

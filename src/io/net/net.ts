/** The Net port over the runtime's `fetch`. Follows deno §8.3 to §8.5, toolchain §22.
 *  Invariant: certificates and proxies are set up before the first request and never again, because the runtime reads
 *  them once; children see none of it, they get the snapshot of the Context. */
import type { Net } from "@/base/ports.ts";
import { proxyEdits } from "./core/proxy_environment.ts";

/** The parts of the runtime that the port uses. */
export interface NetNeeds {
  readonly environment: Pick<Deno.Env, "toObject" | "set" | "delete">;
  readonly fetch: typeof fetch;
}

/** Makes the Net of this machine. Reads nothing before the first request. */
export function systemNet(needs: NetNeeds = { environment: Deno.env, fetch }): Net {
  let isPrepared = false;
  return {
    fetch(url, init) {
      if (!isPrepared) prepare(needs.environment);
      isPrepared = true;
      const headers = new Headers(init?.headers);
      // What is stored is what must be hashed; by default servers may compress on the fly.
      if (!headers.has("accept-encoding")) headers.set("accept-encoding", "identity");
      return needs.fetch(url, { ...init, headers });
    },
  };
}

function prepare(environment: NetNeeds["environment"]): void {
  const env = environment.toObject();
  // The runtime alone trusts neither the system's certificates nor SSL_CERT_FILE.
  if (!env["DENO_TLS_CA_STORE"]) environment.set("DENO_TLS_CA_STORE", "mozilla,system");
  for (const { name, value } of proxyEdits(env)) {
    if (value === undefined) environment.delete(name);
    else environment.set(name, value);
  }
}

/** The snapshot of the process environment that the Context carries and that children get.
 *  Follows deno §8.5 (the build's own variable is not the user's). Invariant: read once, never written. */

/** Baked into the binary by the build, so that the runtime trusts the system's certificates too. */
const BAKED = { name: "DENO_TLS_CA_STORE", value: "mozilla,system" };

/** All variables without the one that the build bakes in. On Windows, where case does not count, names are in upper
 *  case, so that `PATH` is found whatever the system calls it. */
export function systemEnvironment(): Readonly<Record<string, string>> {
  const variables = Object.entries(Deno.env.toObject())
    .filter(([name, value]) => name !== BAKED.name || value !== BAKED.value)
    .map(([name, value]) => [Deno.build.os === "windows" ? name.toUpperCase() : name, value]);
  return Object.freeze(Object.fromEntries(variables));
}

/** What our program runs in and on, for reports. Follows house §2.4. Invariant: starts nothing. */

/** The versions of the runtime and of the operating system's kernel, as they call themselves. */
export function runtimeFacts(): { readonly runtime: string; readonly kernel: string } {
  return { runtime: `Deno ${Deno.version.deno}`, kernel: Deno.osRelease() };
}

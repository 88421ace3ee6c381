/** Registries on a loopback server and in a fresh folder, for tests. Follows toolchain §7.2, §7.4.
 *  Invariant: nothing is shared between two of them. */
import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { openRegistries, type Registries } from "@/features/registry/chain.ts";
import { DEFAULT_TTL_SECONDS, type RegistrySettings } from "@/features/registry/settings.ts";
import { defaultNetPolicy } from "@/io/net/policy.ts";
import { manualClock } from "./clock.ts";
import { testContext } from "./context.ts";
import { fixtureServer } from "./server.ts";

/** One package: `acme/widget`, once `old/widget`, with the programs wid and wad. */
export const widgetRegistry =
  "packages:\n  - {type: github_release, repo_owner: acme, repo_name: widget, asset: w.zip, " +
  "aliases: [{name: old/widget}], files: [{name: wid}, {name: wad}]}\n";

/** It and others: two that both have the program two, one that cannot be decoded in line 6. */
export const wholeRegistry =
  `${widgetRegistry}  - {type: http, name: acme/tools/gadget, url: 'https://e.test/g', files: [{name: gad}]}
  - {type: http, name: zeta/gadgeteer, url: 'https://e.test/z', files: [{name: two}, {name: gad2}]}
  - {type: http, name: other/x, url: 'https://e.test/x', files: [{name: two}, {name: gad3}]}
  - {type: http, name: acme/broken, url: [1]}
`;

/** Where the server has a file of the public registry. */
export function rawAt(ref: string, path: string): string {
  return `/raw/aquaproj/aqua-registry/${ref}/${path}`;
}

/** Makes a folder, a server that plays GitHub (`/raw` is where raw files are) and a chain over both. */
export async function registrySetup(options: { readonly files?: Readonly<Record<string, string>> } = {}) {
  const clock = manualClock({ instantUpToMs: 10_000 });
  const ctx = await testContext({ clock, files: options.files ?? {} });
  const server = fixtureServer();
  const open = (settings: Partial<RegistrySettings> = {}): Registries =>
    openRegistries(ctx, {
      registries: [],
      fallback: true,
      tools: null,
      commits: {},
      root: ctx.cwd,
      cacheRoot: `${ctx.root}/cache`,
      ttlSeconds: DEFAULT_TTL_SECONDS,
      refresh: false,
      policy: defaultNetPolicy("0.0.0"),
      servers: { web: server.url, raw: `${server.url}/raw` },
      ...settings,
    });
  return {
    ctx,
    clock,
    server,
    open,
    /** Settings of a call in offline mode. */
    offline: { policy: { ...defaultNetPolicy("0.0.0"), offline: true } },
    /** The server under a name that is no GitHub. */
    elsewhere: server.url.replace("127.0.0.1", "localhost"),
    seen: () => server.requests.map(({ method, path }) => `${method} ${path}`),
    warnings: () => ctx.out.lines("warning"),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await ctx[Symbol.asyncDispose]();
    },
  };
}

/** The AtmosError of something that must fail. */
export async function failureOf(run: () => Promise<unknown>): Promise<AtmosError> {
  try {
    await run();
  } catch (error) {
    assert.ok(error instanceof AtmosError, String(error));
    return error;
  }
  throw new Error("no error");
}

/** Times whole processes side by side and prints the tables of docs/benchmarks.md.
 *  Follows deno §0 and house §9.1. Invariant: commands that are compared take turns in one run, so that a busy machine
 *  is busy for all of them; nothing here passes or fails. */
import { build } from "./build.ts";
import { benchInstall } from "./bench/install.ts";
import { benchRegistry } from "./bench/registry.ts";
import { benchSwitch } from "./bench/switch.ts";
import { benchShims } from "./bench/shims.ts";
import { benchStartUp } from "./bench/start_up.ts";
import { benchUnpack } from "./bench/unpack.ts";

const SECTIONS: Readonly<Record<string, () => Promise<string>>> = {
  "start-up": benchStartUp,
  registry: benchRegistry,
  switch: benchSwitch,
  proxies: benchShims,
  install: benchInstall,
  unpack: benchUnpack,
};

if (import.meta.main) {
  const wanted = Deno.args.length > 0 ? Deno.args : Object.keys(SECTIONS);
  await build();
  for (const name of wanted) {
    const section = SECTIONS[name];
    if (!section) throw new Error(`no section ${name}; there are ${Object.keys(SECTIONS).join(", ")}`);
    console.log(await section());
  }
}

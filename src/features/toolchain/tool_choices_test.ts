import { deepEqual } from "node:assert/strict";
import { manualClock } from "../../../tests/support/clock.ts";
import { type TestContext, testContext, type TestOptions } from "../../../tests/support/context.ts";
import { openToolchain } from "./open.ts";
import { toolChoices } from "./tool_choices.ts";

const FILES = {
  ".tool-versions": "widget 1.3.0 1.2.0\nacme/gadget 2.0.0\nother system\n`id` 1.0.0\n",
  "atmos.yaml": `toolchain:
  offline: true
  install_path: .tools
  aliases: {widget: acme/widget, wid: acme/widget, "$(id)": acme/x, "a b": acme/x}
  tools: {acme/local: {type: http, url: "https://x.test/a"}}
`,
};

async function install(ctx: TestContext, id: string, version: string): Promise<void> {
  const path = `${ctx.cwd}/.tools/bin/${id}/${version}/${id.split("/").at(-1)}`;
  await ctx.disk.writeAtomic(path, "#!/bin/sh\n", 0o755);
}

/** A project with three installed versions. */
async function project(options: TestOptions = {}): Promise<TestContext> {
  const ctx = await testContext({ files: FILES, ...options });
  for (const version of ["1.2.0", "1.10.0"]) await install(ctx, "acme/widget", version);
  await install(ctx, "far/away", "0.1.0");
  return ctx;
}

async function offer(ctx: TestContext, typed: string, installedOnly = false): Promise<string[]> {
  const toolchain = await openToolchain(ctx, { flags: {}, given: new Set() });
  return (await toolChoices(ctx, toolchain, { typed, installedOnly })).map(({ value, summary }) =>
    summary === "" ? value : `${value} (${summary})`
  );
}

Deno.test("toolChoices() offers names of the file, short names, definitions; none that a shell would run", async () => {
  await using ctx = await project();
  deepEqual(await offer(ctx, "wi"), ["widget (1.3.0 1.2.0)", "wid (acme/widget)"]);
  deepEqual(await offer(ctx, "acme/"), ["acme/gadget (2.0.0)", "acme/local (acme/local)"]);
  deepEqual(await offer(ctx, "terraform-"), ["terraform-docs (terraform-docs/terraform-docs)"]);
  for (const hostile of ["`", "$", "a "]) deepEqual(await offer(ctx, hostile), []);
});

Deno.test("toolChoices() offers only what is installed where only that counts", async () => {
  await using ctx = await project();
  deepEqual(await offer(ctx, "", true), [
    "widget (1.3.0 1.2.0)",
    "wid (acme/widget)",
    "acme/widget (1.10.0 1.2.0)",
    "far/away (0.1.0)",
  ]);
  deepEqual(await offer(ctx, "wid@", true), ["wid@1.10.0 (installed)", "wid@1.2.0 (installed)"]);
});

Deno.test("toolChoices() offers versions after the @, installed ones first, each once", async () => {
  await using ctx = await project();
  deepEqual(await offer(ctx, "widget@"), [
    "widget@1.10.0 (installed)",
    "widget@1.2.0 (installed)",
    "widget@1.3.0 (in .tool-versions)",
    "widget@latest",
  ]);
  deepEqual(await offer(ctx, "acme/widget@1.3"), ["acme/widget@1.3.0 (in .tool-versions)"]);
  deepEqual(await offer(ctx, "nobody@"), ["nobody@latest"]);
  deepEqual(await offer(ctx, "../../etc@"), ["../../etc@latest"]);
});

Deno.test("toolChoices() takes the list of releases of the last hour and no older one", async () => {
  const clock = manualClock();
  await using ctx = await project({ clock, env: { XDG_CACHE_HOME: "/nowhere" } });
  const toolchain = {
    ...await openToolchain(ctx, { flags: {}, given: new Set() }),
    cacheRoot: `${ctx.root}/cache`,
  };
  const file = `${ctx.root}/cache/versions/acme%2Fgadget.json`;
  const values = async () =>
    (await toolChoices(ctx, toolchain, { typed: "acme/gadget@3", installedOnly: false })).map(({ value }) =>
      value
    );
  await ctx.disk.writeAtomic(
    file,
    JSON.stringify({ at: clock.now(), versions: ["3.1.0", "3.0.0", "2.0.0"] }),
  );
  deepEqual(await values(), ["acme/gadget@3.1.0", "acme/gadget@3.0.0"]);
  await clock.advance(3_600_000);
  deepEqual(await values(), []);
  for (const text of ["", "{", "null", "[]", '{"at":"x","versions":{}}']) {
    await ctx.disk.writeAtomic(file, text);
    deepEqual(await values(), [], text);
  }
});

Deno.test("toolChoices() does not wait for a network that does not answer", async () => {
  const clock = manualClock();
  const files = { ...FILES, "atmos.yaml": FILES["atmos.yaml"].replace("offline: true", "offline: false") };
  const net = { fetch: () => new Promise<Response>(() => {}) };
  await using ctx = await project({ files, clock, net });
  const asked = offer(ctx, "acme/gadget@2");
  await clock.waiting();
  await clock.advance(2_000);
  deepEqual(await asked, ["acme/gadget@2.0.0 (in .tool-versions)"]);
});

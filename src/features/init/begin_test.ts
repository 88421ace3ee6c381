import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { loadConfig, loadVersionConfig } from "@/features/config/load.ts";
import { testContext } from "../../../tests/support/context.ts";
import { beginProject } from "./begin.ts";
import { CONFIG_FILE } from "./core/starter.ts";
import { detectTools } from "./detect.ts";

const NOTHING = { specs: [], imported: [] };

Deno.test("beginProject() makes both files, and keeps what is there to the byte", async () => {
  await using ctx = await testContext();
  deepEqual(await beginProject(ctx, { ...NOTHING, specs: ["jq@1.7.1"] }), {
    created: ["atmos.yaml", ".tool-versions"],
    kept: [],
    tools: 1,
  });
  const text = await ctx.disk.readText(`${ctx.cwd}/.tool-versions`) ?? "";
  match(text, /^# .*\n# .*\njq 1\.7\.1\n$/);

  const files = { ".tool-versions": "jq 1.6  # old\r\n", "atmos.yaml": "toolchain: {versions_file: v}\n" };
  await using other = await testContext({ files: { ...files, v: "terraform 1.9.8" } });
  deepEqual(await beginProject(other, NOTHING), { created: [], kept: ["atmos.yaml", "v"], tools: 1 });
  for (const [name, content] of Object.entries({ ...files, v: "terraform 1.9.8" })) {
    equal(await other.disk.readText(`${other.cwd}/${name}`), content);
  }
  await beginProject(other, { ...NOTHING, specs: ["jq@1.7.1"] });
  equal(await other.disk.readText(`${other.cwd}/v`), "terraform 1.9.8\njq 1.7.1\n");
});

Deno.test("beginProject() leaves nothing behind when something is wrong", async () => {
  for (const specs of [["jq@1@2"], ["jq@1.7.1", "@"], ["no/body@1"]]) {
    const net = { fetch: () => Promise.reject(new TypeError("no network")) };
    await using ctx = await testContext({ net, files: { "atmos.yml": "toolchain: {offline: true}\n" } });
    await rejects(beginProject(ctx, { ...NOTHING, specs }), AtmosError);
    deepEqual((await ctx.disk.list(ctx.cwd)).map(({ name }) => name), ["atmos.yml"], specs.join(" "));
  }
});

Deno.test("beginProject() refuses a folder of another project", async () => {
  const cases: Record<string, string>[] = [
    { "../atmos.yaml": "" },
    { "../.git/HEAD": "", "../.tool-versions": "jq 1.7.1\n" },
  ];
  for (const files of cases) {
    await using ctx = await testContext({ files });
    await rejects(beginProject(ctx, NOTHING), { code: "init/inside-project" });
    deepEqual(await ctx.disk.list(ctx.cwd), []);
  }
  await using ctx = await testContext({ files: { "../.git/HEAD": "" } });
  deepEqual((await beginProject(ctx, NOTHING)).created, ["atmos.yaml", ".tool-versions"]);
});

Deno.test("beginProject() follows no link that leads nowhere", async () => {
  await using ctx = await testContext();
  await ctx.disk.symlink(`${ctx.root}/elsewhere`, `${ctx.cwd}/atmos.yaml`);
  const { kept } = await beginProject(ctx, NOTHING);
  deepEqual(kept, ["atmos.yaml"]);
  equal(await ctx.disk.stat(`${ctx.root}/elsewhere`), undefined);
});

Deno.test("the file that init writes changes nothing, and is right without its #", async () => {
  await using bare = await testContext();
  await using begun = await testContext({ files: { "atmos.yaml": CONFIG_FILE } });
  const { toolchain: { positionOf: _1, ...expected } } = await loadConfig(bare);
  const { toolchain: { positionOf: _2, ...actual }, issues } = await loadConfig(begun);
  const own = (value: unknown, root: string) => JSON.stringify(value).replaceAll(root, "");
  equal(own(actual, begun.root), own(expected, bare.root));
  deepEqual(issues, []);

  // Settings are comments with a colon after one word; the rest is prose.
  const open = CONFIG_FILE.replaceAll(
    /^( *)# ((?: *)(?:- )?[\w{]+:.*|(?: *)- \{.*)$/gm,
    (line, indent, rest) => /^[a-z_]+:|^ +[a-z_]+:|^ *- \{/.test(rest) ? `${indent}${rest}` : line,
  );
  ok(open.split("\n").filter((line) => /^\s*[^#\s]/.test(line)).length > 15, open);
  await using used = await testContext({ files: { "atmos.yaml": open } });
  const config = await loadConfig(used);
  deepEqual(config.issues, [], open);
  equal(config.toolchain.installPath, `${used.cwd}/.tools`);
  deepEqual(config.toolchain.proxies, { k: { tool: "kubectl", args: ["--context", "dev"] } });
  equal(config.toolchain.verification.checksums, "require");
  equal(config.toolchain.urlReplacements.length, 1);
  equal(config.toolchain.registries.length, 1);
  const { use, constraint } = await loadVersionConfig(used);
  deepEqual([use?.version, constraint?.require], ["1.210.0", ">= 1.200, < 2"]);
});

Deno.test("detectTools() reads what is there, a tool where it is named first, and nothing from broken files", async () => {
  await using ctx = await testContext({
    files: {
      ".terraform-version": "1.9.8\n",
      "mise.toml": '[tools]\nterraform = "1.5.0"\njq = "1.7.1"\n',
      "aqua.yaml": "packages: [\n",
      ".aqua.yaml/x": "a folder",
    },
  });
  const detected = await detectTools(ctx);
  deepEqual(detected.map(({ file, found }) => [file, ...found.map(({ name }) => name)]), [
    [".terraform-version", "terraform"],
    ["mise.toml", "jq"],
    ["aqua.yaml"],
  ]);
});

import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { createMemo } from "@/base/memo.ts";
import { testContext } from "../../../tests/support/context.ts";
import { loadCommands } from "./commands.ts";
import { keepConfig, loadConfig } from "./load.ts";

type Files = Readonly<Record<string, string>>;
interface Options {
  readonly env?: Files;
  readonly profile?: readonly string[];
  readonly basePath?: string;
}

/** Each file gives the aliases `own` and its first letter its name; the keys say who was read, `own` who won. */
const says = (name: string, more = "") => `toolchain: {aliases: {own: ${name}, ${name}: x/y}}\n${more}`;

async function contextOf(files: Files, { env = {}, profile, basePath }: Options = {}) {
  const ctx = await testContext({ files, env });
  return { ...ctx, flags: { ...ctx.flags, ...profile && { profile }, ...basePath && { basePath } } };
}

async function load(files: Files, options: Options = {}) {
  const ctx = await contextOf(files, options);
  try {
    const { toolchain: { aliases: { own, ...others } }, issues } = await loadConfig(ctx);
    return { own, read: Object.keys(others).sort().join(" "), issues: issues.map(({ title }) => title) };
  } finally {
    await ctx[Symbol.asyncDispose]();
  }
}

Deno.test("a file beats its imports, imports beat folders, later ones beat earlier ones", async () => {
  const cases: [files: Files, own: string, read: string][] = [
    [
      { "atmos.yaml": says("m", "import: [one.yaml, two]"), "one.yaml": says("a"), "two.yml": says("b") },
      "m",
      "a b m",
    ],
    [{ "atmos.yaml": "import: [one.yaml, two]", "one.yaml": says("a"), "two.yml": says("b") }, "b", "a b"],
    [
      {
        "atmos.yaml": "import: one.yaml",
        "one.yaml": says("a", "import: [two.yaml]"),
        "two.yaml": says("b"),
      },
      "a",
      "a b",
    ],
    [
      {
        "atmos.yaml": "import: [a.yaml]",
        "a.yaml": says("a", "import: [b.yaml]"),
        "b.yaml": says("b", "import: [a.yaml, atmos.yaml]"),
      },
      "a",
      "a b",
    ],
    [
      {
        "atmos.yaml": "import: ['p/*.yaml']",
        "p/b.yaml": says("b"),
        "p/a.yaml": says("a"),
        "p/c.txt": says("c"),
      },
      "b",
      "a b",
    ],
    [
      { "atmos.yaml": "import: [p]", "p/z.yaml": says("z"), "p/d/a.yml": says("a"), "p/d/a.yaml": says("b") },
      "b",
      "b z",
    ],
    [
      { "atmos.yaml": "import: ['nothing/*.yaml', {path: gone, optional: true}, '']\n" + says("m") },
      "m",
      "m",
    ],
    [
      { "atmos.yaml": "import: [j.json]", "j.json": '{"toolchain": {"aliases": {"own": "j", "j": "x/y"}}}' },
      "j",
      "j",
    ],
    [{ "atmos.yaml": says("m"), "atmos.d/a.yaml": says("a"), ".atmos.d/b.yaml": says("b") }, "m", "a b m"],
    [{ "atmos.yaml": "", "atmos.d/a.yaml": says("a"), ".atmos.d/b.yaml": says("b") }, "b", "a b"],
    [
      {
        "atmos.yaml": "import: [i.yaml]",
        "i.yaml": says("i"),
        ".atmos.d/b.yaml": says("b", "import: [gone]"),
      },
      "i",
      "b i",
    ],
    [{ "atmos.yaml": "", "i.yaml": says("i"), "atmos.d/b.yaml": says("b", "import: [i.yaml]") }, "i", "b i"],
    [
      { "atmos.yaml": "base_path: ./sub\nimport: [i.yaml]", "i.yaml": says("i"), "sub/i.yaml": says("s") },
      "s",
      "s",
    ],
    [
      {
        "atmos.yaml": "import: [sub/i.yaml]",
        "sub/i.yaml": says("i", "base_path: ./\nimport: [n.yaml]"),
        "sub/n.yaml": says("n"),
      },
      "i",
      "i n",
    ],
    [{ ".atmos.d/a.yaml": says("a") }, "a", "a"],
  ];
  for (const [files, own, read] of cases) {
    assert.deepEqual(await load(files), { own, read, issues: [] }, JSON.stringify(files));
  }
});

Deno.test("--base-path and its variable decide where imports begin", async () => {
  const files = {
    "atmos.yaml": "base_path: ./sub\nimport: [i.yaml]",
    "sub/i.yaml": says("s"),
    "run/i.yaml": says("r"),
  };
  for (const options of [{ basePath: "run" }, { env: { ATMOS_BASE_PATH: "run" } }]) {
    assert.equal((await load(files, options)).own, "r");
  }
});

Deno.test("profiles lie over files; the first place that has one is the only one", async () => {
  const files = {
    "atmos.yaml": says("m", "profiles: {default: dev}"),
    "profiles/dev/x.yaml": says("p"),
    "profiles/dev/atmos.yaml": says("q", "import: [i.yaml]"),
    "profiles/ci/x.yaml": says("c", "profiles: {default: gone}"),
    "profiles/both/x.yaml": says("low"),
    ".atmos/profiles/both/x.yaml": says("h"),
    "profiles/empty/readme.txt": "",
    "i.yaml": says("i"),
  };
  const cases: [options: Options, own: string, read: string][] = [
    [{}, "p", "i m p q"],
    [{ env: { ATMOS_PROFILE: "ci" } }, "c", "c m"],
    [{ env: { ATMOS_PROFILE: "", AWS_PROFILE: "ci" } }, "p", "i m p q"],
    [{ env: { ATMOS_PROFILE: "dev" }, profile: ["ci"] }, "c", "c m"],
    [{ profile: ["dev, ci"] }, "c", "c i m p q"],
    [{ profile: ["ci", "dev"] }, "p", "c i m p q"],
    [{ profile: ["both"] }, "h", "h m"],
    [{ profile: ["empty"] }, "m", "m"],
  ];
  for (const [options, own, read] of cases) {
    assert.deepEqual(await load(files, options), { own, read, issues: [] }, JSON.stringify(options));
  }
  const elsewhere = {
    "atmos.yaml": says("m", "profiles: {base_path: ./p, default: d}"),
    "p/d/x.yml": says("x"),
  };
  assert.equal((await load(elsewhere)).own, "x");
});

Deno.test("env of the configuration chooses the profile, unless the system does", async () => {
  const files = {
    "atmos.yaml": says("m", "env: {ATMOS_PROFILE: dev}"),
    "profiles/dev/x.yaml": says("d"),
    "profiles/ci/x.yaml": says("c"),
  };
  assert.equal((await load(files)).own, "d");
  assert.equal((await load(files, { env: { ATMOS_PROFILE: "ci" } })).own, "c");
  assert.equal((await load(files, { env: { ATMOS_PROFILE: "" } })).own, "m");
});

Deno.test("commands of several files are one list", async () => {
  await using ctx = await testContext({
    files: {
      "atmos.yaml": "commands: [{name: a, description: high}]\nimport: [i.yaml]",
      "i.yaml": "commands: [{name: b}, {name: a, description: low, steps: [x]}]",
    },
  });
  assert.deepEqual((await loadCommands(ctx)).list, [{ name: "a", description: "high", steps: ["x"] }, {
    name: "b",
  }]);
});

Deno.test("what cannot be put together is told with its place", async () => {
  const cases: [files: Files, options: Options, code: string, at: string | undefined, title: RegExp][] = [
    [{ "atmos.yaml": "import:\n  - gone.yaml" }, {}, "config/no-import", "atmos.yaml:2:5", /gone\.yaml/],
    [{ "atmos.yaml": "import: [i.yaml]", "i.yaml": "a: [" }, {}, "yaml/syntax", "i.yaml:1:5", /./],
    [{ "atmos.yaml": "import: [[x]]" }, {}, "config/bad-import", "atmos.yaml:1:10", /import/],
    [{ "atmos.yaml": "", "atmos.d/x.yaml": "- a" }, {}, "config/not-a-map", "atmos.d/x.yaml:1:1", /map/],
    [
      { "atmos.yaml": "", "profiles/dev/x.yaml": "" },
      { profile: ["dv"] },
      "config/unknown-profile",
      undefined,
      /not found: dv/,
    ],
    [{ "atmos.yaml": "" }, { profile: ["../x"] }, "config/unknown-profile", undefined, /x/],
    [
      { "atmos.yaml": "profiles:\n  default: dv" },
      {},
      "config/unknown-profile",
      "atmos.yaml:2:12",
      /not found: dv/,
    ],
    [
      { "atmos.yaml": "import: [i.yaml]\ntoolchain: {aliases: !append [x]}", "i.yaml": says("i") },
      {},
      "config/bad-append",
      "atmos.yaml:2:30",
      /toolchain\.aliases/,
    ],
  ];
  for (const [files, options, code, at, title] of cases) {
    await assert.rejects(load(files, options), (error) => {
      assert.ok(error instanceof AtmosError, String(error));
      const place = error.at && `${error.at.file}:${error.at.line}:${error.at.column}`;
      assert.deepEqual([error.code, place], [code, at], error.title);
      assert.match(error.title, title);
      return true;
    });
  }
  const { issues } = await load({ "atmos.yaml": "import: [https://a.test/x.yaml]\n" + says("m") });
  assert.match(issues.join(), /https:\/\/a\.test\/x\.yaml is left out/);
});

Deno.test("what was remembered is forgotten when an import, a folder or a profile changes", async () => {
  const ctx = await contextOf({
    "atmos.yaml": says("m", "import: ['p/*.yaml']"),
    "p/a.yaml": says("a"),
  });
  const run = () => ({ ...ctx, once: createMemo() });
  const names = async () => Object.keys((await loadConfig(run())).toolchain.aliases).sort().join(" ");
  for (const path of ["atmos.yaml", "p/a.yaml", "p"]) {
    await ctx.disk.touch(`${ctx.cwd}/${path}`, ctx.clock.now() - 60_000);
  }
  await keepConfig(run());
  assert.equal(await names(), "a m own");
  await ctx.disk.writeAtomic(`${ctx.cwd}/p/b.yaml`, says("b"));
  assert.equal(await names(), "a b m own");
  await ctx.disk.writeAtomic(`${ctx.cwd}/atmos.d/c.yaml`, says("c"));
  assert.equal(await names(), "a b c m own");
  await ctx[Symbol.asyncDispose]();
});

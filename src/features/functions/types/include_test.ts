import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import type { ConfigError } from "@/base/errors.ts";
import { type TestContext, testContext } from "../../../../tests/support/context.ts";
import type { FunctionPlace } from "../resolve_functions.ts";
import include from "./include.ts";

const files = {
  "conf/site.yaml": "name: site\nport: 8080\nbig: 12345678901234567890\nzeros: '007'\n---\nsecond: 1\n",
  "conf/site.json": '\uFEFF{"n": 3, "f": 2.0, "big": 9007199254740993}\r\n',
  "conf/crlf.yml": "\uFEFFa: 1\r\nb: [x]\r\n",
  "conf/empty.yaml": "",
  "conf/scalar.yaml": "just text",
  "conf/tags.yaml": "e: !env HOME\nn: [!include x]\nl: !append [1]\nt: '{{ .x }}'\n",
  "conf/app.env": "A=1\nB=$A$OUTER\n",
  "conf/.env.prod": "A=prod",
  "conf/num.txt": "42\n",
  "conf/noext": "plain {{ x }}",
  "conf/UPPER.JSON": "[1]",
  "conf/two words.json": '"spaced"',
  "conf/only-conf.json": "1",
  "only-cwd.json": "2",
  "base/only-base.json": "3",
  "base/both.json": '"base"',
  "conf/both.json": '"beside"',
  "conf/folder.json/x": "",
  "conf/bad.yaml": "a: 1\nb: [1\n",
  "conf/twice.yaml": "a: 1\na: 2\n",
  "conf/bad.json": '{"a": ',
  "conf/bad.env": "GOOD=1\nthis is hidden\n",
  "conf/merge.yaml": "a:\n  <<: !include x\n",
  "conf/x.tfvars": 'a = 1\nb = [for x in ["y"]: "${x}!"]\nc = null\nd = 0.5\n',
  "conf/empty.hcl": "# nothing\n",
  "conf/block.tf": "a = 1\nlocals {\n}\n",
  "conf/broken.tf": "a = [\n",
  "conf/asks.hcl": "a = 1\nb = var.x\n",
};

interface Call {
  readonly tag?: string;
  readonly root?: string;
  readonly compileQuery?: FunctionPlace["compileQuery"];
}

async function run(ctx: TestContext, text: string, { tag = "!include", root, compileQuery }: Call = {}) {
  const file = `${ctx.cwd}/conf/atmos.yaml`;
  const place = {
    file,
    root,
    positionOf: () => ({ file, line: 9 }),
    ...compileQuery ? { compileQuery } : {},
  };
  return await include(ctx, { tag, text, path: ["a", 0], place });
}

Deno.test("include() reads a file by its name", async () => {
  await using ctx = await testContext({ files, env: { OUTER: "o" } });
  const cases: [string, unknown][] = [
    ["site.yaml", { name: "site", port: 8080, big: 12345678901234567890n, zeros: "007" }],
    ["site.json", { n: 3, f: 2, big: 9007199254740993n }],
    ["crlf.yml", { a: 1, b: ["x"] }],
    ["empty.yaml", null],
    ["scalar.yaml", "just text"],
    ["tags.yaml", { e: "HOME", n: ["x"], l: [1], t: "{{ .x }}" }],
    ["app.env", { A: "1", B: "1o" }],
    [".env.prod", { A: "prod" }],
    ["num.txt", "42\n"],
    ["noext", "plain {{ x }}"],
    ["UPPER.JSON", [1]],
    ["x.tfvars", { a: 1, b: ["y!"], c: null, d: 0.5 }],
    ["empty.hcl", {}],
    ['"two words.json"', "spaced"],
    ["'two words.json'", "spaced"],
    ["./site.json", { n: 3, f: 2, big: 9007199254740993n }],
    ["../only-cwd.json", 2],
    [`${ctx.cwd}/only-cwd.json`, 2],
  ];
  for (const [text, expected] of cases) deepEqual(await run(ctx, text), expected, text);
});

Deno.test("include() with .raw answers the text of any file", async () => {
  await using ctx = await testContext({ files });
  for (const name of ["num.txt", "bad.json", "x.tfvars", "site.yaml"] as const) {
    equal(await run(ctx, name, { tag: "!include.raw" }), files[`conf/${name}`]);
  }
});

Deno.test("include() looks beside the file, for manifests first in the base path, never in the working directory", async () => {
  await using ctx = await testContext({ files });
  const root = `${ctx.cwd}/base`;
  const cases: [string, string | undefined, unknown][] = [
    ["only-conf.json", undefined, 1],
    ["both.json", undefined, "beside"],
    ["only-base.json", root, 3],
    ["only-conf.json", root, 1],
    ["both.json", root, "base"],
    ["./both.json", root, "beside"],
    ["../base/both.json", root, "base"],
  ];
  for (const [text, root, expected] of cases) {
    equal(await run(ctx, text, root === undefined ? {} : { root }), expected, `${text} ${root}`);
  }
  for (const options of [{}, { root }]) {
    await rejects(run(ctx, "only-cwd.json", options), { code: "functions/failed" });
  }
});

Deno.test("include() tells what is wrong at the place of the call, and where in the other file", async () => {
  await using ctx = await testContext({ files });
  const conf = `${ctx.cwd}/conf`;
  const cases: [string, string, string | RegExp][] = [
    ["", "functions/bad-arguments", "Expected arguments"],
    ['"open', "functions/bad-arguments", "1:1: unterminated quoted value"],
    [
      "gone.yaml",
      "functions/failed",
      `does not exist: could not find local file 'gone.yaml' (tried ${conf}/gone.yaml)`,
    ],
    ["folder.json", "functions/failed", "could not find local file 'folder.json'"],
    ["", "functions/bad-arguments", "Expected arguments"],
    ["bad.yaml", "functions/failed", /^.*\/conf\/bad\.yaml:\d+:\d+: ./],
    ["twice.yaml", "functions/failed", `${conf}/twice.yaml:2:1: mapping key "a" already defined at line 1`],
    ["bad.json", "functions/failed", `${conf}/bad.json: `],
    ["bad.env", "functions/failed", `${conf}/bad.env:2: bad line in a dotenv file. `],
    ["merge.yaml", "functions/failed", `${conf}/merge.yaml:2:`],
    [
      "block.tf",
      "functions/failed",
      `${conf}/block.tf:2:1: only arguments can be included, and locals is a block`,
    ],
    ["broken.tf", "functions/failed", `${conf}/broken.tf:2:1: expected an expression`],
    ["asks.hcl", "functions/failed", `${conf}/asks.hcl:2:5: variables may not be used here: var`],
    ["gone.tfvars", "functions/failed", "does not exist"],
    ["https://h.example/a.yaml", "functions/remote-include", "other machines"],
    ["git::https://h.example/a//b.yaml?ref=1", "functions/remote-include", "other machines"],
    ["site.yaml .name", "functions/unsupported-include", "Queries"],
  ];
  for (const [text, code, explanation] of cases) {
    await rejects(run(ctx, text), (error: ConfigError) => {
      equal(error.code, code, text);
      ok(
        error.title.includes(text.trim() === "" ? "!include at a[0]" : `!include ${text} at a[0]`),
        error.title,
      );
      deepEqual(error.at, { file: `${conf}/atmos.yaml`, line: 9 });
      const found = error.explanation ?? "";
      if (typeof explanation === "string") ok(found.includes(explanation), `${text}: ${found}`);
      else match(found, explanation);
      ok(!found.includes("hidden"), found);
      return true;
    });
  }
});

Deno.test("include() hands the value and the rest of the words to the query", async () => {
  await using ctx = await testContext({ files });
  const asked: [string, unknown][] = [];
  const compileQuery = (text: string) => (value: unknown) => {
    asked.push([text, value]);
    return text === "none" ? [] : text === "two" ? [1, 2] : [null];
  };
  const cases: [string, string, unknown][] = [
    ["only-conf.json .a", ".a", null],
    [`only-conf.json .a // "d  e" | f`, `.a // "d  e" | f`, null],
    [`"only-conf.json" ".name"`, ".name", null],
    [`only-conf.json '.a // "it''s"'`, `.a // "it's"`, null],
    [`only-conf.json "x-" + .name`, `"x-" + .name`, null],
    [`only-conf.json 'open`, `'open`, null],
    ["only-conf.json none", "none", null],
    ["only-conf.json two", "two", [1, 2]],
  ];
  for (const [text, query, expected] of cases) {
    deepEqual(await run(ctx, text, { compileQuery }), expected, text);
    deepEqual(asked.pop(), [query, 1], text);
  }
  equal(await run(ctx, "only-conf.json", { compileQuery }), 1);
  equal(asked.length, 0);
});

import assert from "node:assert/strict";
import plugin from "./house.ts";

const HEADER = "/** What this file does. */\n";

/** One example a row: file, source, the rules that must speak (none = a good example). */
const EXAMPLES: readonly (readonly [path: string, source: string, rules: readonly string[]])[] = [
  ["src/features/config/load.ts", `const home = Deno.env.get("HOME");`, ["only-io-touches-deno"]],
  ["src/features/config/load.ts", `const { env } = Deno;`, ["only-io-touches-deno"]],
  ["src/ui/out.ts", `type Info = Deno.FileInfo;`, ["only-io-touches-deno"]],
  ["src/lang/yaml/read.ts", `import { join } from "node:path";`, ["only-io-touches-deno"]],
  ["src/app/run.ts", `const load = () => import("node:crypto");`, ["only-io-touches-deno"]],
  ["src/io/net/core/retry.ts", `const os = Deno.build.os;`, ["only-io-touches-deno"]],
  ["src/io/disk/disk.ts", `import { join } from "node:path"; const os = Deno.build.os;`, []],
  ["src/features/config/load_test.ts", `const home = Deno.env.get("HOME");`, []],
  ["main.ts", `Deno.exit(await run(Deno.args));`, []],

  ["src/features/workflows/run.ts", `import { a } from "@/features/steps/_state.ts";`, ["private-file"]],
  ["src/features/workflows/run.ts", `import type { A } from "@/features/steps/_state.ts";`, ["private-file"]],
  ["src/features/workflows/run.ts", `const a = () => import("@/features/steps/_state.ts");`, [
    "private-file",
  ]],
  ["src/cli/commands/list.ts", `import { a } from "@/cli/_words.ts";`, ["private-file"]],
  ["tests/house/a_test.ts", `import { a } from "@/features/steps/_state.ts";`, ["private-file"]],
  ["src/features/steps/core/run.ts", `import type { A } from "../_state.ts";`, []],

  ["src/features/config/load.ts", `import { a } from "../steps/run.ts";`, ["import-the-file"]],
  ["src/features/config/load.ts", `import { load } from "npm:js-yaml@5";`, ["import-the-file"]],
  ["src/features/config/load.ts", `const a = () => import("../steps/run.ts");`, ["import-the-file"]],
  [
    "src/features/config/schema/stacks.ts",
    `import { a } from "../layers.ts"; import { b } from "@/base/errors.ts";`,
    [],
  ],
  ["src/features/config/load_test.ts", `import { fake } from "../../../tests/support/context.ts";`, []],
  ["src/base/context.ts", `import type { Disk } from "./ports.ts";`, []],

  ["src/cli/router.ts", "const load = (name: string) => import(`./commands/${name}.ts`);", [
    "literal-import",
  ]],
  ["src/cli/router.ts", `const load = () => import("@/cli/commands/version.ts");`, []],

  ["src/ui/out.ts", `export * from "@/ui/style.ts";`, ["no-barrel"]],
  ["src/ui/out.ts", `export { bold } from "@/ui/style.ts";`, ["no-barrel"]],
  ["src/ui/out.ts", `export type { Style } from "@/ui/style.ts";`, ["no-barrel"]],
  ["src/ui/out.ts", `import { bold } from "./style.ts"; export { bold };`, ["no-barrel"]],

  ["src/features/auth/sign.ts", `import "@/base/errors.ts";`, ["import-does-nothing"]],
  ["src/features/auth/sign.ts", `register();`, ["import-does-nothing"]],
  ["src/features/auth/sign.ts", `const a = 1; if (a) register();`, ["import-does-nothing"]],
  [
    "src/features/auth/sign.ts",
    `import { type A } from "@/base/errors.ts"; const f = () => { register(); };`,
    [],
  ],

  ["src/features/toolchain/core/plan.ts", `const f = () => Date.now();`, ["core-is-pure"]],
  ["src/features/toolchain/core/plan.ts", `const f = () => new Date();`, ["core-is-pure"]],
  ["src/base/flow/retry.ts", `const f = () => Math.random();`, ["core-is-pure"]],
  ["src/base/flow/retry.ts", `const f = () => setTimeout(g, 1);`, ["core-is-pure"]],
  ["src/lang/cel/run.ts", `const f = () => crypto.randomUUID();`, ["core-is-pure"]],
  ["src/lang/cel/run.ts", `import type { Context } from "@/base/context.ts";`, ["core-is-pure"]],
  ["src/io/net/core/retry.ts", `import type { Clock, ProcessPlan } from "@/base/ports.ts";`, [
    "core-is-pure",
  ]],
  ["src/features/toolchain/core/plan.ts", `import { read } from "../installed.ts";`, ["core-is-pure"]],
  ["src/features/toolchain/core/plan.ts", `import { get } from "@/io/net/client.ts";`, ["core-is-pure"]],
  ["src/features/toolchain/core/plan.ts", `import type { Installed } from "../installed.ts";`, []],
  ["src/io/container/core/argv.ts", `import type { ProcessPlan } from "@/base/ports.ts";`, []],
  [
    "src/features/toolchain/core/plan.ts",
    `const f = (now: number) => new Date(now); import { AtmosError } from "@/base/errors.ts";`,
    [],
  ],
  ["src/features/toolchain/install.ts", `const f = () => Math.random();`, []],

  ["src/features/stacks/read.ts", `let seen = 0;`, ["no-global-state"]],
  ["src/features/stacks/read.ts", `${doc("x")}export var seen = 0;`, ["no-global-state"]],
  ["src/features/stacks/read.ts", `const cache = new Map<string, string>();`, ["no-global-state"]],
  ["src/features/stacks/read.ts", `const cache: Record<string, string> = {};`, ["no-global-state"]],
  ["src/features/stacks/read.ts", `const seen: string[] = [];`, ["no-global-state"]],
  [
    "src/features/stacks/read.ts",
    `const seen: readonly string[] = []; const NONE: FlagSpecs = {}; const N: ReadonlyMap<1, 1> = new Map();`,
    [],
  ],
  [
    "src/features/stacks/read.ts",
    `const NAMES = new Set(["a"]); const f = () => { let n = new Map(); };`,
    [],
  ],

  ["src/io/process/run.ts", `const f = () => Deno.exit(1);`, ["one-exit"]],
  ["src/io/host/host.ts", `const f = () => Deno.chdir("/");`, ["one-exit"]],
  ["src/io/host/host.ts", `const f = () => Deno.env.set("A", "b");`, ["one-exit"]],
  ["src/io/host/host.ts", `const f = () => Deno.env.get("A");`, []],

  ["src/features/stacks/read.ts", `const f = () => console.log("x");`, ["only-out-prints"]],
  ["scripts/test.ts", `console.log("x");`, []],

  ["src/ui/Table.ts", `const a = 1;`, ["file-name"]],
  ["src/ui/live-region.ts", `const a = 1;`, ["file-name"]],
  ["src/ui/utils.ts", `const a = 1;`, ["file-name"]],
  ["tests/house/index_test.ts", `const a = 1;`, ["file-name"]],
  ["src/ui/_live_region.ts", `const a = 1;`, []],

  ["src/ui/table.ts", "const a = 1;\n".repeat(400), ["file-size"]],
  ["src/ui/table_test.ts", "const a = 1;\n".repeat(400), ["file-size"]],
  ["src/ui/table.ts", "const a = 1;\n".repeat(399), []],

  ["src/ui/table.ts", `${doc("x")}export const a = 1;`, []],
  ["src/ui/table.ts", `export const a = 1;`, ["documented-exports"]],
  ["src/ui/table.ts", `const b = 1;\nexport interface A {}`, ["documented-exports"]],
  ["src/ui/table.ts", `// Not a docstring.\nexport function a() {}`, ["documented-exports"]],
  ["src/ui/table.ts", `${doc("x")}const b = 1;\nexport type A = string;`, ["documented-exports"]],
  [
    "src/ui/table.ts",
    `${doc("é 😀")}export function a(x: string): void;\nexport function a(x: number): void;`,
    [],
  ],
  ["src/ui/table.ts", `${doc("x")}// deno-lint-ignore no-explicit-any\nexport const a: any = 1;`, []],
  ["scripts/gen.ts", `export const a = 1;`, ["documented-exports"]],
  ["tests/support/context.ts", `export const a = 1;`, []],

  ["src/ui/style.ts", `enum Colour { Red }`, ["no-enum"]],
  ["src/ui/style_test.ts", `enum Colour { Red }`, ["no-enum"]],

  ["src/features/stacks/read.ts", `class Reader {}`, ["class-only-errors"]],
  ["src/features/stacks/read.ts", `class Reader extends Base {}`, ["class-only-errors"]],
  ["src/features/stacks/read.ts", `const R = class {};`, ["class-only-errors"]],
  ["src/features/stacks/read.ts", `class ReadError extends AtmosError {}`, []],
  ["src/lang/gotemplate/float.ts", `class Float {}`, []],

  ["src/ui/table.ts", `${doc("x")}export function f(a: 1, b: 2, c: 3, d: 4) {}`, ["few-parameters"]],
  ["src/ui/table.ts", `${doc("x")}export const f = (a: 1, b: 2, c: 3, d: 4) => {};`, ["few-parameters"]],
  [
    "src/ui/table.ts",
    `${doc("x")}export function f(a: 1, b: 2, c: 3) {}\nfunction g(a: 1, b: 2, c: 3, d: 4) {}`,
    [],
  ],
];

for (const [path, source, rules] of EXAMPLES) {
  const expectation = rules.length > 0 ? `breaks ${rules}` : "is fine";
  Deno.test(`house: ${path}: ${source.slice(0, 90).replaceAll("\n", " ")} ${expectation}`, () => {
    assert.deepEqual(rulesBrokenBy(path, HEADER + source), rules);
  });
}

const HEADERS: readonly (readonly [source: string, broken: boolean])[] = [
  ["const a = 1;\n", true],
  ["// What this file does.\nconst a = 1;\n", true],
  ["const a = 1;\n/** What this file does. */\n", true],
  [`/** One\n${" * more\n".repeat(7)} */\nconst a = 1;\n`, true],
  ["/** Docstring of the first export. */\nexport const a = 1;\n", false],
  ["#!/usr/bin/env -S deno run\n/** What this file does. */\nconst a = 1;\n", false],
  ["", true],
];

for (const [source, broken] of HEADERS) {
  Deno.test(`file-header: ${JSON.stringify(source)} ${broken ? "is refused" : "is fine"}`, () => {
    assert.equal(rulesBrokenBy("src/ui/table.ts", source).includes("file-header"), broken);
  });
}

Deno.test("house: every rule has an example that breaks it", () => {
  const shown = new Set(EXAMPLES.flatMap(([, , rules]) => rules)).add("file-header");
  assert.deepEqual([...shown].sort(), Object.keys(plugin.rules).sort());
});

function rulesBrokenBy(path: string, source: string): string[] {
  const findings = Deno.lint.runPlugin(plugin, path, source).map((it) => it.id.replace("house/", ""));
  return [...new Set(findings)].sort();
}

function doc(text: string): string {
  return `/** ${text} */\n`;
}

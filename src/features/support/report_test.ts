import { deepEqual, equal, ok } from "node:assert/strict";
import { type TestContext, testContext, type TestOptions } from "../../../tests/support/context.ts";
import { scriptedProcesses } from "../../../tests/support/procs.ts";
import { supportReport } from "./report.ts";

const LDD = { program: "ldd", answer: { stdout: "ldd (GNU libc) 2.36\n" } };
const FILES = {
  ".tool-versions": "widget 1.3.0 1.2.0\n",
  "atmos.yaml": `toolchain:
  install_path: .tools
  aliases: {widget: acme/widget}
  registries: [{name: own, type: aqua, source: "https://user:pa55word@reg.test/r.yaml"}]
  github: {hosts: {ghe.test: {token: host-s3cret}, empty.test: {}}}
`,
};

/** A machine with a C library and gh, whose network must not be asked. */
function machine(options: TestOptions = {}): Promise<TestContext> {
  const net = { fetch: () => Promise.reject(new Error("the network was asked")) };
  return testContext({ net, procs: scriptedProcesses([LDD], { gh: "/usr/bin/gh" }), ...options });
}

Deno.test("supportReport() tells what was found, and of secrets only that they are there", async () => {
  const env = {
    GITHUB_TOKEN: "s3cret-token",
    GH_TOKEN: " ",
    HTTPS_PROXY: "http://me:pa55word@proxy.test:3128",
    ATMOS_LOGS_LEVEL: "Debug",
    NO_COLOR: "1",
    OTHER: "x",
  };
  await using ctx = await machine({ files: FILES, env });
  for (const name of ["widget/1.2.0", "far/0.1.0"]) {
    await ctx.disk.writeAtomic(`${ctx.cwd}/.tools/bin/acme/${name}/run`, "#!/bin/sh\n", 0o755);
  }
  const report = await supportReport(ctx);
  deepEqual(report.problems, []);
  deepEqual([report.platform["os"], report.platform["libc"]], ["linux", "glibc"]);
  deepEqual(report.tools, [
    { tool: "acme/widget", version: "1.3.0", configured: true, installed: false },
    { tool: "acme/widget", version: "1.2.0", configured: true, installed: true },
    { tool: "acme/far", version: "0.1.0", configured: false, installed: true },
  ]);
  deepEqual(report.tokens.filter(({ set }) => set).map(({ source }) => source), [
    "GITHUB_TOKEN",
    "toolchain.github.hosts.ghe.test.token",
    "GitHub CLI",
  ]);
  ok(report.tokens.some(({ source, set }) => source.includes("empty.test") && !set));
  deepEqual(report.variables, ["ATMOS_LOGS_LEVEL", "NO_COLOR"]);
  equal(report.registries[0]?.source, "https://***@reg.test/r.yaml");
  const found = Object.fromEntries(report.paths.map(({ what, found }) => [what, found]));
  deepEqual(found, {
    "working directory": "directory",
    "home": "directory",
    "project": "directory",
    "configuration": "file",
    "versions file": "file",
    "lock file": "missing",
    "install root": "directory",
    "cache": "missing",
  });
  const text = JSON.stringify(report);
  for (const secret of ["s3cret", "pa55word"]) ok(!text.includes(secret), text);
});

Deno.test("supportReport() goes on beside whatever is broken", async () => {
  const cases: [name: string, options: TestOptions, problem: RegExp][] = [
    ["syntax", { files: { "atmos.yaml": "a: [\n" } }, /^atmos\.yaml:\d+:\d+: .*\(yaml\/syntax\)$/],
    [
      "value",
      { files: { "atmos.yaml": "toolchain: {lock: x}\n" } },
      /^atmos\.yaml:1:\d+: .*\(config\/bad-value\)$/,
    ],
    ["no file", { flags: { config: ["gone.yaml"] } }, /gone\.yaml.*\(config\/no-file\)$/],
    ["two", { files: { "atmos.yaml": "toolchain: {lock: x, max_concurrency: 0}\n" } }, /bad-value/],
  ];
  for (const [name, options, problem] of cases) {
    await using ctx = await machine(options);
    const report = await supportReport(ctx);
    ok(report.problems.length > 0, name);
    for (const line of report.problems) ok(problem.test(line), line);
    equal(report.problems.length, name === "two" ? 2 : 1, name);
    equal(report.paths.find(({ what }) => what === "home")?.found, "directory", name);
  }
});

Deno.test("supportReport() needs no home and no programs", async () => {
  await using ctx = await machine({
    env: { HOME: "", PATH: "" },
    procs: scriptedProcesses([{ program: "ldd" }]),
  });
  const report = await supportReport(ctx);
  deepEqual(report.problems, []);
  equal(report.platform["libc"], null);
  equal(report.paths.find(({ what }) => what === "home")?.found, "not set");
  equal(report.paths.find(({ what }) => what === "install root")?.path, `${ctx.cwd}/.tools`);
});

import { deepEqual, equal, rejects } from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { type TestContext, testContext } from "../../../tests/support/context.ts";
import { type CommandRequest, planCommand } from "./command_plan.ts";
import { openToolchain } from "./open.ts";

const FILES = {
  ".tool-versions": "widget 1.3.0\nacme/plain 2.0.0\nlate 0.1.0\n",
  "atmos.yaml": `toolchain:
  offline: true
  install_path: .tools
  aliases: {widget: acme/widget, late: acme/late}
`,
};

async function project(): Promise<TestContext> {
  const ctx = await testContext({ files: FILES });
  for (const [id, version] of [["widget", "1.2.0"], ["widget", "1.3.0"], ["plain", "2.0.0"]]) {
    await ctx.disk.writeAtomic(`${ctx.cwd}/.tools/bin/acme/${id}/${version}/${id}`, "#!/bin/sh\n", 0o755);
  }
  return ctx;
}

async function plan(ctx: TestContext, request: Partial<CommandRequest>) {
  const toolchain = await openToolchain(ctx, { flags: {}, given: new Set() });
  const { program, args, env } = await planCommand(ctx, toolchain, {
    uses: [],
    program: "sh",
    args: [],
    install: false,
    ...request,
  });
  const shorten = (text: string) => text.replaceAll(`${ctx.cwd}/.tools/bin/acme/`, "");
  return { program: shorten(program), args, path: shorten(env["PATH"] ?? "").split(":").slice(0, 3) };
}

Deno.test("planCommand() puts the named tools before those of the versions file", async () => {
  await using ctx = await project();
  const bin = `${ctx.root}/bin`;
  deepEqual(await plan(ctx, { uses: ["widget@1.2.0"], program: "widget", args: ["-x", "--"] }), {
    program: "widget/1.2.0/widget",
    args: ["-x", "--"],
    path: ["widget/1.2.0", "widget/1.3.0", "plain/2.0.0"],
  });
  const cases: [uses: string[], program: string, found: string, path: string[]][] = [
    [[], "sh", "sh", ["widget/1.3.0", "plain/2.0.0", bin]],
    [[], "plain", "plain/2.0.0/plain", ["widget/1.3.0", "plain/2.0.0", bin]],
    [["widget"], "plain", "plain/2.0.0/plain", ["widget/1.3.0", "plain/2.0.0", bin]],
    [["acme/plain", "acme/widget@1.2.0"], "widget", "widget/1.2.0/widget", [
      "plain/2.0.0",
      "widget/1.2.0",
      "widget/1.3.0",
    ]],
    [[], "./own", "./own", ["widget/1.3.0", "plain/2.0.0", bin]],
  ];
  for (const [uses, program, found, path] of cases) {
    const planned = await plan(ctx, { uses, program });
    deepEqual([planned.program, planned.path], [found, path], `${uses} ${program}`);
  }
});

Deno.test("planCommand() refuses what is not installed or not configured, without asking a registry", async () => {
  await using ctx = await project();
  const cases: [uses: string[], program: string, code: string, title: string, exitCode: number][] = [
    [["widget@9"], "sh", "toolchain/not-installed", "Package is not installed: widget@9", 1],
    [["late"], "sh", "toolchain/not-installed", "Package is not installed: late@0.1.0", 1],
    [
      ["late", "widget@9"],
      "sh",
      "toolchain/not-installed",
      "Package is not installed: late@0.1.0, widget@9",
      1,
    ],
    [[], "late", "toolchain/not-installed", "Package is not installed: late@0.1.0", 1],
    [["nobody"], "sh", "toolchain/not-configured", "Package is not configured: nobody", 1],
    [["nobody@1"], "sh", "toolchain/not-configured", "Package is not configured: nobody", 1],
    [["jq"], "sh", "toolchain/not-configured", "Package is not configured: jq", 1],
    [["a@b@c"], "sh", "toolchain/invalid-spec", 'invalid tool specification "a@b@c"', 2],
    [["widget@>1"], "sh", "toolchain/invalid-spec", 'invalid tool specification "widget@>1"', 2],
  ];
  for (const [uses, program, code, title, exitCode] of cases) {
    await rejects(plan(ctx, { uses, program }), (error) => {
      if (!(error instanceof AtmosError)) throw error;
      deepEqual([error.code, error.title, error.exitCode], [code, title, exitCode]);
      return true;
    });
  }
});

Deno.test("planCommand() takes a tool that provides the command before one that only has its name", async () => {
  await using ctx = await project();
  const late = `${ctx.cwd}/.tools/bin/acme/widget/1.3.0/late`;
  await ctx.disk.writeAtomic(late, "#!/bin/sh\n", 0o755);
  equal((await plan(ctx, { program: "late" })).program, "widget/1.3.0/late");
});

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { HostError } from "@/base/errors.ts";
import { testContext, type TestOptions } from "../../../tests/support/context.ts";
import { scriptedProcesses } from "../../../tests/support/procs.ts";
import type { Check, Finding } from "./core/finding.ts";
import { diagnose } from "./diagnose.ts";

const OFFLINE = { flags: { offline: true }, given: new Set(["offline"]) };
const ONLINE = { flags: {}, given: new Set<string>() };
const LDD = { program: "ldd", answer: { stdout: "ldd (GNU libc) 2.36\n" } };

interface Case extends TestOptions {
  readonly programs?: Readonly<Record<string, string>>;
  readonly input?: typeof OFFLINE | typeof ONLINE;
}

async function findings({ programs = {}, input = OFFLINE, ...options }: Case = {}) {
  const net = { fetch: () => Promise.reject(new Error("the network was asked")) };
  const env = { ATMOS_GITHUB_CLI: "", ...options.env };
  await using ctx = await testContext({ net, procs: scriptedProcesses([LDD], programs), ...options, env });
  const before = JSON.stringify(await ctx.disk.list(ctx.cwd));
  const { ok, findings } = await diagnose(ctx, input);
  equal(JSON.stringify(await ctx.disk.list(ctx.cwd)), before, "nothing stays");
  equal(ok, findings.every(({ status }) => status !== "error"));
  deepEqual(ctx.out.lines("warning"), []);
  return { findings, of: (check: Check) => findings.filter((finding) => finding.check === check) };
}

/** `status fix` of each finding of a check. */
function brief(found: readonly Finding[]): string[] {
  return found.map(({ status, fix }) => fix === undefined ? status : `${status} ${fix}`);
}

const TOOLS = { ".tool-versions": "widget 1.3.0\n" };
const ALIAS = "toolchain: {install_path: .tools, aliases: {widget: acme/widget}}\n";

Deno.test("diagnose() tells of a project what is there and which command leads on", async () => {
  const cases: [name: string, options: Case, check: Check, expected: string[]][] = [
    ["an empty folder", {}, "tools", ["note atmos init"]],
    ["an empty folder", {}, "configuration", ["ok"]],
    ["no home", { env: { HOME: "" } }, "home", ["warning export HOME=/path/of/your/home"]],
    ["only settings", { files: { "atmos.yaml": "" } }, "tools", ["note atmos toolchain add terraform@1.9.8"]],
    ["no tool", { files: { ".tool-versions": "#\n" } }, "tools", [
      "note atmos toolchain add terraform@1.9.8",
    ]],
    ["not installed", { files: TOOLS }, "tools", ["warning atmos toolchain install"]],
    ["no lock yet", { files: TOOLS }, "lock_file", ["note"]],
    ["a bad line", { files: { ".tool-versions": "jq\n" } }, "configuration", ["warning"]],
    ["an unknown key", { files: { "atmos.yaml": "toolchain: {aliasses: {}}\n" } }, "configuration", [
      "warning",
    ]],
    ["a token", { env: { GITHUB_TOKEN: "abcdef" } }, "tokens", ["ok"]],
    ["no token", {}, "tokens", ["note export GITHUB_TOKEN=<token>"]],
    ["offline", {}, "network", ["skipped"]],
    ["offline by variable", { env: { ATMOS_TOOLCHAIN_OFFLINE: "1" }, input: ONLINE }, "network", ["skipped"]],
    ["proxy", { env: { HTTPS_PROXY: "http://me:pa55word@p.test:1" } }, "network_settings", ["ok"]],
    ["no proxy", { env: { HTTPS_PROXY: "ftp://p" } }, "network_settings", [
      "error export HTTPS_PROXY=http://proxy.example:3128",
    ]],
    ["certificates", { env: { SSL_CERT_FILE: "/gone.pem" } }, "network_settings", [
      "error unset SSL_CERT_FILE",
    ]],
    ["another release", { files: { "atmos.yaml": "use: 9.9.9\n" } }, "version", ["note"]],
  ];
  for (const [name, options, check, expected] of cases) {
    const { of, findings: all } = await findings(options);
    deepEqual(brief(of(check)), expected, name);
    ok(!JSON.stringify(all).includes("pa55word"), name);
  }
});

Deno.test("diagnose() goes on beside a broken configuration, and tells its places", async () => {
  const cases: [yaml: string, places: RegExp[]][] = [
    ["a: [\n", [/^atmos\.yaml:1:5$/]],
    ["toolchain: {lock: x, max_concurrency: 0}\n", [/^atmos\.yaml:1:19$/, /^atmos\.yaml:1:39$/]],
    ["version: {constraint: {require: banana}}\n", [/^atmos\.yaml:1:33$/]],
    ['version: {constraint: {require: ">=99"}}\n', [/^atmos\.yaml:1:33$/]],
  ];
  for (const [yaml, places] of cases) {
    const { findings: all, of } = await findings({ files: { "atmos.yaml": yaml } });
    const errors = all.filter(({ status }) => status === "error");
    equal(errors.length, places.length, yaml);
    errors.forEach(({ place, code }, index) => {
      match(place ?? "", places[index] ?? /^$/);
      ok(code);
    });
    for (const check of ["platform", "programs", "tokens", "network"] as const) {
      equal(of(check).length, 1, check);
      ok(of(check)[0]?.status !== "error");
    }
  }
});

Deno.test("diagnose() compares PATH and the lock file with what is installed", async () => {
  const program = ".tools/bin/acme/widget/1.3.0/widget";
  const setUp = { ...TOOLS, "atmos.yaml": ALIAS, [program]: "#!/bin/sh\n" };
  const locked = (platform: string) =>
    `version: 1
tools:
  acme/widget:
    versions:
      1.3.0: {platforms: {${platform}: {url: "https://x.test", checksum: "00", checksum_algorithm: sha256}}}
`;
  const lock = "toolchain.lock.yaml";
  const cases: [files: Record<string, string>, check: Check, expected: string[]][] = [
    [{}, "tools", ["ok"]],
    [{}, "path", ['note eval "$(atmos toolchain env)"']],
    [{ [lock]: locked("linux_amd64") }, "lock_file", ["ok"]],
    [{ [lock]: locked("darwin_arm64") }, "lock_file", ["warning atmos toolchain lock"]],
    [{ [lock]: "version: 99\n" }, "tools", ["error Use a newer atmos."]],
    [{ "atmos.yaml": ALIAS.replace("{", "{lock: frozen, ") }, "lock_file", [
      "error Write `lock: auto` into toolchain of atmos.yaml, then: atmos toolchain lock",
    ]],
    [{ "atmos.yaml": ALIAS.replace("{", "{lock: off, ") }, "lock_file", ["note"]],
    [{ "atmos.yaml": ALIAS.replace("{", "{proxies: {w: {tool: widget}}, ") }, "proxies", [
      "warning atmos toolchain proxy install",
      "note",
    ]],
  ];
  for (const [files, check, expected] of cases) {
    await using world = await testContext({ files: { ...setUp, ...files }, procs: scriptedProcesses([LDD]) });
    await world.disk.chmod(`${world.cwd}/${program}`, 0o755);
    const found = (await diagnose(world, OFFLINE)).findings.filter((finding) => finding.check === check);
    deepEqual(
      brief(found).map((line) => line.replace(/ export PATH=.*/, "")),
      expected,
      JSON.stringify(files),
    );
  }
});

Deno.test("diagnose() tries what an install does with the disk", async () => {
  const cases: [code: string, at: RegExp, status: string][] = [
    ["disk/permission", /^create .*\/home\//, "error"],
    ["disk/read-only", /^create .*\/home\//, "error"],
    ["disk/cross-device", /^rename /, "error"],
  ];
  for (const [code, at, status] of cases) {
    await using world = await testContext({ procs: scriptedProcesses([LDD]) });
    const root = `${world.home}/.cache/atmos/toolchain`;
    for (const dir of ["bin", ".staging"]) await world.disk.makeDir(`${root}/${dir}`);
    const fail = (call: string) => {
      if (at.test(call)) throw new HostError(code, `cannot write ${root}`, { facts: { path: root } });
    };
    const disk = {
      ...world.disk,
      create(...args: Parameters<typeof world.disk.create>) {
        fail(`create ${args[0]}`);
        return world.disk.create(...args);
      },
      rename(from: string, to: string) {
        fail(`rename ${from}`);
        return world.disk.rename(from, to);
      },
    };
    const { findings: all } = await diagnose({ ...world, disk }, OFFLINE);
    const [found] = all.filter(({ check }) => check === "install_root");
    deepEqual([found?.status, found?.code], [status, code]);
    match(found?.fix ?? "", /^export ATMOS_TOOLCHAIN_PATH=/);
    deepEqual(await world.disk.list(`${root}/bin`), []);
    deepEqual(await world.disk.list(`${root}/.staging`), []);
  }
});

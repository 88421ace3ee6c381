import assert from "node:assert/strict";
import { proxyCallOf } from "./invoked_proxy.ts";

Deno.test("proxyCallOf() knows the question of a script and the name of a link", () => {
  const cases: [string[], string, unknown][] = [
    [["version"], "atmos", undefined],
    [["version"], "/usr/local/bin/atmos", undefined],
    [["version"], "./atmos_linux_amd64", undefined],
    [["version"], "C:/tools/Atmos.exe", undefined],
    [["version"], "cloudposse-atmos", undefined],
    [["version"], "deno", undefined],
    [["version"], "", undefined],
    [[], "/x/proxy/kubectl", { name: "kubectl", args: [], isLink: true }],
    [["get", "--help"], "kubectl", { name: "kubectl", args: ["get", "--help"], isLink: true }],
    [["-v"], "C:/x/proxy/kubectl.EXE", { name: "kubectl", args: ["-v"], isLink: true }],
    [["__proxy", "k", "--", "a b", ""], "atmos", { name: "k", args: ["--", "a b", ""], isLink: false }],
    [["__proxy"], "atmos", undefined],
    [["x", "__proxy", "k"], "atmos", undefined],
  ];
  for (const [words, invoked, call] of cases) assert.deepEqual(proxyCallOf(words, invoked), call, invoked);
});

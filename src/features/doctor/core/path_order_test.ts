import { equal } from "node:assert/strict";
import { judgePath } from "./path_order.ts";

const ROOT = "/t", DIR = "/t/bin/acme/widget/1.3.0", OLD = "/t/bin/acme/widget/1.2.0", PROXIES = "/t/proxies";

Deno.test("judgePath() tells where PATH leads", () => {
  const cases: [dirs: string[], found: string | undefined, status: string][] = [
    [[DIR, "/usr/bin"], `${DIR}/widget`, "ok"],
    [[PROXIES, "/usr/bin"], `${PROXIES}/widget`, "ok"],
    [["/usr/bin"], undefined, "note"],
    [["/usr/bin"], "/usr/bin/widget", "note"],
    [["/usr/bin", DIR], "/usr/bin/widget", "warning"],
    [["/usr/bin", PROXIES], "/usr/bin/widget", "warning"],
    [[OLD], `${OLD}/widget`, "warning"],
    [[], undefined, "note"],
  ];
  for (const [dirs, found, status] of cases) {
    const programs = [{ name: "widget", dir: DIR, found }];
    const finding = judgePath({ dirs, installRoot: ROOT, proxyDir: PROXIES, programs });
    equal(finding.status, status, `${dirs} ${found}`);
    equal(finding.fix, status === "ok" ? undefined : 'eval "$(atmos toolchain env)"');
    equal(finding.details?.length, status === "ok" ? undefined : 1);
  }
  equal(judgePath({ dirs: [], installRoot: ROOT, proxyDir: PROXIES, programs: [] }).status, "ok");
});

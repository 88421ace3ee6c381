import { deepEqual } from "node:assert/strict";
import { type EnvironmentEdit, proxyEdits } from "./proxy_environment.ts";

const CASES: readonly [env: Readonly<Record<string, string>>, edits: readonly EnvironmentEdit[]][] = [
  [{}, []],
  [{ HTTPS_PROXY: "http://p:1" }, []],
  [{ HTTPS_PROXY: "http://p:1", NO_PROXY: "" }, []],
  [{ NO_PROXY: "h.test,.corp,10.0.0.0/8,::1,fe80::1:2" }, []],
  [{ NO_PROXY: " h.test , .corp " }, []],
  [{ NO_PROXY: "*" }, []],
  [{ NO_PROXY: "*.corp", HTTP_PROXY: "x" }, []],
  [{ NO_PROXY: "h.test, *", HTTP_PROXY: "x", https_proxy: "y", ALL_PROXY: "", OTHER: "z" }, [
    { name: "HTTP_PROXY" },
    { name: "https_proxy" },
    { name: "ALL_PROXY" },
  ]],
  [{ no_proxy: "*", http_proxy: "x" }, [{ name: "http_proxy" }]],
  [{ NO_PROXY: "h.test:8080" }, [{ name: "NO_PROXY", value: "h.test" }]],
  [{ NO_PROXY: "a, h.test:8080,[::1]:80,10.0.0.1:1", no_proxy: "b:2" }, [
    { name: "NO_PROXY", value: "a,h.test,::1,10.0.0.1" },
    { name: "no_proxy", value: "b" },
  ]],
  [{ NO_PROXY: "h.test:port,h.test:" }, []],
];

Deno.test("proxyEdits() frees whom NO_PROXY names with a star or a port, and touches nothing else", () => {
  for (const [env, edits] of CASES) deepEqual(proxyEdits(env), edits, JSON.stringify(env));
});

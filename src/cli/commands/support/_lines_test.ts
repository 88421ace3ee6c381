import { deepEqual } from "node:assert/strict";
import type { SupportReport } from "@/features/support/report.ts";
import { reportLines } from "./_lines.ts";

const report: SupportReport = {
  program: { version: "1.2.3", commit: "abc" },
  platform: { os: "linux", libc: null },
  terminal: { stdin: true },
  problems: ["atmos.yaml:1:2: bad \x1b[31m"],
  paths: [
    { what: "home", path: "/home/me", found: "directory" },
    { what: "configuration", path: "", found: "not set" },
  ],
  registries: [],
  tools: [
    { tool: "acme/widget", version: "1.0.0", configured: true, installed: true },
    { tool: "acme/gadget", version: "2", configured: true, installed: false },
    { tool: "acme/far", version: "3", configured: false, installed: true },
  ],
  tokens: [{ source: "GH_TOKEN", set: true }, { source: "GitHub CLI", set: false }],
  network: { offline: false },
  variables: ["CI"],
};

Deno.test("reportLines() shows every section, harmless and aligned", () => {
  deepEqual(
    reportLines(report).join("\n"),
    `Program
  version  1.2.3
  commit   abc

Platform
  os    linux
  libc  unknown

Terminal
  stdin  true

Problems
  atmos.yaml:1:2: bad \\x1b[31m

Paths
  home           /home/me  directory
  configuration            not set

Registries
  none

Tools
  acme/widget  1.0.0  configured, installed
  acme/gadget  2      configured
  acme/far     3      installed

Tokens
  GH_TOKEN    set
  GitHub CLI  not set

Network
  offline  false

Variables
  CI`,
  );
});

import { deepEqual, equal, ok } from "node:assert/strict";
import type { Diagnosis } from "@/features/doctor/core/finding.ts";
import { styleOf } from "@/ui/style.ts";
import { diagnosisLines } from "./_lines.ts";

const diagnosis: Diagnosis = {
  ok: false,
  findings: [
    { check: "platform", status: "ok", summary: "linux/amd64" },
    { check: "lock_file", status: "note", summary: "none yet" },
    {
      check: "configuration",
      status: "error",
      summary: "bad \x1b[31m",
      place: "atmos.yaml:1:2",
      fix: "atmos doctor --offline",
    },
    {
      check: "tools",
      status: "warning",
      summary: "one of them is not installed",
      details: ["acme/widget@1"],
      fix: "atmos toolchain install",
    },
    { check: "network", status: "skipped", summary: "offline" },
  ],
};
const plain = { style: styleOf(false), width: undefined };

Deno.test("diagnosisLines() shows places, details and commands, harmless", () => {
  equal(
    diagnosisLines(diagnosis, plain).join("\n"),
    `✓ platform: linux/amd64
· lock file: none yet
✗ configuration: atmos.yaml:1:2: bad \\x1b[31m
    💡 atmos doctor --offline
! tools: one of them is not installed
    acme/widget@1
    💡 atmos toolchain install
- network: offline

1 to fix, 1 warning`,
  );
});

Deno.test("diagnosisLines() fits a narrow terminal, but for commands and long words", () => {
  for (const width of [0, 10, 20, 40]) {
    const lines = diagnosisLines(diagnosis, { ...plain, width }).filter((line) => !line.includes("💡"));
    const broken = lines.filter((line) =>
      line.length > Math.max(width, 14) && line.trim().split(" ").length > 2
    );
    deepEqual(broken.filter((line) => !line.startsWith("1 to fix")), [], `${width}`);
  }
});

Deno.test("diagnosisLines() sums up", () => {
  const [error, warning] = [diagnosis.findings[2], diagnosis.findings[3]].map((finding) =>
    finding ?? { check: "path", status: "ok", summary: "" } as const
  );
  ok(error && warning);
  const last = (findings: Diagnosis["findings"]) => diagnosisLines({ ok: true, findings }, plain).at(-1);
  equal(last([]), "All is well");
  equal(last([warning]), "Nothing must be fixed; 1 warning");
  equal(last([error, error]), "2 to fix");
  equal(last([error, warning, warning]), "1 to fix, 2 warnings");
});

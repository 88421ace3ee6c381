/** The README's first command does what it says, in an empty HOME. */
import assert from "node:assert/strict";
import { pathOf } from "../../scripts/checkout.ts";
import { tempFolder } from "../support/temp.ts";

Deno.test("demo: installs, runs two versions, locks, and refuses a swapped asset", async () => {
  await using home = await tempFolder();
  const denoDir = Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", pathOf("scripts/demo.ts")],
    env: { HOME: home.path, DENO_DIR: denoDir, NO_COLOR: "1" },
  }).output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assert.equal(code, 0, said);
  const lines = [
    "✓ Installed hashicorp/terraform@1.9.8",
    "terraform 1.9.8 plan",
    "terraform 1.5.7 plan",
    "kustomize 5.6.0 build",
    "✗ lock mismatch for hashicorp/terraform@1.9.8",
    "Refused: nothing of it was unpacked.",
  ];
  for (const line of lines) assert.ok(said.includes(line), `${line}\n${said}`);
});

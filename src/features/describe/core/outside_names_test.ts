import assert from "node:assert/strict";
import { outsideNames } from "./outside_names.ts";

const named = {
  stack: "eu/dev",
  component: "a/net",
  vars: { tenant: "core", stage: "dev", attributes: ["x", "y"] },
  projectTemplates: { usual: { name: "{tenant}-{region}-{component}" } },
};

Deno.test("outsideNames(): only what the settings ask for", () => {
  const cases = [
    [{}, {}],
    [{ spacelift: { workspace_enabled: false, stack_name: "x" } }, {}],
    [{ spacelift: { workspace_enabled: true } }, { spacelift_stack: "eu-dev-a-net" }],
    [{ spacelift: { workspace_enabled: true, stack_name: "own" } }, { spacelift_stack: "own" }],
    [
      {
        spacelift: {
          workspace_enabled: true,
          stack_name: "own",
          stack_name_pattern: "{stage}-{attributes}-{component}",
        },
      },
      { spacelift_stack: "dev-x-y-a-net" },
    ],
    [{ atlantis: { project_template_name: "usual" } }, { atlantis_project: "core--a-net" }],
    [{ atlantis: { project_template_name: "none" } }, {}],
    [{ atlantis: { project_template_name: "usual", project_template: { name: "{stage}" } } }, {
      atlantis_project: "dev",
    }],
  ] as const;
  for (const [settings, wanted] of cases) assert.deepEqual(outsideNames({ ...named, settings }), wanted);
});

import { deepEqual } from "node:assert/strict";
import { terraformFiles } from "./terraform_files.ts";

Deno.test("terraformFiles() orders by name, overrides last, and leaves out what Terraform does not read", () => {
  const names = [
    ...[
      "z.tf",
      "override.tf",
      "a.tf.json",
      "main.tf",
      "b_override.tf.json",
      "overrides.tf",
      "my.override.tf",
    ],
    ...[".hidden.tf", "#x.tf#", "y.tf~", "x.tfvars", "x.tf.txt", "readme.md", "x.json", ".tf"],
  ];
  deepEqual(terraformFiles(names), [
    ...["a.tf.json", "main.tf", "my.override.tf", "overrides.tf", "z.tf"],
    ...["b_override.tf.json", "override.tf"],
  ]);
});

import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { localIdOf, type NameTables, olderIds } from "./names.ts";

const tables: NameTables = {
  aliases: {
    tf: "hashicorp/terraform",
    w2: "wid",
    wid: "acme/widget",
    a: "b",
    b: "a",
    jq: "acme/jq",
    k: "kubectl",
    self: "self",
  },
  builtin: {
    terraform: "hashicorp/terraform",
    jq: "jqlang/jq",
    kubectl: "kubernetes/kubernetes/kubectl",
    "kubernetes/kubectl": "kubernetes/kubernetes/kubectl",
  },
  local: [
    [
      { id: "Acme/Kit", key: "Acme/Kit", names: ["Kit", "kit-cli", "shared", "twin"] },
      { id: "acme/terraform", key: "acme/terraform", names: ["terraform", "shared"] },
      { id: "local/jq-like", key: "jq-like", names: [] },
      { id: "acme/twin", key: "acme/twin", names: ["twin"] },
    ],
    [{ id: "lower/kit", key: "lower/kit", names: ["kit-cli", "below"] }],
  ],
  installed: { shared: "acme/terraform" },
};

Deno.test("localIdOf() goes by aliases, built-in names, local definitions, then the shape", () => {
  const cases: [string, string | undefined, string | undefined][] = [
    ["tf", "hashicorp/terraform", "alias"],
    ["w2", "acme/widget", "alias"],
    ["jq", "acme/jq", "alias"],
    ["k", "kubernetes/kubernetes/kubectl", "alias"],
    ["self", "self", "alias"],
    ["terraform", "hashicorp/terraform", "builtin"],
    ["kubernetes/kubectl", "kubernetes/kubernetes/kubectl", "builtin"],
    ["jq-like", "local/jq-like", "local"],
    ["kit-cli", "Acme/Kit", "local"],
    ["acme/kit", "Acme/Kit", "local"],
    ["below", "lower/kit", "local"],
    ["twin", "acme/twin", "local"],
    ["shared", undefined, undefined],
    ["owner/repo/part", "owner/repo/part", "id"],
    ["ripgrep", undefined, undefined],
    ["constructor", undefined, undefined],
  ];
  for (const [name, id, source] of cases) {
    const found = localIdOf(name, tables);
    assert.deepEqual([found?.id, found?.source], [id, source], name);
  }
});

Deno.test("localIdOf() refuses a cycle and names its members", () => {
  assert.throws(
    () => localIdOf("a", tables),
    (error) =>
      error instanceof AtmosError && error.code === "toolchain/alias-cycle" && error.exitCode === 2 &&
      error.explanation === "The chain is a → b → a.",
  );
});

Deno.test("olderIds() lists the two-segment names of longer ids", () => {
  assert.deepEqual(olderIds("kubernetes/kubernetes/kubectl", tables.builtin), ["kubernetes/kubectl"]);
  assert.deepEqual(olderIds("hashicorp/terraform", tables.builtin), []);
});

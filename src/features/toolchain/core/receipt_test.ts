import assert from "node:assert/strict";
import { parseReceipt, type Receipt, renderReceipt } from "./receipt.ts";

const receipt: Receipt = {
  schema: 1,
  id: "acme/widget",
  names: ["widget"],
  version: "1.2.0",
  tag: "v1.2.0",
  platform: "linux/amd64",
  registry: "house",
  source_url: "https://dl.acme.test/w",
  sha256: "ab",
  size: 3,
  bins: { widget: "widget" },
  primary: "widget",
  layout: "flat",
  verified: ["checksum"],
  installed_at: "2026-01-02T03:04:05Z",
  installer: "atmos 0.1.0",
};

Deno.test("parseReceipt() reads what renderReceipt() wrote", () => {
  assert.deepEqual(parseReceipt(renderReceipt(receipt)), receipt);
  assert.ok(renderReceipt(receipt).endsWith("}\n"));
});

Deno.test("parseReceipt() takes nothing else", () => {
  const bad: unknown[] = [null, [], "x", 1, {}, { ...receipt, schema: 2 }, { ...receipt, bins: {} }];
  bad.push({ ...receipt, bins: { widget: 1 } }, { ...receipt, platform: undefined }, {
    ...receipt,
    verified: "tofu",
  });
  for (const value of bad) {
    assert.equal(parseReceipt(JSON.stringify(value)), undefined, JSON.stringify(value));
  }
  assert.equal(parseReceipt("{"), undefined);
});

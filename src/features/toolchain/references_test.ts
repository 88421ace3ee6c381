import { equal } from "node:assert/strict";
import { isReferenced, type Reference } from "./references.ts";

const WIDGET = { id: "acme/widget", version: "1.2.0", names: ["widget", "widgetctl"] };

Deno.test("isReferenced() knows ids, short names and spellings, and keeps what may be meant", () => {
  const cases: [Reference, boolean][] = [
    [{ name: "acme/widget", version: "1.2.0" }, true],
    [{ name: "Acme/Widget", version: "v1.2.0" }, true],
    [{ name: "acme/widget", version: "1.3.0" }, false],
    [{ name: "acme/widget" }, true],
    [{ name: "other/widget", version: "1.2.0" }, false],
    [{ name: "widget", version: "1.2.0" }, true],
    [{ name: "widgetctl", version: "1.2.0" }, true],
    [{ name: "widgetctl", version: "2.0.0" }, false],
    [{ name: "gadget", version: "1.2.0" }, false],
  ];
  for (const [reference, expected] of cases) {
    equal(isReferenced([reference], WIDGET), expected, JSON.stringify(reference));
  }
  equal(isReferenced([], WIDGET), false);
});

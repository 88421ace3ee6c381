import { deepEqual } from "node:assert/strict";
import { jointly } from "./joint_text.ts";

Deno.test("jointly() drops what the rendering leaves out, and types what it keeps", () => {
  const sections = { vars: { c: "{{ end }}", a: "{{ if }}", b: 1, d: ["x", "5{{ . }}"], e: { f: true } } };
  const render = (text: string) => text.replace(/\{\{ if \}\}[^]*\{\{ end \}\}/, "").replace("{{ . }}", "3");
  deepEqual(jointly(sections, { left: "{{", render }), { vars: { a: "", d: ["x", 53], e: { f: true } } });
});

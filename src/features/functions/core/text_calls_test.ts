import { deepEqual } from "node:assert/strict";
import { isTagged, parseYaml } from "@/lang/yaml/parse.ts";
import { withTextCalls } from "./text_calls.ts";

const values = (text: string) => parseYaml(text, { file: "f" }).value;

Deno.test("withTextCalls() takes quoted calls for calls", () => {
  const { a, b, c, d, e } = withTextCalls(values(`a: "!env HOME"
b: ["!git.sha", 1]
c: "!environment x"
d: '!include x.yaml'
e: "! env"
`)) as Record<string, unknown>;
  deepEqual([isTagged(a) && a, c, d, e], [
    { tag: "!env", value: "HOME" },
    "!environment x",
    "!include x.yaml",
    "! env",
  ]);
  deepEqual(Array.isArray(b) && isTagged(b[0]) && b[0], { tag: "!git.sha", value: "" });
});

Deno.test("withTextCalls() takes nothing for a call that a template made", () => {
  const written = values("a: '{{ .x }}'\nb: '!env {{ .n }}'\n"),
    done = values("a: '!exec rm'\nb: '!env N'\n");
  const { a, b } = withTextCalls(done, written) as Record<string, unknown>;
  deepEqual([a, isTagged(b)], ["!exec rm", true]);
});

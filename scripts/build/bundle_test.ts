import assert from "node:assert/strict";
import { withHiddenImports, withoutCreateRequire } from "./bundle.ts";

const HELPER = `var names = Object.getOwnPropertyNames;
import { createRequire as __deno_internal_createRequire } from "node:module";
var __require = __deno_internal_createRequire(import.meta.url);
export { __require };
`;

Deno.test("withoutCreateRequire() makes a helper that loads builtins by either name", async () => {
  const chunk = withoutCreateRequire(HELPER);
  assert.doesNotMatch(chunk, /node:module|createRequire/);
  const { __require } = await import(`data:text/javascript,${encodeURIComponent(chunk)}`);
  assert.equal(__require("node:path").sep, __require("path").sep);
});

Deno.test("withoutCreateRequire() leaves other chunks alone", () => {
  const chunk = `import { createRequire } from "node:module";\nvar r = createRequire(import.meta.url);\n`;
  assert.equal(withoutCreateRequire(chunk), chunk);
});

Deno.test("withHiddenImports() hides imports at run time only, and tells which", () => {
  const text =
    'import "./a.js";\nconst b = await import("./b-X1.js");\nimport("node:zlib");\nreimport("./c.js");\n';
  assert.deepEqual(withHiddenImports(text), {
    chunk: text.replace('import("./b-X1.js")', 'import(String("./b-X1.js"))'),
    hidden: ["./b-X1.js"],
  });
});

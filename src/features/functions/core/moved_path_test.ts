import { equal } from "node:assert/strict";
import { movedPath } from "./moved_path.ts";

Deno.test("movedPath() lets a path that begins at its file begin at the base path", () => {
  const place = { file: "/p/stacks/deploy/dev.yaml", root: "/p" };
  const cases = {
    "./{{ .x }}.json .q": "stacks/deploy/./{{ .x }}.json .q",
    " ../a.json": "stacks/deploy/../a.json",
    "'./a b.json' .q": "'stacks/deploy/./a b.json' .q",
    '"../{{ .x }}"': '"stacks/deploy/../{{ .x }}"',
    "data/./x.json": "data/./x.json",
    ".hidden": ".hidden",
    "/abs/x": "/abs/x",
    "https://h/../x": "https://h/../x",
  };
  for (const [text, expected] of Object.entries(cases)) equal(movedPath(text, place), expected);
  equal(movedPath("./a", { file: "/p/atmos.yaml", root: "/p" }), "/p/./a");
  equal(movedPath("./a", { file: "/q/dev.yaml", root: "/p" }), "/q/./a");
  equal(movedPath("./a", { file: "/q/dev.yaml", root: undefined }), "./a");
});

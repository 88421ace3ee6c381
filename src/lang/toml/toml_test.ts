import { deepEqual, throws } from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { parseToml, renderToml } from "./toml.ts";

Deno.test("parseToml() keeps large numbers whole and dates as text", () => {
  const text = 'a = 9007199254740993\nb = 1.5\nday = 2024-01-02\n[t]\nlist = [1, "x"]\n';
  deepEqual(parseToml(text, "a.toml"), {
    a: 9007199254740993n,
    b: 1.5,
    day: "2024-01-02",
    t: { list: [1, "x"] },
  });
});

Deno.test("parseToml() names the place of a mistake", () => {
  throws(() => parseToml("a = 1\nb = ]\n", "a.toml"), (error) => {
    return error instanceof ConfigError && error.code === "toml/syntax" && error.at?.line === 2;
  });
});

Deno.test("renderToml() is read back", () => {
  deepEqual(parseToml(renderToml({ a: 1, t: { x: ["y"] } }), "a.toml"), { a: 1, t: { x: ["y"] } });
});

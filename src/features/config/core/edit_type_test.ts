import { deepEqual, throws } from "node:assert/strict";
import { typedSource, type TypedWord } from "./edit_type.ts";

const source = (text: string, more: Partial<TypedWord> = {}) =>
  typedSource({ path: "a.b", text, type: "auto", wanted: undefined, now: undefined, ...more });

Deno.test("typedSource() takes the type of the setting, else of the value that is there, else the look", () => {
  const cases: [text: string, more: Partial<TypedWord>, source: string][] = [
    ["5", { wanted: ["string"] }, '"5"'],
    ["5", { wanted: ["integer"] }, "5"],
    ["true", { wanted: ["boolean"] }, "true"],
    ["1.50", { wanted: ["number"] }, "1.50"],
    ["5", { wanted: ["string", "number"], now: "text" }, '"5"'],
    ["5", { now: "text" }, '"5"'],
    ["5.5", { now: "number" }, "5.5"],
    ["5", {}, "5"],
    ["-1e3", {}, "-1e3"],
    ["false", {}, "false"],
    ["0755", {}, '"0755"'],
    ["null", {}, '"null"'],
    ["", {}, '""'],
    ["x", { type: "null" }, "null"],
    ["[a]", { type: "yaml", now: "text" }, "[a]"],
    ["5", { type: "string", wanted: ["integer"] }, '"5"'],
  ];
  for (const [text, more, wanted] of cases) {
    deepEqual(source(text, more), { source: wanted }, `${text} ${JSON.stringify(more)}`);
  }
  deepEqual(source("nan"), { source: '"nan"', warning: "nan is kept as a string, since it is no number" });
});

Deno.test("typedSource() refuses what does not fit", () => {
  const cases: [text: string, more: Partial<TypedWord>, says: RegExp][] = [
    ["wide", { wanted: ["integer"] }, /a\.b needs an integer, not "wide"/],
    ["5.5", { type: "int" }, /integer/],
    ["yes", { wanted: ["boolean"] }, /boolean/],
    ["maybe", { now: "bool" }, /boolean/],
    ["abc", { now: "number" }, /float/],
    ["x", { wanted: [] }, /a\.b is a list or map/],
    ["x", { now: "map" }, /list or map/],
  ];
  for (const [text, more, message] of cases) throws(() => source(text, more), { exitCode: 1, message });
});

import { deepEqual } from "node:assert/strict";
import { commaWords } from "./comma_words.ts";

Deno.test("commaWords() splits at commas outside of braces", () => {
  deepEqual(commaWords(undefined), []);
  deepEqual(commaWords(["a,b", " c ,, ", ""]), ["a", "b", "c"]);
  deepEqual(commaWords(['A={{ index .x "a,b" }},S={{ .s }}', "c"]), [
    'A={{ index .x "a,b" }}',
    "S={{ .s }}",
    "c",
  ]);
});

import { equal } from "node:assert/strict";
import { hasControlCharacters } from "./control_characters.ts";

Deno.test("hasControlCharacters() agrees with Unicode's category about every code unit", () => {
  for (let code = 0; code <= 0xffff; code++) {
    const text = `a${String.fromCharCode(code)}b`;
    equal(hasControlCharacters(text), /\p{Cc}/u.test(text), code.toString(16));
  }
});

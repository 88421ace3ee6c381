import { equal } from "node:assert/strict";
import { isWebPage } from "./web_page.ts";

const CASES: readonly [type: string, body: string, page: boolean][] = [
  ["text/html", "<!DOCTYPE html><p>Sign in", true],
  ["Text/HTML; charset=utf-8", "\uFEFF\r\n <HTML lang=en>", true],
  ["application/xhtml+xml", '<?xml version="1.0"?>\n<!DOCTYPE html>', true],
  ["text/html", "<!-- proxy --><head>", true],
  ["text/html", "#!/bin/sh\n", false],
  ["text/html", "PK\x03\x04", false],
  ["text/html", "<htmlish>", false],
  ["text/html", "", false],
  ["text/plain", "<!DOCTYPE html>", false],
  ["text/htmlx", "<html>", false],
  ["", "<html>", false],
];

Deno.test("isWebPage() needs the header and the text to say so", () => {
  for (const [type, body, page] of CASES) {
    equal(isWebPage(type, new TextEncoder().encode(body)), page, `${type} ${body}`);
  }
});

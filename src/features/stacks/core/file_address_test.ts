import { equal } from "node:assert/strict";
import { fileAddress } from "./file_address.ts";

Deno.test("fileAddress() asks for the file where a page shows it, and drops fragments", () => {
  const hosts = [
    { serverUrl: "https://code.corp", rawUrl: "https://code.corp/raw" },
    { serverUrl: "https://github.com", rawUrl: "https://raw.example" },
  ];
  const cases = {
    "https://github.com/o/r/blob/main/a/b.yaml": "https://raw.example/o/r/main/a/b.yaml",
    "https://github.com/o/r/tree/v1/a.yaml#L3": "https://raw.example/o/r/v1/a.yaml",
    "https://code.corp/o/r/blob/x/y": "https://code.corp/raw/o/r/x/y",
    "https://github.com/o/r/releases/download/v1/a.json":
      "https://github.com/o/r/releases/download/v1/a.json",
    "https://github.com.evil.example/o/r/blob/main/a": "https://github.com.evil.example/o/r/blob/main/a",
    "https://x.example/a.json?b=1#c": "https://x.example/a.json?b=1",
  };
  for (const [address, expected] of Object.entries(cases)) equal(fileAddress(address, hosts), expected);
});

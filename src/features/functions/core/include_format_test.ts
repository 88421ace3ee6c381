import { equal } from "node:assert/strict";
import { includeFormat, isRemote } from "./include_format.ts";

Deno.test("includeFormat() goes by the name in any case", () => {
  const cases: Record<string, ReturnType<typeof includeFormat>> = {
    "a.yaml": "yaml",
    "a/b.YML": "yaml",
    "a.json": "json",
    "a.JSON?ref=1": "json",
    "a.json#x.yaml": "json",
    ".env": "dotenv",
    "d/.env.prod": "dotenv",
    ".env.json": "dotenv",
    "app.env": "dotenv",
    ".ENV": "dotenv",
    ".environment": "text",
    "env": "text",
    "a.environment": "text",
    "a.tfvars": "hcl",
    "a.tf": "hcl",
    "a.hcl": "hcl",
    "a.tf.json": "json",
    "a.txt": "text",
    "noext": "text",
    "yaml": "text",
    "d.json/x": "text",
    "a.": "text",
    "a.constructor": "text",
    "": "text",
  };
  for (const [path, format] of Object.entries(cases)) equal(includeFormat(path), format, path);
});

Deno.test("isRemote() tells addresses from paths", () => {
  for (
    const path of [
      "https://h/a",
      "http://h/a",
      "git::https://h/a",
      "s3::x",
      "oci://h/a",
      "git@h:a/b",
      "file:///a",
    ]
  ) equal(isRemote(path), true, path);
  for (const path of ["a.yaml", "./a", "../a", "/a", "C:\\a", "C:/a", "a b:c", "a@b", "d/a@b:c", "", "a:b"]) {
    equal(isRemote(path), false, path);
  }
});

import { deepEqual, equal } from "node:assert/strict";
import { tempFolder } from "../../../tests/support/temp.ts";
import { findProgram, programRules } from "./find.ts";

const ignore = Deno.build.os === "windows";
const posix = programRules("linux", undefined);

async function tree(folder: string, files: Record<string, number>): Promise<void> {
  for (const [name, mode] of Object.entries(files)) {
    const path = `${folder}/${name}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, "", { mode });
  }
}

Deno.test("findProgram() takes the first executable file", { ignore }, async () => {
  await using folder = await tempFolder();
  const at = (name: string) => `${folder.path}/${name}`;
  await tree(folder.path, {
    "a/plain": 0o644,
    "b/plain": 0o755,
    "b/both": 0o755,
    "c/both": 0o755,
    "c/é x": 0o700,
  });
  await Deno.mkdir(at("a/both"));
  await Deno.symlink("gone", at("a/dangling"));
  await Deno.symlink("../b/both", at("a/linked"));
  const path = [at("none"), "", ".", "b", at("a"), `${at("b")}//`, at("c")].join(":");
  const cases: [string, string | undefined][] = [
    ["plain", at("b/plain")],
    ["both", at("b/both")],
    ["é x", at("c/é x")],
    ["linked", at("a/linked")],
    ["dangling", undefined],
    ["missing", undefined],
    ["", undefined],
    ["b/both", undefined],
    ["../x", undefined],
    [at("b/both"), at("b/both")],
    [at("a/plain"), undefined],
    [at("none"), undefined],
  ];
  for (const [name, expected] of cases) equal(await findProgram(posix, name, path), expected, name);
});

Deno.test("findProgram() skips relative entries even where they would match", { ignore }, async () => {
  equal(await findProgram(posix, "scripts", "..:."), undefined);
  equal(await findProgram(posix, "sh", ""), undefined);
});

Deno.test("findProgram() tries the extensions of PATHEXT on Windows", { ignore }, async () => {
  await using folder = await tempFolder();
  const at = (name: string) => `${folder.path}/${name}`;
  await tree(folder.path, { "a/tool": 0o644, "a/tool.cmd": 0o644, "b/tool.exe": 0o644, "b/v1.2.exe": 0o644 });
  const path = `"${at("a")}";${at("b").replaceAll("/", "\\")}\\;relative`;
  const rules = programRules("windows", ".EXE;.CMD");
  const cases: [string, string | undefined][] = [
    ["tool", at("a/tool.cmd")],
    ["tool.exe", at("b/tool.exe")],
    ["v1.2", at("b/v1.2.exe")],
    ["tool.txt", undefined],
    [at("b/tool"), at("b/tool.exe")],
    [at("b/tool").replaceAll("/", "\\"), at("b/tool.exe")],
  ];
  for (const [name, expected] of cases) equal(await findProgram(rules, name, path), expected, name);
});

Deno.test("programRules() has defaults for Windows and none elsewhere", () => {
  deepEqual(programRules("windows", undefined).extensions, [".com", ".exe", ".bat", ".cmd"]);
  deepEqual(programRules("windows", "").extensions, [".com", ".exe", ".bat", ".cmd"]);
  deepEqual(programRules("darwin", ".EXE").extensions, []);
});

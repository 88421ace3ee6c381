/** The yardstick of start-up: a program that does nothing, on the base that ours is built on. */
import { chooseBase } from "../build/base.ts";
import { run } from "../build/program.ts";

/** Compiles the empty program into a folder and answers its path. */
export async function compileEmpty(folder: string): Promise<string> {
  const base = await chooseBase(), source = `${folder}/empty-source`, program = `${folder}/empty`;
  await Deno.mkdir(source);
  await Deno.writeTextFile(`${source}/main.js`, "");
  await Deno.writeTextFile(`${source}/deno.json`, `{"nodeModulesDir":"none"}`);
  const args = [
    "compile",
    "--quiet",
    "--allow-all",
    "--no-check",
    "--no-code-cache",
    "--output",
    program,
    "main.js",
  ];
  await run(base.compiler, args, { cwd: source, env: base.env });
  return program;
}

/** Every command that a text of the program tells people to type exists, with its flags. Follows house §5.2.
 *  Commands stand in backticks, behind a colon or alone in a string; `${…}` and words in capitals stand for anything. */
import { deepEqual, ok } from "node:assert/strict";
import { rootGroup } from "@/cli/commands/table.ts";
import { routeWords } from "@/cli/router.ts";
import { pathOf } from "../../scripts/checkout.ts";

interface Told {
  readonly file: string;
  readonly words: readonly string[];
}

/** The commands in the strings of a source text; comments are left out. */
function commandsIn(file: string, source: string): Told[] {
  const code = source.replace(/^\s*(\/\*\*[^]*?\*\/|\/\/.*)$/gm, "");
  return [...code.matchAll(/(?<=[`"': (])atmos (?=[a-z])((?:\$\{[^}]*\}|[^`"'\n])*)/g)].flatMap(
    ([, rest = ""]) => {
      const words = wordsOf(rest);
      return words.length === 0 ? [] : [{ file, words }];
    },
  );
}

/** Words up to the end of the command: a full stop, a comma, or prose behind it. */
function wordsOf(text: string): readonly string[] {
  const command =
    text.replace(/\$\{[^}]*\}/g, "X").split(/\)|[.,;:](?:\s|$)|\\n|\s(?:or|and|with|to|in|for|of)\s|→/)[0] ??
      "";
  return command.trim().split(/\s+/).filter((word) => word !== "").map((word) =>
    word.replace(/^["'\\]+|["'\\]+$/g, "")
  );
}

async function sources(dir: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(dir)) {
    const path = `${dir}/${name}`;
    if (isDirectory) found.push(...await sources(path));
    else if (name.endsWith(".ts") && !name.endsWith("_test.ts")) found.push(path);
  }
  return found;
}

/** Why the words are no command; undefined when they are one. Values and arguments are not looked at. */
async function faultOf(words: readonly string[]): Promise<string | undefined> {
  const route = await routeWords(words, rootGroup, {});
  if (route.kind !== "usage" || !/^cli\/unknown-(command|flag)$/.test(route.error.code)) return undefined;
  if (route.error.title.startsWith('Unknown command "X"')) return undefined; // any subcommand
  // "atmos is …" is prose; only what is close to a command can be meant as one.
  const isProse = route.error.title.endsWith('for "atmos"') &&
    !route.error.hints.some((hint) => hint.startsWith("Did you mean"));
  return isProse ? undefined : route.error.title;
}

Deno.test("hints: every command that is told exists", async () => {
  const root = pathOf("src");
  const told: Told[] = [];
  for (const path of await sources(root)) {
    told.push(...commandsIn(path.slice(root.length + 1), await Deno.readTextFile(path)));
  }
  ok(told.length > 40, `only ${told.length} commands found`);
  const faults: string[] = [];
  for (const { file, words } of told) {
    const fault = await faultOf(words);
    if (fault !== undefined) faults.push(`${file}: atmos ${words.join(" ")}: ${fault}`);
  }
  deepEqual(faults, []);
});

Deno.test("hints: a command that does not exist would be found", async () => {
  const source =
    'const hints = [`Try it: atmos toolchain instal ${x}`, "atmos toolchain list --fromat json"];';
  const faults = await Promise.all(commandsIn("x.ts", source).map(({ words }) => faultOf(words)));
  deepEqual(faults, ['Unknown command "instal" for "atmos toolchain"', "unknown flag: --fromat"]);
});

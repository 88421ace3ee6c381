/** Runs the steps of CI jobs as their runners would, as far as shell lines go: GitHub's files for PATH and environment,
 *  GitLab's one shell per job. Invariant: every expression that is met is one that the test knows. */
import assert from "node:assert/strict";
import { parseYamlStrings, type YamlStrings } from "@/lang/yaml/parse.ts";
import type { Ending, Machine } from "./machine.ts";
import { treeOf } from "./machine.ts";

/** A mapping of a YAML file. */
export type YamlMap = Readonly<Record<string, YamlStrings>>;

/** The mapping at a path of keys. Fails the test when there is none. */
export function mapAt(value: YamlStrings, ...path: readonly string[]): YamlMap {
  const found = path.reduce<YamlStrings>((at, key) => isMap(at) ? at[key] ?? null : null, value);
  return isMap(found) ? found : assert.fail(`no mapping at ${path.join(".")}`);
}

/** The list of mappings at a key. */
export function mapsAt(map: YamlMap, key: string): readonly YamlMap[] {
  const found = map[key];
  return Array.isArray(found) ? found.map((item) => mapAt(item)) : assert.fail(`no list at ${key}`);
}

/** The list of texts at a key. */
export function textsAt(map: YamlMap, key: string): readonly string[] {
  const found = map[key];
  return Array.isArray(found) ? found.map(String) : assert.fail(`no list at ${key}`);
}

/** Reads the only document of a text. */
export function readYaml(text: string, file: string): YamlStrings {
  return parseYamlStrings(text, { file }).value;
}

function isMap(value: YamlStrings): value is YamlMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Puts values in place of `${{ … }}`; the words in between name the value. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$\{\{ (.*?) \}\}/g,
    (_, name: string) => values[name] ?? assert.fail(`\${{ ${name} }}?`),
  );
}

/** A job of GitHub Actions that is under way. */
export interface GithubJob {
  readonly user: Machine;
  /** Absolute; the checkout. */
  readonly workspace: string;
  /** What expressions are worth. */
  readonly values: Readonly<Record<string, string>>;
}

/** Runs the steps that have shell lines, with what earlier steps put into `GITHUB_PATH` and `GITHUB_ENV`. */
export async function runSteps(job: GithubJob, steps: readonly YamlMap[]): Promise<Ending> {
  const { user, workspace, values } = job;
  await user.write({ "runner/path": "", "runner/env": "" });
  let ending: Ending = { code: 0, stdout: "", stderr: "" };
  for (const step of steps.filter(({ run }) => run !== undefined)) {
    if (!isWanted(step, values)) continue;
    const files = await treeOf(`${user.home}/runner`);
    const own = Object.entries(step["env"] === undefined ? {} : mapAt(step, "env"));
    const folder = fillIn(String(step["working-directory"] ?? "."), values);
    ending = await user.run({
      // Without a shell of its own a step runs in bash.
      shell: step["shell"] === "sh" ? ["dash", "-e"] : ["bash", "-e"],
      script: fillIn(String(step["run"]), values),
      cwd: `${workspace}/${folder}`,
      env: {
        CI: "true",
        GITHUB_ACTION_PATH: `${user.home}/action/.github/actions/setup`,
        GITHUB_ENV: `${user.home}/runner/env`,
        GITHUB_PATH: `${user.home}/runner/path`,
        ...Object.fromEntries(linesOf(files["env"]).map((line) => line.split(/=(.*)/).slice(0, 2))),
        ...Object.fromEntries(own.map(([name, value]) => [name, fillIn(String(value), values)])),
        PATH: [...linesOf(files["path"]).toReversed(), "/usr/bin:/bin"].join(":"),
      },
    });
    if (ending.code !== 0) return ending;
  }
  return ending;
}

/** The conditions of our own action are comparisons of one input. */
function isWanted(step: YamlMap, values: Readonly<Record<string, string>>): boolean {
  if (step["if"] === undefined) return true;
  const [, name = "", value] = /^(\S+) == '(.*)'$/.exec(String(step["if"])) ?? [];
  return (values[name] ?? assert.fail(`if: ${step["if"]}?`)) === value;
}

function linesOf(text = ""): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

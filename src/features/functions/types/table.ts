/** The functions: one row a tag, loaded when a document uses it. Follows config §4.3.
 *  Invariants: literal specifiers only, so that the compiled program holds every function; the order is the one in which
 *  people are told. */
import type { YamlFunction } from "../resolve_functions.ts";

/** What a file of this family exports. */
interface FunctionModule {
  readonly default: YamlFunction;
}

const env = (): Promise<FunctionModule> => import("./env.ts");
const exec = (): Promise<FunctionModule> => import("./exec.ts");
const include = (): Promise<FunctionModule> => import("./include.ts");
const git = (): Promise<FunctionModule> => import("./git.ts");
const cwd = (): Promise<FunctionModule> => import("./cwd.ts");
const random = (): Promise<FunctionModule> => import("./random.ts");

/** Tag → its function. */
export const functions: Readonly<Record<string, () => Promise<FunctionModule>>> = {
  "!env": env,
  "!exec": exec,
  "!include": include,
  "!include.raw": include,
  "!repo-root": git,
  "!git.root": git,
  "!git.sha": git,
  "!git.ref": git,
  "!git.branch": git,
  "!git.repository": git,
  "!git.owner": git,
  "!git.name": git,
  "!git.host": git,
  "!git.url": git,
  "!cwd": cwd,
  "!random": random,
};

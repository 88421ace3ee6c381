/** Arguments of builds. Pure. Follows containers §1.6. Invariant: the same step is always the same call. */
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { resolvePath } from "@/base/path.ts";
import { bad, sortedEntries, texts } from "./step_fields.ts";

/** One build. Paths are absolute. */
export interface BuildCall {
  readonly params: Tree;
  readonly context: string;
  readonly dockerfile: string;
  readonly workingDirectory: string;
  /** Of the runtime. */
  readonly isPodman: boolean;
  /** Whether a registry without certificate takes part. */
  readonly isInsecure: boolean;
}

/** @throws Config `containers/bad-step` */
export function checkBuild(params: Tree, provider: string | undefined, name: string): void {
  const { engine = "", load, bake, driver, cache } = params;
  if (engine !== "" && engine !== "buildx") {
    throw bad(name, `Build engine must be buildx or empty (got ${String(engine)})`);
  }
  if (load === true && isTree(bake)) {
    throw bad(name, "`load` and `bake` cannot stand together: use `bake.load`");
  }
  if (load === true && engine !== "buildx") throw bad(name, "`load` needs `engine: buildx`");
  for (const [key, value] of [["driver", driver], ["cache", cache]]) {
    if (value !== undefined && engine !== "buildx" && !isTree(bake)) {
      throw bad(name, `\`${key}\` needs \`engine: buildx\` or \`bake\``);
    }
  }
  if (isBuildx(params) && provider === "podman") {
    throw bad(name, "Docker Buildx requires Docker in V1; Podman uses the native `podman build` path");
  }
}

/** Whether only docker can do it. */
export function isBuildx({ engine, bake }: Tree): boolean {
  return engine === "buildx" || isTree(bake);
}

/** The call that makes the builder; undefined when none is named. */
export function builderArgs({ driver }: Tree): readonly string[] | undefined {
  if (driver === undefined || driver === null || driver === "") return undefined;
  const named: Tree = isTree(driver) ? driver : { provider: driver };
  return [
    ...["buildx", "create", "--name", String(named["name"] ?? "atmos")],
    ...(named["provider"] ? ["--driver", String(named["provider"])] : []),
    ...sortedEntries(named["opts"]).flatMap(([key, value]) => ["--driver-opt", `${key}=${value}`]),
  ];
}

/** The words after the program. */
export function buildArgs(call: BuildCall): readonly string[] {
  const { params } = call, { bake } = params;
  if (isTree(bake)) return bakeArgs(call, bake);
  const lead = params["engine"] === "buildx"
    ? ["buildx", "build", ...builderFlag(params), ...cacheFlags(call), ...flag(params, "load", "--load")]
    : ["build"];
  return [...lead, ...buildFlags(call), "-f", call.dockerfile, call.context];
}

function buildFlags({ params, isPodman, isInsecure }: BuildCall): readonly string[] {
  const platforms = texts(params["platforms"]);
  return [
    ...flag(params, "no_cache", "--no-cache"),
    ...flag(params, "pull", "--pull"),
    ...(isPodman && isInsecure ? ["--tls-verify=false"] : []),
    ...(params["target"] ? ["--target", String(params["target"])] : []),
    ...sortedEntries(params["build_args"]).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]),
    ...(platforms.length > 0 ? ["--platform", platforms.join(",")] : []),
    ...sortedEntries(params["labels"]).flatMap(([key, value]) => ["--label", `${key}=${value}`]),
    ...texts(params["secrets"]).flatMap((secret) => ["--secret", secret]),
    ...texts(params["tags"]).flatMap((tag) => ["-t", tag]),
    ...texts(params["args"]),
  ];
}

function builderFlag(params: Tree): readonly string[] {
  const { driver } = params;
  if (driver === undefined || driver === null || driver === "") return [];
  return ["--builder", String(isTree(driver) ? driver["name"] ?? "atmos" : "atmos")];
}

function flag(params: Tree, key: string, word: string): readonly string[] {
  return params[key] === true ? [word] : [];
}

function cacheTexts({ params, workingDirectory }: BuildCall, key: string): readonly string[] {
  const list = isTree(params["cache"]) && Array.isArray(params["cache"][key]) ? params["cache"][key] : [];
  return list.filter(isTree).map((entry) =>
    sortedEntries(entry).map(([name, value]) => {
      const isPath = entry["type"] === "local" && ["src", "dest"].includes(name);
      return `${name}=${isPath ? resolvePath(workingDirectory, value) : value}`;
    }).join(",")
  );
}

function cacheFlags(call: BuildCall): readonly string[] {
  return [
    ...cacheTexts(call, "from").flatMap((text) => ["--cache-from", text]),
    ...cacheTexts(call, "to").flatMap((text) => ["--cache-to", text]),
  ];
}

function bakeArgs(call: BuildCall, bake: Tree): readonly string[] {
  const { params, workingDirectory } = call;
  const files = [...texts(bake["file"]), ...texts(bake["files"])];
  return [
    ...["buildx", "bake", ...builderFlag(params)],
    ...cacheTexts(call, "from").flatMap((text) => ["--set", `*.cache-from=${text}`]),
    ...cacheTexts(call, "to").flatMap((text) => ["--set", `*.cache-to=${text}`]),
    ...files.flatMap((file) => ["--file", resolvePath(workingDirectory, file)]),
    ...flag(params, "no_cache", "--no-cache"),
    ...flag(params, "pull", "--pull"),
    ...flag(bake, "load", "--load"),
    ...flag(bake, "push", "--push"),
    ...flag(bake, "print", "--print"),
    ...texts(bake["set"]).flatMap((text) => ["--set", text]),
    ...texts(bake["target"]),
    ...texts(bake["targets"]),
  ];
}

/** Changes the versions file: add, set, remove. Follows toolchain §4.2, §13.1, §13.16, §13.18.
 *  Invariant: every argument is checked before the file is touched, and the file is written once or not at all. */
import type { Context } from "@/base/context.ts";
import { ConfigError, LookupError } from "@/base/errors.ts";
import { parseToolSpec, type ToolSpec } from "./core/tool_spec.ts";
import { addVersion, type BadLine, type Placement, removeVersion } from "./core/versions_file.ts";
import { acquireOrGoOn } from "./lock.ts";
import type { Toolchain } from "./settings.ts";
import { idInFile, readVersionsFile } from "./toolset.ts";

/** A version to put into the file. */
export interface VersionEdit {
  /** For a new line. */
  readonly name: string;
  readonly id: string;
  readonly version: string;
}

type EditContext = Pick<Context, "disk" | "locks" | "out" | "signal">;

/** Puts versions into the file, which is made when it is missing; answers whether anything changed. */
export async function addToFile(
  ctx: EditContext,
  toolchain: Toolchain,
  { edits, placement }: { readonly edits: readonly VersionEdit[]; readonly placement: Placement },
): Promise<boolean> {
  return await editVersionsFile(
    ctx,
    toolchain,
    (text) =>
      edits.reduce(
        (edited, edit) => addVersion(edited, { ...edit, placement }, (name) => idInFile(name, toolchain)),
        text,
      ),
  );
}

/**
 * Takes tools or single versions out of the file.
 * @throws Lookup `toolchain/not-configured` when one of them is not there; the file stays as it was
 */
export async function removeFromFile(
  ctx: EditContext,
  toolchain: Toolchain,
  specs: readonly string[],
): Promise<void> {
  const parsed = specs.map(parseToolSpec);
  await editVersionsFile(ctx, toolchain, (text) =>
    parsed.reduce((edited, spec) => {
      const id = idInFile(spec.name, toolchain);
      const removed = removeVersion(
        edited,
        { id, version: spec.version },
        (name) => idInFile(name, toolchain),
      );
      if (removed === undefined) throw notThere(spec, toolchain);
      return removed;
    }, text));
}

/** Reads, edits and writes under a lock, so that two commands never lose each other's edits. */
export async function editVersionsFile(
  ctx: EditContext,
  toolchain: Toolchain,
  edit: (text: string) => string,
): Promise<boolean> {
  const release = await acquireOrGoOn(ctx, toolchain, {
    subject: toolchain.versionsFile,
    work: `edits ${toolchain.versionsFileName}`,
  });
  try {
    const file = await readVersionsFile(ctx, toolchain);
    const text = file?.text ?? "";
    const fault = file?.content.bad[0] ?? notUtf8(text);
    if (fault) throw badLine(toolchain, fault);
    const edited = edit(text);
    if (edited === text) return false;
    await ctx.disk.writeAtomic(toolchain.versionsFile, edited);
    return true;
  } finally {
    await release();
  }
}

function notThere(spec: ToolSpec, toolchain: Toolchain): LookupError {
  return new LookupError(
    "toolchain/not-configured",
    `"${spec.text}" is not in ${toolchain.versionsFileName}`,
    {
      hints: ["atmos toolchain list"],
    },
  );
}

/** Writing back what was decoded with losses would destroy it, even in a comment. */
function notUtf8(text: string): BadLine | undefined {
  const at = text.indexOf("\uFFFD");
  return at < 0
    ? undefined
    : { line: text.slice(0, at).split("\n").length, name: "", why: "is not UTF-8 text" };
}

function badLine(toolchain: Toolchain, { line, name, why }: BadLine): ConfigError {
  const at = { file: toolchain.versionsFileName, line, column: 1 };
  if (why === "has no version") {
    const [tool, version = "VERSION"] = name.split("@");
    return new ConfigError(
      "toolchain/line-without-version",
      `line ${line} names "${name}" without a version`,
      { hints: [`Write "${tool} ${version}" there, or delete the line.`], at },
    );
  }
  return new ConfigError("toolchain/bad-line", `line ${line} ${name === "" ? "" : `("${name}") `}${why}`, {
    hints: [
      why === "is no tool name"
        ? `Write a tool and its version there, such as "terraform 1.9.8", or delete the line.`
        : `Save ${toolchain.versionsFileName} as UTF-8.`,
    ],
    at,
  });
}

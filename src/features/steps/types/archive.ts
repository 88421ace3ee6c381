/** `type: archive`: files of a directory in one. Follows workflows §11.4.
 *  Invariants: the archive takes its place by one rename; it never holds itself. */
import { ConfigError } from "@/base/errors.ts";
import { baseName, joinPath, resolvePath } from "@/base/path.ts";
import { packFiles, type PackFormat } from "@/io/archive/pack.ts";
import { listFiles } from "@/io/disk/list_files.ts";
import { globTest } from "@/lang/glob/glob.ts";
import type { StepCall, StepHandler } from "../step_call.ts";

/** Every format that exists; undefined where none is written. */
const FORMATS: Readonly<Record<string, PackFormat | undefined>> = {
  tar: "tar",
  tgz: "tgz",
  "tar.gz": "tgz",
  zip: "zip",
  "tar.bz2": undefined,
  "tar.xz": undefined,
};
const EPOCH = Date.UTC(1980, 0, 1);

const archive: StepHandler = async (call) => {
  const { ctx: { disk, signal } } = call;
  const source = resolvePath(call.workingDirectory, call.required("source"));
  const destination = resolvePath(call.workingDirectory, call.required("destination"));
  const format = formatOf(call, destination);
  checkAction(call, format);
  const subpath = subpathOf(call), epoch = isEpoch(call);
  const kind = (await disk.stat(source))?.kind;
  if (kind !== "file" && kind !== "directory") throw fault(call, `source does not exist: ${source}`);
  const root = kind === "file" ? source.slice(0, -baseName(source).length - 1) : source;
  const found = kind === "file" ? [baseName(source)] : await listFiles(disk, source);
  const files = [];
  for (const path of found.filter(filterOf(call)).sort()) {
    const at = joinPath(root, path);
    if (at === destination) continue;
    signal.throwIfAborted();
    const info = await disk.stat(at), content = await disk.readBytes(at);
    if (info === undefined || content === undefined) throw fault(call, `${at} is no longer there`);
    files.push({
      path: subpath === "" ? path : `${subpath}/${path}`,
      content,
      mode: info.mode === 0 ? 0o644 : info.mode & 0o777,
      modifiedAt: epoch ? EPOCH : info.modifiedAt,
    });
  }
  await disk.writeAtomic(destination, await packFiles(format, files));
  return { code: 0, value: destination, metadata: { files: files.length, format } };
};

export default archive;

function formatOf(call: StepCall, destination: string): PackFormat {
  const ending = Object.keys(FORMATS).find((each) => destination.endsWith(`.${each}`));
  const wanted = call.text("format") ?? ending;
  if (wanted === undefined || !Object.hasOwn(FORMATS, wanted)) {
    const known = Object.keys(FORMATS).join(", ");
    throw fault(call, `unknown archive format of ${wanted ?? destination}`, `Formats are ${known}.`);
  }
  const format = FORMATS[wanted];
  if (format !== undefined) return format;
  throw fault(call, `archive format ${wanted} cannot be written yet`, "Those that can: tar, tgz, zip.");
}

function checkAction(call: StepCall, format: PackFormat): void {
  const action = call.text("action") ?? "replace";
  if (action === "replace") return;
  if (action !== "update") throw fault(call, `action is replace or update, not ${action}`);
  if (format === "tgz") throw fault(call, "update is for tar and zip, not for tgz");
  throw fault(call, "update is not there yet", "`action: replace` writes the whole archive.");
}

/** Where the files lie inside of the archive; "" is its top. */
function subpathOf(call: StepCall): string {
  const subpath = call.text("subpath") ?? "", parts = subpath.split("/");
  if (subpath === "") return "";
  if (parts.every((part) => part !== "" && part !== "." && part !== "..")) return subpath;
  throw fault(call, `subpath must be relative and without . and ..: ${subpath}`);
}

function isEpoch(call: StepCall): boolean {
  const mtime = call.text("mtime") ?? "filesystem";
  if (mtime === "git") throw fault(call, "mtime: git is not there yet", "filesystem and epoch are.");
  if (mtime === "epoch" || mtime === "filesystem") return mtime === "epoch";
  throw fault(call, `mtime is one of filesystem, epoch, git, not ${mtime}`);
}

function filterOf(call: StepCall): (path: string) => boolean {
  const tests = (key: "include" | "exclude") => {
    const { [key]: list = [] } = call.step.fields;
    const patterns = Array.isArray(list) ? list : [list];
    return patterns.map((each) => globTest(String(call.rendered(String(each), key))));
  };
  const included = tests("include"), excluded = tests("exclude");
  return (path) =>
    (included.length === 0 || included.some((test) => test(path))) && !excluded.some((test) => test(path));
}

function fault({ step }: StepCall, title: string, explanation?: string): ConfigError {
  return new ConfigError("steps/bad-archive", `step \`${step.name}\` (archive): ${title}`, {
    explanation,
    at: step.at,
  });
}

/** The outputs in a state file of terraform. Follows templates §4.4 (`!terraform.state`).
 *  Invariant: a state is read, never changed; one that is not there is told apart from one that cannot be read. */
import { AtmosError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import { failed } from "@/features/functions/core/failure.ts";
import { parseJson } from "@/features/functions/core/json_text.ts";
import { isTree, type Tree } from "./core/merge.ts";
import type { StackCall } from "./functions/stack_call.ts";
import { type Instance, typeDirectory } from "./instances.ts";

/** Name → value; undefined when nothing has been applied. @throws Config `functions/failed` */
export async function readLocalState(call: StackCall, target: Instance): Promise<Tree | undefined> {
  const { name, stack, sections } = target;
  const wrong = (why: string) =>
    failed(call, `failed to read Terraform state of component ${name} in stack ${stack}: ${why}`);
  const type = sections["backend_type"] || "local";
  if (type !== "local") throw wrong(`the backend ${String(type)} cannot be read yet.`);
  const file = stateFile(call, target);
  try {
    const text = await call.session.ctx.disk.readText(file);
    return text === undefined ? undefined : outputsOf(parseJson(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong(`${file}: ${error.message}.`);
    if (error instanceof AtmosError) throw wrong(`${error.title}.`);
    throw error;
  }
}

function stateFile({ session }: StackCall, { type, directory, sections }: Instance): string {
  const folder = resolvePath(typeDirectory(session.settings, type), directory);
  const path = isTree(sections["backend"]) ? sections["backend"]["path"] : undefined;
  if (typeof path === "string" && path !== "") return resolvePath(folder, path);
  const workspace = String(sections["workspace"] ?? "default");
  return workspace === "default"
    ? resolvePath(folder, "terraform.tfstate")
    : resolvePath(folder, `terraform.tfstate.d/${workspace}/terraform.tfstate`);
}

function outputsOf(state: unknown): Tree {
  const outputs = isTree(state) && isTree(state["outputs"]) ? state["outputs"] : {};
  return Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => [name, isTree(output) ? output["value"] ?? null : null]),
  );
}

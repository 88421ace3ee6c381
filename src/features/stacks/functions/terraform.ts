/** `!terraform.state` and `!terraform.output`: what another component has made. Follows templates §4.4, §4.7, §4.8.
 *  States in files and static remote states are read here, outputs by whoever the session names.
 *  Invariants: a circle of components is told with its chain; what is not there yet is told apart from what is wrong. */
import { AtmosError, CancelledError, ConfigError } from "@/base/errors.ts";
import { failed } from "@/features/functions/core/failure.ts";
import { lengthened } from "../core/component_chain.ts";
import { isTree, type Tree } from "../core/merge.ts";
import { sortedKeys } from "../core/sorted_keys.ts";
import { parseTerraformCall, type TerraformCall } from "../core/terraform_call.ts";
import { evaluateInstance } from "../evaluate.ts";
import { findInstance } from "../find_instance.ts";
import type { Instance } from "../instances.ts";
import { readLocalState } from "../terraform_state.ts";
import type { StackCall, StackFunction } from "./stack_call.ts";

const terraform: StackFunction = async (call) => {
  const wanted = parseTerraformCall(call);
  if (isDisabled(call.sections)) return await withoutOutputs(call, wanted, call.instance);
  const target = await targetOf(call, wanted);
  const sections = await evaluated(call, target);
  if (call.options.useMocks) return await mocked(call, wanted, target);
  if (sections["remote_state_backend_type"] === "static") {
    const outputs = isTree(sections["remote_state_backend"]) ? sections["remote_state_backend"] : {};
    const value = await found(call, wanted, outputs);
    const name = nameIn(wanted.expression), isThere = name === undefined || Object.hasOwn(outputs, name);
    if (!isThere && !wanted.expression.includes("//") && call.tag === "!terraform.state") {
      throw failed(call, `The static remote state of ${target.name} has no ${wanted.expression}.`);
    }
    return value;
  }
  if (isDisabled(sections)) return await withoutOutputs(call, wanted, target);
  if (call.tag === "!terraform.output") {
    return await found(call, wanted, await outputsOf(call, wanted, { ...target, sections }));
  }
  const outputs = await readLocalState(call, { ...target, sections });
  return outputs === undefined
    ? await withoutOutputs(call, wanted, target)
    : await found(call, wanted, outputs);
};

export default terraform;

async function outputsOf(call: StackCall, { expression }: TerraformCall, target: Instance): Promise<Tree> {
  const { session } = call, { name, stack, sections } = target;
  if (session.readOutputs === undefined) throw failed(call, "No program can be run here.");
  try {
    return await session.readOutputs(session, target, sections);
  } catch (error) {
    if (!(error instanceof AtmosError) || error instanceof CancelledError) throw error;
    const where = `component ${name} in stack ${stack}, output ${expression}`;
    const why = error.explanation === undefined ? error.title : `${error.title}: ${error.explanation}`;
    throw failed(call, `failed to get terraform output for ${where}: ${why}`, {
      hints: error.hints,
      cause: error,
    });
  }
}

/** The output that an expression begins with. */
function nameIn(expression: string): string | undefined {
  return /^\.?([A-Za-z_][\w-]*)/.exec(expression)?.[1];
}

function isDisabled({ metadata }: Tree): boolean {
  return isTree(metadata) && metadata["enabled"] === false;
}

async function targetOf(
  call: StackCall,
  { component, stack = call.instance.stack }: TerraformCall,
): Promise<Instance> {
  try {
    return await findInstance(call.session, { component, stack });
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "stacks/no-instance") throw error;
    throw failed(call, `Could not find the component ${component} in the stack ${stack}.`);
  }
}

/** The sections of the target; its own functions may lead back here. */
async function evaluated(call: StackCall, target: Instance): Promise<Tree> {
  const { options, instance, tag, text } = call;
  const chain = lengthened(options.chain, { instance, call: `${tag} ${text.trim()}` }, target);
  return await evaluateInstance(call.session, target, { ...options, chain });
}

/** The value of the expression; nothing found is null, several results are a list. */
async function found(call: StackCall, { expression }: TerraformCall, outputs: Tree): Promise<unknown> {
  const { compileQuery } = await import("@/lang/query/query.ts");
  const query = /^[A-Za-z_][\w-]*$/.test(expression) ? `.["${expression}"]` : withDot(expression);
  try {
    const results = compileQuery(query)(sortedKeys(outputs));
    return results.length > 1 ? results : results[0] ?? null;
  } catch (error) {
    if (error instanceof ConfigError) throw failed(call, error.title, { cause: error });
    throw error;
  }
}

/** An expression may begin with a plain name. */
function withDot(expression: string): string {
  return /^[A-Za-z_][\w-]*\s*(\/\/|\||\[|\.)/.test(expression) ? `.${expression}` : expression;
}

/** Nothing is there yet: the default of the expression, else it cannot be known. */
async function withoutOutputs(call: StackCall, wanted: TerraformCall, target: Instance): Promise<unknown> {
  if (wanted.expression.includes("//")) return await found(call, wanted, {});
  const { errorMode = "warn", computed } = call.options;
  if (errorMode !== "strict" && computed !== undefined) {
    computed.count++;
    return "(computed)";
  }
  throw failed(
    call,
    `terraform state not provisioned for component ${target.name} in stack ${target.stack}.`,
    { hints: [`atmos terraform apply ${target.name} -s ${target.stack}`] },
  );
}

async function mocked(call: StackCall, wanted: TerraformCall, target: Instance): Promise<unknown> {
  const { mocks } = target.sections;
  if (!isTree(mocks)) throw failed(call, `The component "${target.name}" does not declare mocks.`);
  const name = nameIn(wanted.expression);
  if (name !== undefined && !Object.hasOwn(mocks, name) && !wanted.expression.includes("//")) {
    throw failed(
      call,
      `mocked terraform output is not declared: "${name}" of the component "${target.name}".`,
    );
  }
  return await found(call, wanted, mocks);
}

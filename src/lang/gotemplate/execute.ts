/** Executes a parsed template on data.
 *  Follows templates §2.3 to §2.5; the texts of errors are Go's. Pure and synchronous.
 *  Invariant: the data is never changed by the engine itself, and output before an error is dropped. */
import type { BranchNode, CallNode, Node } from "./_ast.ts";
import { assign, evaluatePipe } from "./_evaluate.ts";
import { formatValue, printValue } from "./format.ts";
import type { Template } from "./parse_template.ts";
import { quote } from "./_quote.ts";
import {
  type Cell,
  checkCalls,
  checkSize,
  countStep,
  DEFAULT_LIMITS,
  failAt,
  failLimit,
  type Limits,
  type MissingKey,
  type Run,
} from "./_run.ts";
import {
  elementType,
  intOf,
  intValue,
  isDict,
  isInteger,
  isList,
  isTrue,
  keysOf,
  member,
  SizedInt,
  type Value,
} from "./value.ts";

/** How a template is executed. */
export interface ExecuteOptions {
  readonly missingKey?: MissingKey | undefined;
  /** By default those of the user's own templates: a million steps, texts of 10 MiB. */
  readonly limits?: Limits | undefined;
}

/**
 * The text of a template for data.
 * @param data what `.` and `$` are; nil and undefined are no data
 * @throws ConfigError `gotemplate/execute` with Go's text as title; `gotemplate/limit` when the template takes more
 *   than its limits or goes too deep
 */
export function execute(template: Template, data: Value | undefined, options: ExecuteOptions = {}): string {
  const dot: Cell = { value: data ?? undefined, isBoxed: false };
  const run: Run = {
    template,
    missingKey: options.missingKey ?? "default",
    limits: options.limits ?? DEFAULT_LIMITS,
    name: template.name,
    dot,
    variables: [{ name: "$", ...dot }],
    place: undefined,
    output: "",
    steps: 0,
    depth: 0,
  };
  try {
    walk(run, template.definitions.get(template.name) ?? []);
    return run.output.toWellFormed();
  } catch (error) {
    // The engine reports both a full stack and a text without end this way.
    if (error instanceof RangeError) return failLimit(template.name, "nested too deeply or a text too long");
    throw error;
  }
}

/** How a list of nodes ended. */
type Flow = "end" | "break" | "continue";

function walk(run: Run, nodes: readonly Node[]): Flow {
  for (const node of nodes) {
    const flow = walkNode(run, node);
    if (flow !== "end") return flow;
  }
  return "end";
}

function walkNode(run: Run, node: Node): Flow {
  countStep(run);
  switch (node.kind) {
    case "text":
      write(run, node.text);
      return "end";
    case "action": {
      const value = evaluatePipe(run, node.pipe);
      if (node.pipe.variables.length === 0) {
        write(run, value === undefined ? "<no value>" : printValue(value));
      }
      return "end";
    }
    case "if":
    case "with":
      return walkChoice(run, node);
    case "range":
      return walkRange(run, node);
    case "call":
      walkCall(run, node);
      return "end";
    default:
      return node.kind;
  }
}

function write(run: Run, text: string): void {
  run.output += text;
  checkSize(run, run.output);
}

function walkChoice(run: Run, node: BranchNode): Flow {
  const { dot, variables: { length: scope } } = run;
  const value = evaluatePipe(run, node.pipe);
  const isChosen = isTrue(value);
  if (isChosen && node.kind === "with") run.dot = { value, isBoxed: false };
  const flow = walk(run, isChosen ? node.body : node.otherwise);
  run.dot = dot;
  run.variables.length = scope;
  return flow;
}

function walkRange(run: Run, node: BranchNode): Flow {
  const { dot, variables: { length: scope } } = run;
  const value = evaluatePipe(run, node.pipe);
  const inner = run.variables.length;
  let isEmpty = true;
  for (const item of itemsOf(run, node, value)) {
    isEmpty = false;
    countStep(run);
    bindItem(run, node, item);
    run.dot = item.element;
    const flow = walk(run, node.body);
    run.variables.length = inner;
    if (flow === "break") break;
  }
  run.dot = dot;
  const flow = isEmpty ? walk(run, node.otherwise) : "end";
  run.variables.length = scope;
  return flow;
}

interface Item {
  readonly key: Value | undefined;
  readonly element: Cell;
}

/** What `range` goes over: a list, a map by sorted keys, or the numbers below an integer. */
function* itemsOf(run: Run, node: BranchNode, value: Value | undefined): Generator<Item> {
  if (isList(value)) {
    const isBoxed = elementType(value) === "interface {}";
    for (const [key, element] of value.entries()) yield { key, element: { value: element, isBoxed } };
  } else if (isDict(value)) {
    const isBoxed = elementType(value) === "interface {}";
    for (const key of keysOf(value)) yield { key, element: { value: member(value, key), isBoxed } };
  } else if (isInteger(value)) {
    yield* numbersBelow(run, node, value);
  } else if (value !== undefined) {
    failAt(run, `range can't iterate over ${formatValue(value, "v")}`);
  }
}

function* numbersBelow(run: Run, node: BranchNode, end: number | bigint | SizedInt): Generator<Item> {
  if (node.pipe.variables.length > 1) {
    failAt(run, `can't use ${formatValue(end, "v")} to iterate over more than one variable`);
  }
  for (let at = 0n; at < intOf(end); at++) {
    const value = end instanceof SizedInt ? new SizedInt(end.type, at) : intValue(at);
    yield { key: undefined, element: { value, isBoxed: false } };
  }
}

/** Sets the variables of `range`: with two of them the first one is the key. */
function bindItem(run: Run, { pipe }: BranchNode, { key, element }: Item): void {
  const cells = pipe.variables.length > 1 ? [{ value: key, isBoxed: false }, element] : [element];
  const top = run.variables.length - pipe.variables.length;
  for (const [index, { name }] of pipe.variables.entries()) {
    const cell = cells[index] ?? element;
    if (pipe.isAssignment) assign(run, name, cell);
    else run.variables[top + index] = { name, ...cell };
  }
}

function walkCall(run: Run, node: CallNode): void {
  run.place = node;
  const body = run.template.definitions.get(node.name);
  if (body === undefined) return failAt(run, `template ${quote(node.name)} not defined`);
  checkCalls(run);
  const value = node.pipe === undefined ? undefined : evaluatePipe(run, node.pipe);
  const { dot, name, variables } = run;
  run.dot = { value, isBoxed: false };
  run.variables = [{ name: "$", ...run.dot }];
  run.name = node.name;
  run.depth++;
  walk(run, body);
  Object.assign(run, { dot, name, variables, depth: run.depth - 1 });
}

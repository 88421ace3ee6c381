/** The languages of definitions behind one interface: templates, expressions, regular expressions. Pure.
 *  Follows aqua-registry §9, §10, toolchain §7.5. Invariant: a text of a definition reaches no environment, file or
 *  network, and each text is parsed once. */
import { ConfigError } from "@/base/errors.ts";
import type { EnvironmentKind } from "@/lang/expr/environment.ts";
import { compileExpression, type Expression } from "@/lang/expr/expression.ts";
import { execute } from "@/lang/gotemplate/execute.ts";
import { aquaFunctions } from "@/lang/gotemplate/funcs/aqua.ts";
import { parseTemplate } from "@/lang/gotemplate/parse_template.ts";
import { compileRe2 } from "@/lang/regexp/re2.ts";
import { parseRange } from "@/lang/semver/range.ts";
import type { Evaluator } from "./evaluator.ts";

/** Makes an evaluator; what it has parsed lives as long as it does. */
export function createEvaluator(): Evaluator {
  const functions = aquaFunctions({ compileRegexp: compileRe2, parseRange });
  const constraint = remembered((text) => tryCompile(text, "constraint"));
  const filter = remembered((text) => tryCompile(text, "filter"));
  const template = remembered((text) => parseTemplate(text, { name: "definition", functions }));
  return {
    holds: (text, version) => isTrue(constraint(text), version),
    accepts: (text, tag) => isTrue(filter(text), { Version: tag, SemVer: tag }),
    compiles: (text, kind) => (kind === "filter" ? filter : constraint)(text) !== undefined,
    render: (text, values) => render(text, () => execute(template(text), values, { limits })),
  };
}

/** Definitions are data of others: their texts are short, and so is what they need. */
const limits = { steps: 20_000, textLength: 100_000 };

/** Remembers what a function answered for a text. */
function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined || known.has(text)) return found as T;
    const made = make(text);
    known.set(text, made);
    return made;
  };
}

function tryCompile(text: string, kind: EnvironmentKind): Expression | undefined {
  if (text.length > limits.textLength) return undefined;
  try {
    return compileExpression(text, kind, (pattern) => compileRe2(pattern).test);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

function isTrue(expression: Expression | undefined, version: { Version: string; SemVer: string }): boolean {
  try {
    return expression?.evaluate(version) ?? false;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

/** What prints for a value that does not exist; no name of a file has it. */
const NO_VALUE = "<no value>";

function render(template: string, run: () => string): string {
  if (template.length > limits.textLength) {
    throw badTemplate(`${template.slice(0, 100)}…`, `it is longer than ${limits.textLength} characters`);
  }
  try {
    const text = run();
    if (!text.includes(NO_VALUE)) return text;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw badTemplate(template, error.title, error);
  }
  throw badTemplate(template, "a value does not exist");
}

function badTemplate(template: string, reason: string, cause?: ConfigError): ConfigError {
  return new ConfigError("registry/template", `a template of the definition fails: ${reason}`, {
    explanation: `It is ${template}`,
    facts: { template },
    cause,
  });
}

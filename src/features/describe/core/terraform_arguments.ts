/** Arguments of blocks that must be known before anything runs. Pure. Follows stacks §10.2.
 *  Invariant: null counts as absent. */
import { ConfigError } from "@/base/errors.ts";
import { evaluateHcl } from "@/lang/hcl/evaluate_hcl.ts";
import { type HclBody, type HclExpression, type HclSource, positionIn } from "@/lang/hcl/syntax.ts";
import { asBool, asText, type HclValue, kindOf } from "@/lang/hcl/value.ts";

/** A body and the file that it stands in. */
export interface Section {
  readonly file: HclSource;
  readonly body: HclBody;
}

/** A text, or undefined when it is not given. @throws Config `hcl/evaluation`, `describe/terraform-argument` */
export function textOf(section: Section, name: string): string | undefined {
  return converted(section, name, { convert: asText, wanted: "a text" });
}

/** A bool, or undefined when it is not given. @throws as `textOf` */
export function truthOf(section: Section, name: string): boolean | undefined {
  return converted(section, name, { convert: asBool, wanted: "a bool" });
}

function converted<T>(
  { file, body }: Section,
  name: string,
  { convert, wanted }: { convert(value: HclValue): T | undefined; readonly wanted: string },
): T | undefined {
  const expression = body.attributes.get(name)?.value;
  const value = expression === undefined ? null : evaluateHcl(expression, file);
  if (expression === undefined || value === null) return undefined;
  const found = convert(value);
  if (found === undefined) {
    throw argumentFault(file, expression, `${name} is ${kindOf(value)}, not ${wanted}`);
  }
  return found;
}

/** Config `describe/terraform-argument` at an expression. */
export function argumentFault(file: HclSource, { start }: HclExpression, title: string): ConfigError {
  return new ConfigError("describe/terraform-argument", title, { at: positionIn(file, start) });
}

/** The value, or undefined when it depends on what is not in it. */
export function valueWithin(expression: HclExpression, file: HclSource): HclValue | undefined {
  try {
    return evaluateHcl(expression, file);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

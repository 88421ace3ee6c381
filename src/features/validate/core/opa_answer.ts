/** What `opa eval --format json` answers. Pure. Follows stacks §16.2. */

/** Messages of the policy, or why there are none. */
export type OpaAnswer =
  | { readonly kind: "violations"; readonly messages: readonly string[] }
  /** `isUsage`: the program did not know a flag. */
  | { readonly kind: "failure"; readonly message: string; readonly isUsage: boolean };

/** What a run of the program means; a rule that is not defined has no violations. */
export function opaAnswer(
  { code, stdout, stderr }: { readonly code: number; readonly stdout: string; readonly stderr: string },
): OpaAnswer {
  const answer = parsed(stdout);
  const errors = list(memberOf(answer, "errors"));
  if (code !== 0 || errors.length > 0) {
    const texts = errors.map(errorText);
    const message = texts.join("\n") || stderr.trim() || `opa ended with exit code ${code}`;
    return { kind: "failure", message, isUsage: /unknown flag/.test(stderr) };
  }
  const [result] = list(memberOf(answer, "result"));
  const [expression] = list(memberOf(result, "expressions"));
  return { kind: "violations", messages: messagesIn(memberOf(expression, "value")) };
}

/** A set or list of texts; of other values their JSON. */
function messagesIn(value: unknown): readonly string[] {
  return list(value).map((each) => typeof each === "string" ? each : JSON.stringify(each));
}

function errorText(error: unknown): string {
  const location = memberOf(error, "location"), message = String(memberOf(error, "message") ?? "");
  const place = [memberOf(location, "file"), memberOf(location, "row"), memberOf(location, "col")]
    .filter((part) => part !== undefined && part !== "").join(":");
  return place === "" ? message : `${place}: ${message}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // opa said something else, which is shown
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function memberOf(holder: unknown, key: string): unknown {
  return typeof holder === "object" && holder !== null ? Reflect.get(holder, key) : undefined;
}

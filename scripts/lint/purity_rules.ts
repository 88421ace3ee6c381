/** Rules about the outside world and state. Follows house §2.3 to §2.5, §2.9 and Trap 9.
 *  Invariant: only `io` reaches the runtime, and what is pure depends on its arguments alone. */
import { placeOf, targetOf } from "./place.ts";
import { isProduct, rule, type RuleContext } from "./rule.ts";

const PORTS = new Set([
  "Clock",
  "Context",
  "Disk",
  "FileReader",
  "FileWriter",
  "Locks",
  "Net",
  "Out",
  "Processes",
  "Random",
  "Terminal",
  "Threads",
]);

const IMPURE_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Date: ["now"],
  Math: ["random"],
  performance: ["now"],
  crypto: ["randomUUID", "getRandomValues"],
};

const IMPURE_CALLS = new Set(["fetch", "setTimeout", "setInterval", "queueMicrotask"]);

/** `Deno` and `node:` belong to `io`. */
export const onlyIoTouchesDeno = rule(
  (place) => isProduct(place) && (place.floor !== "io" || place.isPure),
  (context) => {
    const hint = "Use a port of the Context; its implementation lives in src/io.";
    const refuseNode = (node: Deno.lint.Node, specifier: unknown) => {
      if (typeof specifier === "string" && specifier.startsWith("node:")) {
        context.report(node, `only io imports ${specifier}`, hint);
      }
    };
    return {
      Identifier(node) {
        if (node.name === "Deno") context.report(node, "only io touches Deno", hint);
      },
      ImportDeclaration: (node) => refuseNode(node, node.source.value),
      ImportExpression: (node) => refuseNode(node, node.source.type === "Literal" && node.source.value),
    };
  },
);

/** `base`, `lang` and every `core` folder: no clock, no randomness, no port, no impure file. */
export const coreIsPure = rule((place) => place.isPure, (context) => ({
  MemberExpression(node) {
    if (node.object.type !== "Identifier" || node.property.type !== "Identifier") return;
    const { name } = node.property;
    if (!IMPURE_MEMBERS[node.object.name]?.includes(name)) return;
    context.report(node, `${node.object.name}.${name} in a pure file`, "Pass the value in.");
  },
  NewExpression(node) {
    if (node.callee.type !== "Identifier" || node.callee.name !== "Date" || node.arguments.length > 0) return;
    context.report(node, "new Date() in a pure file", "Pass the time in.");
  },
  CallExpression(node) {
    if (node.callee.type !== "Identifier" || !IMPURE_CALLS.has(node.callee.name)) return;
    context.report(node, `${node.callee.name}() in a pure file`, "Pass the function in.");
  },
  ImportDeclaration: (node) => checkPureImport(context, node),
}));

/** No module-level variable and no empty container at module level: both are there to be filled. */
export const noGlobalState = rule(isProduct, (context) => {
  const check = (declaration: Deno.lint.VariableDeclaration) => {
    if (declaration.kind === "let" || declaration.kind === "var") {
      context.report(
        declaration,
        "variable at module level",
        "Keep state in a function or a slot of the Context.",
      );
    } else if (declaration.declarations.some((it) => isToBeFilled(it, context))) {
      context.report(declaration, "empty container at module level", "Memoise with `once` of the Context.");
    }
  };
  return {
    "Program > VariableDeclaration": check,
    "Program > ExportNamedDeclaration > VariableDeclaration": check,
  };
});

/** One exit, in main.ts; nobody changes the process's own directory or environment. */
export const oneExit = rule(isProduct, (context) => ({
  MemberExpression(node) {
    const text = context.source.getText(node);
    if (!/^(globalThis\.)?Deno\.(exit|exitCode|chdir|env\.(set|delete))$/.test(text)) return;
    context.report(
      node,
      `${text} outside main.ts`,
      "Return the exit code; pass directory and environment on.",
    );
  },
}));

/** Nothing prints but `out`. */
export const onlyOutPrints = rule(isProduct, (context) => ({
  "MemberExpression[object.name='console']"(node: Deno.lint.Node) {
    context.report(node, "console in the program", "Return data, or use `out` of the Context.");
  },
}));

function checkPureImport(context: RuleContext, node: Deno.lint.ImportDeclaration): void {
  const target = targetOf(context.place.path, node.source.value);
  if (target === undefined || context.place.path === "src/base/context.ts") return;
  const ports = node.specifiers.map(importedName).filter((name) => PORTS.has(name));
  if (target.startsWith("src/base/") && ports.length > 0) {
    context.report(node, `${ports.join(", ")} in a pure file`, "Take records and functions, answer a plan.");
  }
  if (!placeOf(target).isPure && !isTypeOnly(node)) {
    context.report(node, `a pure file imports ${target}, which is not pure`, "Move what is pure into core.");
  }
}

function importedName(specifier: Deno.lint.ImportDeclaration["specifiers"][number]): string {
  if (specifier.type !== "ImportSpecifier") return "*";
  return specifier.imported.type === "Identifier" ? specifier.imported.name : specifier.imported.value;
}

function isTypeOnly(node: Deno.lint.ImportDeclaration): boolean {
  return node.importKind === "type" ||
    node.specifiers.every((it) => it.type === "ImportSpecifier" && it.importKind === "type");
}

function isToBeFilled({ init, id }: Deno.lint.VariableDeclarator, context: RuleContext): boolean {
  const annotation = id.type === "Identifier" && id.typeAnnotation;
  const type = annotation ? context.source.getText(annotation).replace(/^:\s*/, "") : "";
  if (init?.type === "NewExpression") {
    const isContainer = /^(Weak)?(Map|Set)$|^Array$/.test(context.source.getText(init.callee));
    return isContainer && init.arguments.length === 0 && !type.startsWith("Readonly");
  }
  const isEmpty = init?.type === "ArrayExpression" && init.elements.length === 0 ||
    init?.type === "ObjectExpression" && init.properties.length === 0;
  return isEmpty && /^$|^(Record|Array)<|^(?!readonly ).*\[\]$/.test(type);
}

/** Rules about how a file looks: name, size, header, docstrings, classes. Follows house §2.7 and §7.
 *  Invariant: what needs judgement (a docstring's worth, a function's length) is left to readers. */
import { isProduct, rule } from "./rule.ts";

const MAX_LINES = 400;
const MAX_HEADER_LINES = 8;
const MAX_PARAMETERS = 3;
const VAGUE_NAMES = ["index", "utils", "util", "helpers", "helper", "common", "manager", "misc"];

/** Files are named in snake case after their main export. */
export const fileName = rule(() => true, (context) => ({
  Program(node) {
    const name = context.place.path.split("/").at(-1) ?? "";
    if (!/^_?[a-z][a-z0-9]*(_[a-z0-9]+)*\.ts$/.test(name)) {
      context.report(
        node,
        `"${name}" is not in snake case`,
        "Name the file after its main export, as `tool_spec.ts`.",
      );
    }
    if (VAGUE_NAMES.includes(name.replace(/(_test)?\.ts$/, ""))) {
      context.report(node, `"${name}" says nothing`, "Name the file after its main export.");
    }
  },
}));

/** Files have at most 400 lines. */
export const fileSize = rule(() => true, (context) => ({
  Program(node) {
    const lines = context.source.text.replace(/\n$/, "").split("\n").length;
    if (lines <= MAX_LINES) return;
    context.report(node, `${lines} lines, more than ${MAX_LINES}`, "One idea per file: find the second one.");
  },
}));

/** Every file but a test begins with a short block comment that says what it decides or does. */
export const fileHeader = rule((place) => !place.isTest, (context) => ({
  Program(node) {
    const first = context.source.getAllComments()[0];
    const text = context.source.text.replace(/^#!.*/, (line) => " ".repeat(line.length));
    if (!isDocComment(first) || text.slice(0, first.range[0]).trim() !== "") {
      context.report(node, "no file header", "Begin with /** what this file decides or does */.");
    } else if (text.slice(...first.range).split("\n").length > MAX_HEADER_LINES) {
      context.report(
        node,
        `header of more than ${MAX_HEADER_LINES} lines`,
        "Say what it does and its invariant.",
      );
    }
  },
}));

/** Every exported name has a docstring right above it. */
export const documentedExports = rule((place) => !place.isTest, (context) => {
  const documented = new Set<string>();
  return {
    ExportNamedDeclaration(node) {
      if (!node.declaration) return;
      const name = declaredName(node.declaration);
      // Overloads share the docstring of the first signature.
      if (documented.has(name)) return;
      const { text } = context.source;
      const [, ...comments] = context.source.getAllComments();
      const above = comments.findLast((it) => isDocComment(it) && it.range[1] <= node.range[0]);
      const isDoc = above !== undefined &&
        text.slice(above.range[1], node.range[0]).replaceAll(/\/\/ deno-.*/g, "").trim() === "";
      if (isDoc) documented.add(name);
      else context.report(node, `${name} has no docstring`, "Say what it is in the words of the user.");
    },
  };
});

/** No enum. */
export const noEnum = rule(() => true, (context) => ({
  TSEnumDeclaration(node) {
    context.report(node, "enum", "Use a union of literals.");
  },
}));

/** Classes are for errors and for values of an interpreted language; a thing with a life says so in an ignore comment. */
export const classOnlyErrors = rule((place) => isProduct(place) && place.floor !== "lang", (context) => {
  const check = (node: Deno.lint.ClassDeclaration | Deno.lint.ClassExpression) => {
    const base = node.superClass ? context.source.getText(node.superClass) : "";
    if (base.endsWith("Error")) return;
    context.report(node, "class that is not an error", "Use functions and readonly records.");
  };
  return { ClassDeclaration: check, ClassExpression: check };
});

/** What other rooms call takes at most three parameters, then one record of options. */
export const fewParameters = rule(isProduct, (context) => {
  const check = (node: Deno.lint.FunctionDeclaration | Deno.lint.ArrowFunctionExpression) => {
    if (node.params.length <= MAX_PARAMETERS) return;
    context.report(node, `${node.params.length} parameters`, "Gather the optional ones in one record.");
  };
  return {
    "ExportNamedDeclaration > FunctionDeclaration": check,
    "ExportNamedDeclaration > VariableDeclaration > VariableDeclarator > ArrowFunctionExpression": check,
  };
});

type Comment = ReturnType<Deno.lint.SourceCode["getAllComments"]>[number];

function isDocComment(comment: Comment | undefined): comment is Comment {
  return comment?.type === "Block" && comment.value.startsWith("*");
}

function declaredName(declaration: NonNullable<Deno.lint.ExportNamedDeclaration["declaration"]>): string {
  if (declaration.type === "VariableDeclaration") {
    return declaration.declarations.map((it) => it.id.type === "Identifier" ? it.id.name : "this pattern")
      .join(", ");
  }
  return "id" in declaration && declaration.id?.type === "Identifier"
    ? declaration.id.name
    : "this declaration";
}

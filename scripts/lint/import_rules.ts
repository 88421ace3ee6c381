/** Rules about the import statements of one file. Follows house §2.2, §2.4, §2.10 and Traps 1 and 2.
 *  Invariant: rules that need a second file live in `graph_rules.ts`. */
import { placeOf, targetOf } from "./place.ts";
import { isProduct, rule, type Visitor } from "./rule.ts";

type Import = Deno.lint.ImportDeclaration | Deno.lint.ImportExpression;

/** A file whose name begins with `_` is imported by its own room only. */
export const privateFile = rule(() => true, (context) =>
  eachImport((node, specifier) => {
    const target = targetOf(context.place.path, specifier);
    if (target === undefined || !/(^|\/)_[^/]*$/.test(target)) return;
    const home = placeOf(target).room ?? folderOf(target);
    if ((context.place.room ?? folderOf(context.place.path)) === home) return;
    context.report(node, `${target} is private to ${home}`, "Import a public file of that room.");
  }));

/** Relative imports stay inside the room, other rooms are named by `@/`, packages are pinned in deno.json. */
export const importTheFile = rule(
  (place) => place.floor !== undefined,
  (context) =>
    eachImport((node, specifier) => {
      if (/^(npm|jsr|https?|data|file):|^\//.test(specifier)) {
        context.report(
          node,
          `"${specifier}" is not in the import map`,
          "Pin it in deno.json and import it by name.",
        );
      }
      const { path, room } = context.place;
      const target = specifier.startsWith(".") ? targetOf(path, specifier) : undefined;
      if (
        target === undefined || placeOf(target).room === room || folderOf(target) === folderOf(path)
      ) return;
      if (context.place.isTest && target.startsWith("tests/")) return;
      if (target.startsWith("registry/")) return; // data beside src has no other name
      context.report(
        node,
        `"${specifier}" leaves the room ${room}`,
        `Write "@/${target.slice("src/".length)}".`,
      );
    }),
);

/** `import()` takes a literal: computed ones are missing in the compiled binary. */
export const literalImport = rule(isProduct, (context) => ({
  ImportExpression(node) {
    if (node.source.type === "Literal") return;
    context.report(
      node,
      "import() of a computed name",
      "List the files in a table of literal import() calls.",
    );
  },
}));

/** No file passes on what another file exports. */
export const noBarrel = rule((place) => place.floor !== undefined, (context) => ({
  ExportAllDeclaration(node) {
    context.report(node, "this file re-exports another", "Let the importers name the file they mean.");
  },
  ExportNamedDeclaration(node) {
    if (node.declaration) return;
    if (node.source) {
      context.report(node, "this file re-exports another", "Let the importers name the file they mean.");
    } else if (node.specifiers.length > 0) {
      context.report(node, "export list", "Write `export` where the name is declared.");
    }
  },
}));

/** Importing a module does nothing: no statements at the top, no imports for their side effects. */
export const importDoesNothing = rule(isProduct, (context) => ({
  ImportDeclaration(node) {
    if (node.specifiers.length > 0 || node.importKind === "type") return;
    context.report(node, "import for its side effects", "Export a function and call it where it is needed.");
  },
  "Program > :matches(ExpressionStatement, IfStatement, ForStatement, ForOfStatement, TryStatement, BlockStatement)"(
    node: Deno.lint.Node,
  ) {
    context.report(node, "statement that runs when the module is imported", "Move it into a function.");
  },
}));

/** Calls `found` for each static and literal dynamic import of the file. */
function eachImport(found: (node: Import, specifier: string) => void): Visitor {
  return {
    ImportDeclaration: (node) => found(node, node.source.value),
    ImportExpression(node) {
      if (node.source.type === "Literal" && typeof node.source.value === "string") {
        found(node, node.source.value);
      }
    },
  };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

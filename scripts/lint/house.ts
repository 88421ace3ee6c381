/** The house rules that one file alone can break, as a plugin of `deno lint`. Follows house §2.
 *  Invariant: every rule here has a bad and a good example in `house_test.ts`. */
import * as form from "./form_rules.ts";
import * as imports from "./import_rules.ts";
import * as purity from "./purity_rules.ts";

const plugin: Deno.lint.Plugin = {
  name: "house",
  rules: {
    "class-only-errors": form.classOnlyErrors,
    "core-is-pure": purity.coreIsPure,
    "documented-exports": form.documentedExports,
    "few-parameters": form.fewParameters,
    "file-header": form.fileHeader,
    "file-name": form.fileName,
    "file-size": form.fileSize,
    "import-does-nothing": imports.importDoesNothing,
    "import-the-file": imports.importTheFile,
    "literal-import": imports.literalImport,
    "no-barrel": imports.noBarrel,
    "no-enum": form.noEnum,
    "no-global-state": purity.noGlobalState,
    "one-exit": purity.oneExit,
    "only-io-touches-deno": purity.onlyIoTouchesDeno,
    "only-out-prints": purity.onlyOutPrints,
    "private-file": imports.privateFile,
  },
};
export default plugin;

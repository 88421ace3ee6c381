/** The commands of `atmos validate`. Follows config §9.5, stacks §16.3. */
import type { CommandGroup } from "@/cli/command.ts";
import validate from "./validate.ts";

const group: CommandGroup = {
  summary: "Check files of the project",
  alone: validate,
  commands: {
    config: { summary: "Check the files of the configuration", load: () => import("./config.ts") },
    component: {
      summary: "Check a component of a stack with JSON Schemas and policies",
      load: () => import("./component.ts"),
    },
    stacks: { summary: "Check the manifests of all stacks", load: () => import("./stacks.ts") },
    editorconfig: {
      summary: "Check files with the rules of .editorconfig",
      load: () => import("./editorconfig.ts"),
    },
    schema: {
      summary: "Check files with a schema",
      loadGroup: () => import("../validate_schema/table.ts"),
    },
  },
};

export default group;

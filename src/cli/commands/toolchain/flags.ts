/** The flags of every toolchain command; they may also stand before the sub-command. Follows toolchain §2.3.
 *  Invariant: each command of the group spreads this record into its own. */
import type { FlagSpecs } from "@/cli/command.ts";

/** The flags of every toolchain command. */
export const toolchainFlags = {
  "tool-versions": {
    type: "string",
    summary: "The versions file; default .tool-versions",
    placeholder: "path",
    env: "ATMOS_TOOL_VERSIONS",
    complete: "file",
  },
  "toolchain-path": {
    type: "string",
    aliases: ["tools-dir"],
    summary: "Where tools are installed; default atmos/toolchain in the user's cache directory",
    placeholder: "path",
    env: ["ATMOS_TOOLCHAIN_PATH", "ATMOS_TOOLS_DIR"],
    complete: "directory",
  },
  "tools-config": {
    type: "string",
    summary: "More tool definitions and aliases; default tools.yaml",
    placeholder: "path",
    env: "ATMOS_TOOLS_CONFIG",
    complete: "file",
  },
  "github-token": {
    type: "string",
    summary: "Token for requests to GitHub",
    placeholder: "token",
    hidden: true,
  },
  "offline": { type: "boolean", summary: "Ask no network", env: "ATMOS_TOOLCHAIN_OFFLINE" },
} as const satisfies FlagSpecs;

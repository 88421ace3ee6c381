/** Things that happen while a command works, for the reporters of `ui/report`. One union per family.
 *  Follows toolchain §10.3. Invariant: events carry plain facts; words, colours and widths are the reporter's. */

/** A step of installing one tool, in this order; steps may be left out. */
export type InstallPhase = "resolving" | "downloading" | "verifying" | "extracting";

/** What `install` tells. `tool` is a spec as the user sees it, `owner/repo@version`, unique within one run.
 *  Order: `planned` once, `started` … `done` once per tool and in parallel, `finished` once. A tool that is skipped
 *  needs no `started`. */
export type InstallEvent =
  | {
    readonly kind: "install/planned";
    /** How many tools will be `done` in the end. */
    readonly tools: number;
  }
  | { readonly kind: "install/started"; readonly tool: string }
  | {
    readonly kind: "install/progress";
    readonly tool: string;
    readonly phase: InstallPhase;
    /** Bytes so far and in all, when they are known. */
    readonly bytes?: number;
    readonly total?: number;
  }
  | {
    readonly kind: "install/done";
    readonly tool: string;
    readonly outcome: "installed" | "skipped" | "failed";
    /** Why it was skipped or failed, without a final full stop. */
    readonly reason?: string;
    readonly sizeBytes?: number;
    /** Where the programs are now. */
    readonly path?: string;
  }
  | { readonly kind: "install/finished" };

/** Which variables may be written down. Pure. Follows deno §2.7, toolchain §16.
 *  Invariant: one that is not known to be harmless is not open: a project may read any (`!env`), also one that holds a
 *  secret. */

const OPEN = new RegExp(
  "^(ATMOS_(?!.*(TOKEN|SECRET|PASSWORD|CREDENTIAL|KEY|AUTH)).*|XDG_.*|HOME|USERPROFILE|LOCALAPPDATA|PATH|PATHEXT" +
    "|GITHUB_PATH|SHELL|TERM|COLUMNS|CI|NO_COLOR|FORCE_COLOR|COLOR|CLICOLOR|CLICOLOR_FORCE)$",
);

/** Whether the value of a variable of that name may be written down. */
export function isOpenVariable(name: string): boolean {
  return OPEN.test(name);
}

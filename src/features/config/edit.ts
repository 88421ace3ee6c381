/** Changes one value of a configuration file. Follows config §9.4.
 *  Invariants: works on a configuration that does not load; what the definition does not take is refused; secrets are
 *  never shown. */
import { ConfigError } from "@/base/errors.ts";
import { dottedPath, type Issue, type KeyPath, type Reading } from "@/base/schema/reading.ts";
import { functions } from "@/features/functions/types/table.ts";
import { editYaml } from "@/lang/yaml/edit_yaml.ts";
import { formatYaml } from "@/lang/yaml/format_yaml.ts";
import { parseYaml } from "@/lang/yaml/parse.ts";
import type { ConfigContext } from "./_context.ts";
import { shownPath } from "./_part.ts";
import { typedSource, type TypedWord } from "./core/edit_type.ts";
import { parseKeyPath } from "./core/key_path.ts";
import { knownTexts } from "./core/known_texts.ts";
import { settingForm, spelledPath } from "./core/setting_form.ts";
import { type EditContext, editFile } from "./edit_file.ts";
import { editTarget } from "./edit_target.ts";
import { atmosSettings } from "./schema/atmos.ts";
import { toolchainSettings } from "./schema/toolchain.ts";

type Ctx = ConfigContext & EditContext;

/** What was done. */
export interface ConfigEdit {
  readonly change: "created" | "updated" | "deleted" | "none";
  /** As the file spells it. */
  readonly path: string;
  /** The file as users know it. */
  readonly file: string;
  readonly isSecret: boolean;
  /** What the user should hear. */
  readonly issues: readonly Issue[];
}

/**
 * Sets a value.
 * @throws Usage for paths, types and words; Config `yaml/edit-refused`, `config/not-taken`, and what `editTarget` and
 *   `editFile` throw
 */
export async function setConfig(
  ctx: Ctx,
  { path: typed, text: word, type }: Pick<TypedWord, "path" | "text" | "type">,
): Promise<ConfigEdit> {
  const wantedPath = ownPath(typed);
  const { isSecret, wanted } = settingForm(atmosSettings, wantedPath);
  if (isSecret) ctx.out.secret(word);
  const file = await targetOf(ctx);
  return await editFile(ctx, file, (text) => {
    const editor = editYaml(text, { file: file.shown });
    const steps = spelledPath(atmosSettings, wantedPath, editor.keysAt);
    const path = dottedPath(steps);
    const { source, warning } = typedSource({ path, text: word, type, wanted, now: editor.kindAt(steps) });
    const edit = editor.set(steps, source);
    const before = new Set(findings(ctx, text, file.shown).map(({ title }) => title));
    const after = findings(ctx, edit.text, file.shown);
    const isOurs = ({ path: at = [], title }: Issue) => !before.has(title) || startsWith(at, steps);
    const mistakes = after.filter((issue) => issue.severity === "error" && isOurs(issue));
    if (mistakes.length > 0) throw notTaken(path, mistakes);
    const said: readonly Issue[] = warning
      ? [{ severity: "warning", code: "config/no-number", title: warning }]
      : [];
    const issues = [...said, ...after.filter((issue) => issue.severity === "warning" && isOurs(issue))];
    return { ...edit, path, file: file.shown, isSecret, issues };
  });
}

/** Deletes a value; `none` when there is nothing. Throws as `setConfig`. */
export async function deleteConfig(ctx: Ctx, typed: string): Promise<ConfigEdit> {
  const wantedPath = ownPath(typed), file = await targetOf(ctx);
  return await editFile(ctx, file, (text) => {
    const editor = editYaml(text, { file: file.shown });
    const steps = spelledPath(atmosSettings, wantedPath, editor.keysAt);
    const edit = editor.delete(steps);
    return {
      ...edit,
      path: edit.change === "none" ? typed : dottedPath(steps),
      file: file.shown,
      isSecret: false,
      issues: [],
    };
  });
}

/** Tidies the spaces of the file; answers its name and whether it changed. */
export async function formatConfig(
  ctx: Ctx,
): Promise<{ readonly file: string; readonly isChanged: boolean }> {
  const file = await targetOf(ctx);
  const { isChanged } = await editFile(ctx, file, (before) => {
    const text = formatYaml(before, { file: file.shown });
    return { text, isChanged: text !== before };
  });
  return { file: file.shown, isChanged };
}

async function targetOf(ctx: Ctx): Promise<{ readonly path: string; readonly shown: string }> {
  const path = await editTarget(ctx);
  return { path, shown: shownPath(ctx, path) };
}

function ownPath(typed: string): KeyPath {
  const path = parseKeyPath(typed);
  if (path.length > 0) return path;
  throw new ConfigError("config/whole-file", "the whole file cannot be edited: name a key");
}

/** What the definition says of a text. */
function findings(ctx: Ctx, text: string, file: string): readonly Issue[] {
  const issues: Issue[] = [];
  const report = (issue: Issue) => void issues.push(issue);
  const { value, positionOf } = parseYaml(text, { file });
  const texts = knownTexts(value ?? {}, {
    functions: Object.keys(functions),
    of: " for atmos.yaml",
    positionOf,
    report,
  });
  const { cwd, env, host } = ctx, windows = host.os === "windows";
  const reading: Reading = { env, flags: {}, root: cwd, cwd, windows, positionOf, report, exact: true };
  atmosSettings(texts, { path: [] }, reading);
  toolchainSettings(texts, { path: [] }, reading);
  return issues.filter((issue, index) => issues.findIndex(({ title }) => title === issue.title) === index);
}

function startsWith(path: KeyPath, start: KeyPath): boolean {
  return start.every((step, index) => String(path[index]).toLowerCase() === String(step).toLowerCase());
}

function notTaken(path: string, mistakes: readonly Issue[]): ConfigError {
  const titles = mistakes.map(({ title }) => title);
  return new ConfigError("config/not-taken", `${path} cannot be set: ${titles.join("; ")}`, {
    hints: ["Nothing was changed.", "atmos config schema"],
  });
}

/** Which files of a directory make a Terraform module, and in which order. Pure. */

const ENDING = /\.tf(?:\.json)?$/;

/** Names in the order in which they count: by name, overrides last. Hidden files and those of editors are none. */
export function terraformFiles(names: readonly string[]): readonly string[] {
  const found = names.filter((name) => ENDING.test(name) && !/^\.|^#.*#$|~$/.test(name)).sort();
  const isOverride = (name: string) => /(?:^|_)override$/.test(name.replace(ENDING, ""));
  return [...found.filter((name) => !isOverride(name)), ...found.filter(isOverride)];
}

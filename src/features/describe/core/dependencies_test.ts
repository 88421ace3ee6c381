import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { dependenciesOf } from "./dependencies.ts";

const place = { component: "app", manifest: "deploy/dev" };

Deno.test("dependenciesOf(): components of the new form stand instead of the old ones", () => {
  const settings = { depends_on: { 1: { component: "old" }, 2: { file: "a.yaml" } } };
  const found = dependenciesOf({
    dependencies: {
      components: [
        { component: "net" },
        { name: "dns", stack: "prod" },
        { component: "x", name: "x" },
        {},
        null,
      ],
      files: ["f.yaml", "f.yaml"],
    },
    settings,
    depends_on: { 1: { component: "older" } },
  }, place);
  assert.deepEqual(found, {
    components: [
      { component: "net", stack: undefined },
      { component: "dns", stack: "prod" },
      { component: "x", stack: undefined },
    ],
    files: ["f.yaml"],
    folders: [],
  });
});

Deno.test("dependenciesOf(): without them settings.depends_on counts, then depends_on, as maps or lists", () => {
  const legacy = { net: { component: "net", stage: "prod" }, dir: { folder: "modules/a" }, 3: { file: "a" } };
  const wanted = {
    components: [{ component: "net", stack: undefined, context: { stage: "prod" } }],
    files: ["b", "a"],
    folders: ["modules/a"],
  };
  const dependencies = { files: ["b"] };
  const sections = [
    { dependencies, settings: { depends_on: legacy }, depends_on: { 1: { component: "no" } } },
    { dependencies, depends_on: legacy },
    { dependencies, settings: { depends_on: Object.values(legacy) } },
  ];
  // A key that is a number comes first in a map.
  for (const each of sections) {
    const { components, files, folders } = dependenciesOf(each, place);
    assert.deepEqual({ components, files, folders }, wanted);
  }
});

Deno.test("dependenciesOf(): files and folders in the list of components", () => {
  const components = [{ kind: "file", path: "a/b" }, { kind: "folder", path: "c" }, {
    kind: "helmfile",
    name: "d",
  }];
  assert.deepEqual(dependenciesOf({ dependencies: { components } }, place), {
    components: [{ component: "d", stack: undefined }],
    files: ["a/b"],
    folders: ["c"],
  });
});

Deno.test("dependenciesOf(): two names at once, and a file without a path, are errors that name the component", () => {
  const bad = [{ component: "net", name: "dns" }, { kind: "file" }, { kind: "folder", path: "" }];
  for (const item of bad) {
    assert.throws(
      () => dependenciesOf({ dependencies: { components: [item] } }, place),
      (error) =>
        error instanceof AtmosError && error.code === "stacks/bad-dependency" && error.title.includes("app"),
    );
  }
});

Deno.test("dependenciesOf(): what is no map, list or text is not there", () => {
  const odd = [
    {},
    { dependencies: null },
    { dependencies: { components: {}, files: "x" } },
    { settings: [] },
    {
      settings: { depends_on: "net" },
    },
  ];
  for (const sections of odd) {
    assert.deepEqual(dependenciesOf(sections, place), { components: [], files: [], folders: [] });
  }
});

import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { createEvaluator } from "./create_evaluator.ts";

const version = { Version: "v1.2.3", SemVer: "1.2.3" };

Deno.test("holds() is true only for constraints that are", () => {
  const cases: [constraint: string, expected: boolean][] = [
    ["true", true],
    ['semver(">= 1.0, < 2.0")', true],
    ['Version == "v1.2.3" and SemVer == "1.2.3"', true],
    ['Version matches "^v\\\\d+"', true],
    ['semver("~> 1.2")', false],
    ['semver(">= 1.0.0") or foo', false],
    ['not Version startsWith "v"', false],
    ['Version matches "(?=v)"', false],
    ['"true"', false],
    ["", false],
    ["semver(", false],
  ];
  const evaluator = createEvaluator();
  for (const [constraint, expected] of [...cases, ...cases]) {
    assert.equal(evaluator.holds(constraint, version), expected, constraint);
  }
});

Deno.test("accepts() tests the whole tag, compiles() finds filters that cannot work", () => {
  const evaluator = createEvaluator();
  assert.equal(evaluator.accepts('semver(">= 1.0.0")', "v1.2.3"), true);
  assert.equal(evaluator.accepts('semver(">= 1.0.0")', "cli-v1.2.3"), false);
  assert.equal(evaluator.accepts('SemVer == "1"', "1"), false, "filters have no SemVer");
  assert.equal(evaluator.compiles('not (Version contains "rc")', "filter"), true);
  assert.equal(evaluator.compiles('not Version startsWith "sloth-helm-chart-"', "filter"), false);
  assert.equal(evaluator.compiles('semver(">= 1.0")', "constraint"), true);
  assert.equal(evaluator.compiles('semver(">= 1.0', "constraint"), false);
});

Deno.test("render() gives a text or fails", () => {
  const evaluator = createEvaluator();
  const values = { ...version, OS: "linux", Vars: { a: "b" } };
  const cases: [template: string, expected: string | undefined][] = [
    ["plain", "plain"],
    ["", ""],
    ["{{trimV .Version}}-{{.OS}}-{{.Vars.a}}", "1.2.3-linux-b"],
    ['{{trimPrefix "v1." .Version | replace "." "_"}}', "2_3"],
    ["{{(semver .Version).Major}}", "1"],
    ['{{index (splitList "." (trimV .Version)) 1}}', "2"],
    ['{{.Version | regexFind "^v[0-9]+"}}', "v1"],
    ['{{if eq .OS "linux"}}yes{{else}}no{{end}}', "yes"],
    ["{{if .Vars.zz}}x{{end}}y", "y"],
    ["{{.Vars.zz}}", undefined],
    ["{{.Nope}}", undefined],
    ["{{trimV .Nope}}", undefined],
    ['{{env "HOME"}}', undefined],
    ['{{index (splitList "." .Version) 9}}', undefined],
    ["{{.Version", undefined],
    ['{{regexFind "(" .Version}}', undefined],
  ];
  for (const [template, expected] of [...cases, ...cases]) {
    if (expected !== undefined) assert.equal(evaluator.render(template, values), expected);
    else {
      assert.throws(
        () => evaluator.render(template, values),
        (error) => error instanceof AtmosError && error.code === "registry/template",
        template,
      );
    }
  }
});

Deno.test("render() and holds() refuse texts that take too much", () => {
  const evaluator = createEvaluator();
  const letters = { ...version, A: "a".repeat(90_000) };
  const templates = [
    "x".repeat(100_001),
    "{{range 30000}}{{end}}",
    '{{$x := "aaaaaaaaaa"}}{{range 9}}{{$x = replace "a" "aaaaaaaaaa" $x}}{{end}}',
    "{{range 1000}}{{$x := title $.A}}{{end}}",
    '{{range 1000}}{{$x := splitList "" $.A}}{{end}}',
    '{{define "a"}}{{template "a" .}}{{end}}{{template "a" .}}',
  ];
  for (const template of templates) {
    assert.throws(
      () => evaluator.render(template, letters),
      (error) => error instanceof AtmosError && error.code === "registry/template",
      template.slice(0, 50),
    );
  }
  const constraints = [
    `true${" or true".repeat(20_000)}`,
    "any(1..1000, any(1..1000, any(1..1000, # == 0)))",
  ];
  for (const constraint of constraints) assert.equal(evaluator.holds(constraint, version), false);
});

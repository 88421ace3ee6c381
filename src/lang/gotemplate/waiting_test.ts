import { equal, rejects } from "node:assert/strict";
import { createAnswers, whenAnswered } from "./waiting.ts";

Deno.test("whenAnswered() begins again until every value is there, and asks for each once", async () => {
  const answers = createAnswers(), asked: string[] = [];
  const value = (key: string) =>
    answers.get(key, () => {
      asked.push(key);
      return Promise.resolve(key.toUpperCase());
    });
  equal(await whenAnswered(() => value("a") + value("b") + value("a")), "ABA");
  equal(asked.join(), "a,b");
});

Deno.test("whenAnswered() throws what an answer failed with, every time", async () => {
  const answers = createAnswers();
  const run = () => answers.get("a", () => Promise.reject(new TypeError("no")));
  await rejects(whenAnswered(run), TypeError);
  await rejects(whenAnswered(run), TypeError);
});

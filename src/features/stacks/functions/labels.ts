/** `!tags`, `!labels`, `!labels.keys`, `!labels.values`: what the component's metadata says. Follows templates §4.4.
 *  Invariant: with words behind it the tag is a text. */
import { isTree } from "../core/merge.ts";
import type { StackFunction } from "./stack_call.ts";

const labels: StackFunction = ({ tag, text, sections: { metadata } }) => {
  if (text.trim() !== "") return Promise.resolve(`${tag} ${text}`);
  const { tags, labels } = isTree(metadata) ? metadata : {};
  const named = isTree(labels) ? labels : {}, keys = Object.keys(named).sort();
  switch (tag) {
    case "!tags":
      return Promise.resolve(Array.isArray(tags) ? tags : []);
    case "!labels.keys":
      return Promise.resolve(keys);
    case "!labels.values":
      return Promise.resolve(keys.map((key) => named[key]));
    default:
      return Promise.resolve(named);
  }
};

export default labels;

// What a component was given or works out may be gone when it has waited: Svelte gives what it was last, and warns of it, which is
// seen only if somebody happens to leave that screen just then. So it is held in a name before it is waited, which is looked up
// here in the sources, without a browser. What is read by way of another function is not found.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { parse } from "svelte/compiler";

const SOURCES = path.join(import.meta.dirname, "../src");

/** Runes whose value belongs to the component. */
const OWN = ["$props", "$derived"];
/** How a component notes that it is gone; who has asked that may go on. */
const GONE = ["current", "isConnected", "left", "over"];
/** Who calls a function that is handed over when the component may be gone, with which of its arguments that begins. */
const LATER = { act: 2, catch: 0, finally: 0, setInterval: 0, setTimeout: 0, tell: 0, then: 0 };
const TYPES = ["returnType", "typeAnnotation", "typeArguments", "typeParameters"];

const isFunction = (node) => /Function/.test(node.type);
const isLoop = (node) => /^(For|While|DoWhile)/.test(node.type);

function children(node) {
  return Object.entries(node).filter(([key]) => !TYPES.includes(key)).flatMap(([, value]) => value)
    .filter((value) => typeof value?.type === "string");
}

/** The names in a pattern, as in `{ a, b: [c] }`. */
function names(pattern) {
  if (pattern.type === "Identifier") return [pattern.name];
  if (pattern.type === "Property") return names(pattern.value);
  if (pattern.type === "AssignmentPattern") return names(pattern.left);
  return children(pattern).flatMap(names);
}

function declarators(node) {
  const inside = children(node).filter((child) => !isFunction(child)).flatMap(declarators);
  return node.type === "VariableDeclarator" ? [node, ...inside] : inside;
}

const leaves = (node) => /^(Return|Throw)/.test(node.type) || (node.body?.length > 0 && leaves(node.body.at(-1)));
const called = ({ callee }) => callee.property?.name ?? callee.name;
const rune = ({ init }) => init?.type === "CallExpression" && (init.callee.object?.name ?? init.callee.name);

/** Where a component reads what is its own although it may be gone, as `line: name`. */
function lateReads(source) {
  const { instance, fragment } = parse(source, { modern: true });
  if (!instance) return [];
  const own = instance.content.body.flatMap(declarators).filter((one) => OWN.includes(rune(one))).flatMap(({ id }) => names(id));
  const found = new Set();

  /** Goes through a function in the order in which it runs; `late` is whether it has waited since it last looked. */
  function run(fn, late, hidden) {
    const inner = new Set([...hidden, ...fn.params.flatMap(names), ...declarators(fn.body).flatMap(({ id }) => names(id))]);
    const visit = (node) => {
      if (isFunction(node)) run(node, late, inner);
      else if (node.type === "Identifier") {
        if (GONE.includes(node.name)) late = false;
        else if (late && own.includes(node.name) && !inner.has(node.name)) found.add(`${source.slice(0, node.start).split("\n").length}: ${node.name}`);
      } else if (node.type === "CallExpression") {
        // What is called is a way out of the component, which is its parent's to keep.
        if (node.callee.type !== "Identifier") visit(node.callee);
        const later = LATER[called(node)] ?? node.arguments.length;
        node.arguments.forEach((part, at) => (isFunction(part) && at >= later ? run(part, true, inner) : visit(part)));
      } else if (node.type === "MemberExpression") {
        visit(node.object);
        if (node.computed || GONE.includes(node.property.name)) visit(node.property);
      } else if (node.type === "Property") visit(node.value);
      else if (node.type === "AssignmentExpression") {
        visit(node.right);
        if (node.left.type !== "Identifier") visit(node.left);
      } else if (node.type === "IfStatement" || node.type === "ConditionalExpression") {
        visit(node.test);
        const before = late;
        // Each way begins as the test ended; one that leaves the function leads nowhere from here.
        late = [node.consequent, node.alternate].map((way) => {
          late = before;
          if (way) visit(way);
          return late && !(way && leaves(way));
        }).includes(true);
      } else {
        children(node).forEach(visit);
        if (node.type === "AwaitExpression") late = true;
        // What stands at the beginning of a loop is read again after its end.
        if (isLoop(node) && late) children(node).forEach(visit);
      }
    };
    children(fn.body.type === "BlockStatement" ? fn.body : { body: fn.body }).forEach(visit);
  }

  const look = (node) => (isFunction(node) ? run(node, false, new Set()) : children(node).forEach(look));
  [instance.content, fragment].forEach(look);
  return [...found];
}

export async function held({ test }) {
  await test("nothing is read of a component that may be gone: what it waits with is held before", async () => {
    const components = fs.readdirSync(SOURCES, { recursive: true }).filter((name) => name.endsWith(".svelte"));
    assert.ok(components.length > 0);
    const late = components.flatMap((name) => lateReads(fs.readFileSync(path.join(SOURCES, name), "utf8")).map((place) => `${name}:${place}`));
    assert.deepEqual(late, []);
  });
}

/** Model files as users write them. */

/** Two processes that add one to x, each in two steps; one addition may be lost. */
export const adders = `import { language, model } from "preempt";
const { step, process, always } = language<{ x: number }, { seen: number }>();
const add = [
  step("read x", (k) => { k.my.seen = k.x; }),
  step("write x", (k) => { k.x = k.my.seen + 1; }),
];
export default model({
  name: "adders",
  variables: { x: 0 },
  processes: [
    process("A", { locals: { seen: 0 }, program: add }),
    process("B", { locals: { seen: 0 }, program: add }),
  ],
  properties: [always("sum", (s) => !s.process("A").finished || !s.process("B").finished || s.x === 2)],
});
`;

/** The same in JavaScript. */
export const addersInJavaScript = adders.replace(/<[^>]*>\(\)/, "()");

/** The same as a CommonJS module. */
export const addersInCommonJs = addersInJavaScript
  .replace('import { language, model } from "preempt"', 'const { language, model } = require("preempt")')
  .replace("export default", "module.exports =");

/** One process whose counter never stops. */
export const unbounded = `import { language, model } from "preempt";
const { step, loop, process, never } = language<{ n: number }>();
export default model({
  name: "unbounded",
  variables: { n: 0 },
  processes: [process("P", { program: loop(step("n++", (k) => { k.n += 1; })) })],
  properties: [never("n is negative", (s) => s.n < 0)],
});
`;

/** Two models, of which the second is broken. */
export const several = `import { language, model } from "preempt";
const { step, process, never } = language<{ x: number }>();
const setting = (name: string, to: number) =>
  model({
    name,
    variables: { x: 0 },
    processes: [process("A", { program: step("set x", (k) => { k.x = to; }) })],
    properties: [never("x is 2", (s) => s.x === 2)],
  });
export const good = setting("good", 1);
export const bad = setting("bad", 2);
export const all = [good, bad];
`;

/** A family of two variants; whichever is not the newest is broken. */
export const switched = `import { family, language, model, oneOf } from "preempt";
const { step, process, never } = language<{ x: number }>();
export const light = family({
  name: "light",
  title: "a light that must never be red",
  about: ["One switch."],
  variants: { careless: { about: "may be red", red: true }, careful: { about: "never red", red: false } },
  newest: "careful",
  parameters: { start: oneOf("what it begins as", "off", "on") },
  build: ({ name, red }, { start }) =>
    model({
      name: \`light@\${name}\`,
      variables: { x: start === "on" ? 1 : 0 },
      processes: [process("hand", { program: step("switch", (k) => { k.x = red ? 2 : 1; }) })],
      properties: [never("red", (s) => s.x === 2)],
      parameters: { start },
    }),
  violated: ({ red }) => (red ? ["red"] : []),
});
`;

/** A model whose second step is \`body\`. */
export function secondStep(body: string, options = ""): string {
  return `import { language, model } from "preempt";
const { step, process, always } = language<{ x: number }>();
let calls = 0;
export default model({
  name: "tried",
  variables: { x: 0 },
  processes: [
    process("A", { program: [step("one", (k) => { k.x = 1; }), step("two", ${body}${options})] }),
  ],
  properties: [always("x is small", (s) => s.x < 9)],
});
export const count = () => calls;
`;
}

/** A file in JavaScript, where no types help: what it exports is `exported`. */
export function untyped(exported: string): string {
  return `import { family, language, model } from "preempt";
const { step, process, never, deadlockFree } = language();
const A = process("A", { program: step("one", (k) => { k.x = 1; }) });
const variables = { x: 0 };
export default ${exported};
`;
}

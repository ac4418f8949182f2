import { language, model } from "preempt";

const variables = { x: 0 };
const locals = { seen: 0 };
const { step, process, always, deadlockFree } = language<typeof variables, typeof locals>();
const increment = [
  step("read x", ({ my, ...k }) => {
    my.seen = k.x;
  }),
  step("write x + 1", (k) => {
    k.x = k.my.seen + 1;
  }),
];
export default model({
  name: "lost-update",
  variables,
  processes: [process("A", { locals, program: increment }), process("B", { locals, program: increment })],
  properties: [
    always("no update is lost", (s) => !(s.process("A").finished && s.process("B").finished) || s.x === 2),
    deadlockFree(),
  ],
});

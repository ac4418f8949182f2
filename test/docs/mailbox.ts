// mailbox.ts
import { always, deadlockFree, language, model } from "preempt";
import { checkLaws, lawsText } from "preempt/laws";

const variables = { slots: 3, used: 0, dropped: 0 };
const { step, when, process } = language<typeof variables>();

const send = [
  when(
    "full?",
    (k) => k.used === k.slots,
    step("drop the letter", (k) => {
      k.dropped += 1;
    }),
    step("post the letter", (k) => {
      k.used += 1;
    }),
  ),
];

export const mailbox = model({
  name: "mailbox",
  variables,
  processes: [process("A", { program: send }), process("B", { program: send })],
  properties: [always<typeof variables>("nothing is dropped", (s) => s.dropped === 0), deadlockFree()],
});

export const report = lawsText(checkLaws(mailbox));

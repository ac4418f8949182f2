/**
 * What connection.js does, in steps: all that happens between two `await`s is one.
 *
 * get:  1 return what is kept, or open a connection (and, where promises are kept, keep that)    2 keep what was opened
 *
 * Claim: one connection is opened, and no more.
 */

const { always, family, language, model, reachable, wholeNumber } = require("preempt");

const { step, choose, process } = language();

const connection = family({
  name: "connection",
  title: "a connection that is opened when it is first asked for",
  about: ["Each process asks for it once."],
  variants: {
    broken: { about: "it is kept when it is open", keepsPromise: false },
    fixed: { about: "the promise of it is kept", keepsPromise: true },
  },
  newest: "fixed",
  parameters: { processes: wholeNumber("how many ask", { from: 1, to: 5, initial: 2, checked: [1, 2, 3] }) },
  build: ({ name, keepsPromise }, { processes }) => {
    const names = Array.from({ length: processes }, (_, i) => `P${i + 1}`);
    const get = choose(
      step("return what is kept", () => {}, { enabled: (k) => k.kept }),
      [
        step(
          "open a connection",
          (k) => {
            k.opened += 1;
            if (keepsPromise) k.kept = true;
          },
          { enabled: (k) => !k.kept },
        ),
        step("keep what was opened", (k) => {
          k.kept = true;
        }),
      ],
    );
    return model({
      name: `connection@${name}`,
      parameters: { processes },
      variables: { opened: 0, kept: false },
      processes: names.map((each) => process(each, { program: get })),
      properties: [
        always("one connection is opened", (s) => s.opened <= 1),
        reachable("all have it", (s) => s.kept && names.every((each) => s.process(each).finished)),
      ],
    });
  },
  violated: ({ keepsPromise }, { processes }) =>
    keepsPromise || processes === 1 ? [] : ["one connection is opened"],
});

module.exports = { connection };

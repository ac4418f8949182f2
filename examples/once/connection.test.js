/** The model is checked; and the code itself is run in the order that the model was broken by. */

const { check, schedule } = require("preempt");
const { explore } = require("preempt/jest");
const { connection } = require("./connection.model.js");
const { Connection, PromisedConnection } = require("./connection.js");

// Each variant, with one process, two and three: what the family states.
explore.each(connection);

test("two processes break it, in two steps", () => {
  expect(connection.instance("broken")).toViolate("one connection is opened", { preemptions: 1, steps: 2 });
  expect(connection.instance("fixed", { processes: "5" })).toHold();
});

test("both ask before either has it: the code opens two connections, and where the promise is kept one", async () => {
  const [{ trace }] = check(connection.instance("broken").model).verdicts;
  expect(schedule(trace)).toBe("P1 ~ P2");
  expect(trace.steps.map(({ acts }) => acts[0].label)).toEqual(["open a connection", "open a connection"]);
  expect(await openedBy(Connection)).toBe(2);
  expect(await openedBy(PromisedConnection)).toBe(1);
});

/** How many connections are opened where two ask, and no answer comes until both have. */
async function openedBy(Kind) {
  const answers = [];
  const kind = new Kind(() => new Promise((resolve) => answers.push(resolve)));
  const asked = [kind.get(), kind.get()];
  for (const answer of answers) answer("a connection");
  await Promise.all(asked);
  return answers.length;
}

/** What each version of the queue does wrong, at what cost; and that what makes the difference is what it is said to be. */

import { is } from "immutable";
import type { StateView } from "preempt";
import { explore } from "preempt/vitest";
import { describe, expect, test } from "vitest";
import { type locals, queue, type variables } from "./queue.model.js";

type State = StateView<typeof variables>;

// Each variant: what the family states.
explore.each(queue);

describe("where pointers are not counted", () => {
  const plain = queue.instance("plain");

  test("a value comes out twice", () => {
    expect(plain).toViolate("no value is dequeued twice", { preemptions: 2, events: 0, steps: 30 });
  });

  test("a null pointer is followed", () => {
    expect(plain).toViolate("no null pointer is followed", { preemptions: 2, events: 0, steps: 28 });
  });
});

test("where a value is read behind the swap, it may be another's by then", () => {
  const late = queue.instance("reads-late");
  expect(late).toViolate("no value is dequeued twice", { preemptions: 1, events: 0, steps: 50 });
  expect(late).toHold(["no null pointer is followed", "both finish", "deadlock free"]);
});

test("where pointers are counted, and values read before the swap, all is well", () => {
  expect(queue.instance("counted")).toHold();
});

describe("A, B, A: a swap that would succeed, though what it read of the node is out of date", () => {
  const aboutToSwapInVain = (s: State): boolean => {
    const { at, my } = s.process<typeof locals>("A");
    return at("CAS head: h → n") && is(s.head, my.head) && !is(s.node(my.head.to).next, my.next);
  };

  test("is reached where pointers are not counted", () => {
    expect(queue.instance("plain")).toReach(aboutToSwapInVain);
  });

  test("is not where they are", () => {
    expect(queue.instance("counted")).not.toReach(aboutToSwapInVain);
    expect(queue.instance("reads-late")).not.toReach(aboutToSwapInVain);
  });
});

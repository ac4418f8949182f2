/** What is found in each instance of signal-frame, exactly. */

import { signalFrame } from "../../../models/signal-frame/index.js";
import { rowsOf, type Table } from "../table.js";

export const signalFrameTable: Table = {
  family: signalFrame,
  claims: {
    leak: "no register leak",
  },
  reached: {
    frame: "the frame holds the task's registers",
  },
  rows: rowsOf(`
variant hardIrqFpu states moves   leak   frame
v5.17          yes     78   198 0:1i:5 reached
v5.17           no     38    64      - reached
v5.18          yes     56   144      - reached
v5.18           no     38    64      - reached
`),
};

/** What is found in each instance of amx-xfd, exactly. */

import { amxXfd } from "../../../models/amx-xfd/index.js";
import { rowsOf, type Table } from "../table.js";

export const amxXfdTable: Table = {
  family: amxXfd,
  claims: {
    X1: "X1 no #NM in the host",
    X2: "X2 the guest finds its tiles",
    X3a: "X3a the guest takes #NM if its XFD is 1, and only then",
    X3b: "X3b what KVM traps completes, unless the CPU is taken",
    X4a: "X4a the other task runs with XFD 0",
    X4b: "X4b the other task finds its tiles",
    X5: "X5 XFD is 0 in the guest only with room for its tiles",
    X6: "X6 cache and buffer say what XFD is",
    X7: "X7 no XSTATE_BV in memory under XFD",
    X8: "X8 RDMSR returns what the guest wrote",
    X9: "X9 QEMU finds its XFD and its tiles",
  },
  reached: {
    R1: "R1 KVM traps #NM while the guest's XFD is 0",
    R2: "R2 the guest may take #NM with its XFD set",
    R3: "R3 the guest has used AMX, with room for its tiles",
    R4: "R4 the guest writes XFD itself",
    R5: "R5 a VM exit may come with the guest's XFD set over live tiles",
    R6: "R6 a hard interrupt may find TIF_NEED_FPU_LOAD clear behind a VM exit",
    R7: "R7 a hard interrupt may find it set there",
    R8: "R8 XRSTOR is to load the guest's tiles, with XFD 0",
    R9: "R9 the guest runs after the other task did, whose tiles are kept",
    R10: "R10 a WRMSR that sets XFD is handled with TIF_NEED_FPU_LOAD set",
  },
  rows: rowsOf(`
variant         cpus preservation other qemuAmx preemption hardIrqFpu states moves        X1     X2         X3a     X3b       X4a         X4b    X5     X6      X7          X8     X9      R1      R2      R3      R4      R5      R6      R7      R8      R9     R10
p-buggy            1       strict   yes      no       full        yes   2875 10396   1:1z:15 0:0:20           -    none         -           -     - 0:0:12       -           - 0:0:19 reached reached reached reached reached reached reached reached reached reached
p-buggy            1       strict    no     yes       full        yes    509  1326    0:0:13 0:0:24           -    none      none        none     - 0:0:12       -           -      - reached reached reached reached reached reached reached reached   never reached
p-no-or            1       strict   yes      no       full        yes   1334  4854         - 0:0:12           -    none         -           - 0:0:4      -       -           -      -   never reached   never   never reached reached reached   never reached reached
p-no-alloc         1       strict   yes      no       full        yes   1726  6276         - 0:0:17           -    none         -           - 0:0:9      -       -           -      - reached reached   never reached reached reached reached   never reached reached
p-reinject         1       strict   yes      no       full        yes   1874  6812         -      -       0:0:8    none         -           -     -      -       -           -      - reached reached reached reached reached reached reached reached reached reached
p-fix              1       strict   yes      no       full        yes   1727  6284         -      -           -    none         -           -     -      -       -           -      - reached reached reached reached reached reached reached reached reached reached
p-fix              1       strict   yes      no       full         no   1088  2974         -      -           -       -         -           -     -      -       -           -      - reached reached reached reached reached reached reached reached reached reached
p-fix              1       strict   yes     yes       full        yes   1667  6128         -      -           -    none         -           -     -      -       -           -      - reached reached reached reached reached reached reached reached reached reached
v5.17              1      relaxed   yes      no       full        yes   3544 12887   0:1i:10      -           -    none 3:2p1z:11 3:2p1i1z:13     -      -  0:1i:8           -      -   never reached reached reached reached reached reached reached reached reached
v5.17              1      relaxed   yes      no       full         no   2345  6437   2:2p:12      -           -    none 3:2p1z:11   5:3p2z:18     -      -  2:1p:9           -      -   never reached reached reached reached reached reached reached reached reached
v5.17              1      relaxed   yes      no       none         no    792  1887         -      -           -    none         -           -     -      -       -           -      -   never reached reached reached reached reached   never reached reached   never
v5.17              1       strict   yes      no       full        yes   3097 11251   0:1i:10 0:0:17           -    none 3:2p1z:11 3:2p1i1z:13     -      -  0:1i:8           -      -   never reached reached reached reached reached reached reached reached reached
v6.19              1      relaxed   yes      no       full        yes   1563  5914         -      -           -    none 3:2p1z:11 3:2p1i1z:13     -      -       -           -      -   never reached reached reached reached reached reached reached reached reached
v6.19              1      relaxed   yes      no       none        yes    616  2004         -      -           -    none         -           -     -      -       -           -      -   never reached reached reached reached reached reached reached reached reached
v6.19              1       strict   yes      no       full        yes   1360  5144         - 0:0:17           -    none 3:2p1z:11 3:2p1i1z:13     -      -       -           -      -   never reached reached reached reached reached reached reached reached reached
v6.19              2      relaxed    no      no       full         no   3977  8854         -      - 4:1p2m1z:13    none      none        none     -      -       - 4:1p2m1z:12      -   never reached reached reached reached reached reached reached   never reached
loads-first        1      relaxed   yes      no       full        yes   2223  8129         -      -           -    none         -           -     -      -       -           -      -   never reached reached reached reached reached reached reached reached reached
loads-first        1      relaxed   yes     yes       full        yes   2143  7921         -      -           -    none         -           -     -      -       -           -      -   never reached reached reached reached reached reached reached reached reached
loads-first        2      relaxed    no      no       full         no   3101  6816         -      -           -    none      none        none     -      -       -           -      -   never reached reached reached reached reached reached reached   never reached
no-sync            1      relaxed   yes      no       full        yes   1825  6862 2:1p1z:17      -   2:1p1z:17    none 3:2p1z:11 3:2p1i1z:13     - 0:0:10  0:0:12   2:1p1z:16 0:0:12   never reached reached reached reached reached reached reached reached reached
no-sync            1      relaxed    no      no       full        yes    282   793         -      -           -    none      none        none     - 0:0:10  0:0:12           - 0:0:12   never reached reached reached reached reached reached reached   never reached
no-sync            1      relaxed    no     yes       full        yes    334   947    0:0:15      -      0:0:17    none      none        none     - 0:0:10  0:0:12      0:0:16      -   never reached reached reached reached reached reached reached   never reached
late-sync          1      relaxed   yes      no       full        yes   2671 10070   1:1p:19      -     2:2p:18    none 3:2p1z:12 3:2p1i1z:14     - 0:0:11 0:1i:13     2:2p:17      -   never reached reached reached reached reached reached reached reached reached
rdmsr-direct       1       strict    no      no       full        yes    281   725         -      -           -    none      none        none     -      -       -       0:0:4      - reached reached reached reached reached reached reached reached   never reached
keeps-xfd          1       strict    no      no       full         no    128   208         -      -           - 0:0:8+4      none        none     -      -       -           -      - reached reached   never   never   never reached reached   never   never reached
put-without-xfd    1      relaxed    no      no       full        yes    354   985         -      -           -    none      none        none     -      -       -           -  0:0:7   never reached reached reached reached reached reached reached   never reached
`),
};

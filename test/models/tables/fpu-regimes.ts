/** What is found in each instance of fpu-regimes, exactly. */

import { fpuRegimes } from "../../../models/fpu-regimes/index.js";
import { rowsOf, type Table } from "../table.js";

export const fpuRegimesTable: Table = {
  family: fpuRegimes,
  claims: {
    lost: "no lost state",
    leak: "no register leak",
    flag: "nothing to load: the registers are whole",
    skip: "a load that is skipped would change nothing",
    alone: "no kernel FPU section inside another, nor inside fpregs_lock",
    kept: "kernel FPU sections keep their registers",
    control: "control registers are the host's at a switch",
  },
  reached: {
    last: "the last task uses the FPU",
    sleeps: "a task sleeps in a system call",
    guest: "the guest runs",
    kernel: "the kernel uses the FPU",
    nested: "a hard interrupt can strike a softirq",
    migrates: "a task runs on another CPU than its registers were loaded on",
  },
  rows: rowsOf(`
variant                   cpus tasks preemption softirqFpu hardIrqFpu states  moves      lost      leak      flag      skip  alone   kept control    last  sleeps   guest  kernel  nested migrates
lazy                         1     2       full         no         no   1341   4146         -         -         -         -      -      -       - reached reached reached reached   never    never
lazy                         1     2       full        yes        yes   6220  17164         -         -         -         -      -      -       - reached reached reached reached reached    never
lazy                         1     2       none        yes        yes   3332   8646         -         -         -         -      -      -       - reached reached reached reached reached    never
lazy                         2     1       full         no         no    988   2170         -         -         -         -      -      -       - reached reached reached reached   never  reached
lazy-forgets-save            1     2       full        yes        yes  26948  73924    0:0:17         -    0:0:16    1:1z:8      -      -       - reached reached reached reached reached    never
lazy-forgets-restore         1     2       full        yes        yes 252439 729260     0:0:5     0:0:5     0:0:4         -      -      -       - reached reached reached reached reached    never
lazy-keeps-has-fpu           1     2       full        yes        yes  73512 213541    0:0:22    0:0:22    0:0:10         -      -      -       - reached reached reached reached reached    never
lazy-keeps-owner             1     2       full        yes        yes 136101 372405 2:1i1z:11 2:1i1z:11  2:1i1z:9   1:1z:11      -      -       - reached reached reached reached reached    never
lazy-leaves-ts               1     2       full        yes        yes  22440  65288     0:0:6     0:0:6   2:1z:10         -      -      -       - reached reached reached reached reached    never
lazy-ignores-last-cpu        1     2       full         no         no   1341   4146         -         -         -         -      -      -       - reached reached reached reached   never    never
lazy-ignores-last-cpu        1     2       full        yes        yes   6220  17164         -         -         -         -      -      -       - reached reached reached reached reached    never
lazy-ignores-last-cpu        2     1       full         no         no   1660   3628 4:2m2z:16         - 4:2m2z:14         -      -      -       - reached reached reached reached   never  reached
eager                        1     2       full         no         no    184    484         -         -         -         -      -      -       - reached reached reached reached   never    never
eager                        1     2       full        yes        yes    948   2412         -         -         -         -      -      -       - reached reached reached reached reached    never
eager                        1     2       none        yes        yes    497   1233         -         -         -         -      -      -       - reached reached reached reached reached    never
eager                        2     1       full         no         no    145    291         -         -         -         -      -      -       - reached reached reached reached   never  reached
eager-forgets-save           1     2       full        yes        yes   3139   7845  2:1i1z:7         -  2:1i1z:5    1:1z:3      -      -       - reached reached reached reached reached    never
eager-forgets-restore        1     2       full        yes        yes  16955  45395    1:1z:3    1:1z:3    1:1z:2         -      -      -       - reached reached reached reached reached    never
eager-ignores-owner          1     2       full        yes        yes  15247  40719  2:1i1z:6  2:1i1z:6  2:1i1z:4         -      -      -       - reached reached reached reached reached    never
eager-keeps-owner            1     2       full        yes        yes   8538  22090  2:1i1z:6  2:1i1z:6  2:1i1z:4  1:1i1z:3      -      -       - reached reached reached reached reached    never
eager-ignores-last-cpu       1     2       full         no         no    184    484         -         -         -         -      -      -       - reached reached reached reached   never    never
eager-ignores-last-cpu       1     2       full        yes        yes    948   2412         -         -         -         -      -      -       - reached reached reached reached reached    never
eager-ignores-last-cpu       2     1       full         no         no    207    415 4:2m2z:11         -  4:2m2z:9         -      -      -       - reached reached reached reached   never  reached
deferred                     1     2       full         no         no    498   1244         -         -         -         -      -      -       - reached reached reached reached   never    never
deferred                     1     2       full        yes        yes   3083   7898         -         -         -         -      -      -       - reached reached reached reached reached    never
deferred                     1     2       none        yes        yes   1463   3665         -         -         -         -      -      -       - reached reached reached reached reached    never
deferred                     2     1       full         no         no    312    602         -         -         -         -      -      -       - reached reached reached reached   never  reached
deferred-forgets-save        1     2       full        yes        yes  13014  33155  2:1i1z:7         -  2:1i1z:7    1:1z:3      -      -       - reached reached reached reached reached    never
deferred-saves-always        1     2       full        yes        yes 105847 272961  2:1i1z:6  2:1i1z:6  2:1i1z:6         -      -      -       - reached reached reached reached reached    never
deferred-forgets-restore     1     2       full        yes        yes 125451 335861     0:0:6     0:0:6     0:0:6    1:1z:4      -      -       - reached reached reached reached reached    never
deferred-ignores-owner       1     2       full        yes        yes  88613 237022     0:0:6     0:0:6     0:0:6    2:2z:8      -      -       - reached reached reached reached reached    never
deferred-keeps-owner         1     2       full        yes        yes  66023 170191     0:0:6     0:0:6     0:0:6     0:0:3      -      -       - reached reached reached reached reached    never
deferred-ignores-last-cpu    1     2       full         no         no    498   1244         -         -         -         -      -      -       - reached reached reached reached   never    never
deferred-ignores-last-cpu    1     2       full        yes        yes   3083   7898         -         -         -         -      -      -       - reached reached reached reached reached    never
deferred-ignores-last-cpu    2     1       full         no         no    716   1394 4:2m2z:11         - 4:2m2z:11 4:2m2z:13      -      -       - reached reached reached reached   never  reached
usable-anywhere              1     2       full        yes        yes   4122  10036         -         -         -         - 0:1i:3 0:1i:5       - reached reached reached reached reached    never
control-outside              1     2       full        yes        yes   4453  11442         -         -         -         -      -      -   0:0:4 reached reached reached reached reached    never
`),
};

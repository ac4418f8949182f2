/** What is found in each instance of xen-pv-ts, exactly. */

import { xenPvTs } from "../../../models/xen-pv-ts/index.js";
import { rowsOf, type Table } from "../table.js";

export const xenPvTsTable: Table = {
  family: xenPvTs,
  claims: {
    K1: "K1 user mode with TS clear only with has_fpu",
    K2a: "K2a no task finds another's registers",
    K2b: "K2b no fresh task finds registers from before",
    K3: "K3 a task finds what it wrote",
    K4: "K4 only the task that runs has has_fpu",
    K5: "K5 a task that faults uses the FPU, unless the CPU is taken from it",
  },
  reached: {
    sleeps: "a task sleeps in the allocation",
    uses: "a task uses the FPU while another sleeps in the allocation",
    faults: "a task takes #NM while another sleeps in the allocation",
    after: "the handler goes on after a sleep in which another used the FPU",
    unused: "a task that has used math and has not has_fpu can be switched out",
    absorbs: "Xen absorbs #NM",
    taken: "a task uses the FPU after Xen took the CPU away",
  },
  rows: rowsOf(`
variant       tasks used deschedules preemption softirqFpu states  moves     K1         K2a    K2b        K3     K4      K5  sleeps    uses  faults   after  unused absorbs   taken
hvm               2 none          no       full         no   1140   2396      -           -      -         -      -       - reached reached reached reached reached   never   never
hvm               2 none          no       full        yes   1680   4344      -           -      -         -      -    none reached reached reached reached reached   never   never
hvm               2    B          no       full         no    531   1105      -           -      -         -      -       - reached reached reached reached reached   never   never
hvm               2    B          no       full        yes    755   1932      -           -      -         -      -    none reached reached reached reached reached   never   never
hvm               3 none          no       full         no  26732  69612      -           -      -         -      -       - reached reached reached reached reached   never   never
hvm               3    B          no       full         no  10484  27100      -           -      -         -      -       - reached reached reached reached reached   never   never
pv                2 none          no       full         no   2985   6262 1:1z:5           - 1:1z:5 3:2p1z:19      -       - reached reached   never reached reached   never   never
pv                2 none          no       full        yes   5091  13231 1:1z:5 2:1p1i1z:14 1:1z:5 1:1i1z:15      -    none reached reached reached reached reached   never   never
pv                2 none         yes       full         no  18085  55991 1:1z:5           - 1:1z:5 3:2p1z:19      -       - reached reached   never reached reached reached reached
pv                2 none         yes       full        yes  40603 146478 1:1z:5 2:1p1i1z:14 1:1z:5 1:1i1z:15      -    none reached reached reached reached reached reached reached
pv                2    B          no       full         no    726   1506 1:1z:5           -      -    1:1z:5      -       - reached reached   never reached reached   never   never
pv                2    B          no       full        yes   1134   2909 1:1z:5 3:2p1i1z:14      -    1:1z:5      -    none reached reached reached reached reached   never   never
pv                2    B         yes       full         no   4219  12973 1:1z:5           -      -    1:1z:5      -       - reached reached   never reached reached reached reached
pv                2    B         yes       full        yes   8693  31082 1:1z:5 3:2p1i1z:14      -    1:1z:5      -    none reached reached reached reached reached reached reached
pv                3 none          no       full         no 177697 472872 1:1z:5    2:1p1z:8 1:1z:5 3:2p1z:11      -       - reached reached   never reached reached   never   never
pv                3    B          no       full         no  34484  89582 1:1z:5    2:1p1z:8 1:1z:5    1:1z:5      -       - reached reached   never reached reached   never   never
fix-xen           2 none          no       full         no   1140   2396      -           -      -         -      -       - reached reached reached reached reached   never   never
fix-xen           2 none          no       full        yes   1676   4340      -           -      -         -      -    none reached reached reached reached reached   never   never
fix-xen           2 none         yes       full         no   5943  18457      -           -      -         -      -       - reached reached reached reached reached reached reached
fix-xen           2 none         yes       full        yes  11963  43154      -           -      -         -      -    none reached reached reached reached reached reached reached
fix-xen           2    B          no       full         no    531   1105      -           -      -         -      -       - reached reached reached reached reached   never   never
fix-xen           2    B          no       full        yes    760   1951      -           -      -         -      -    none reached reached reached reached reached   never   never
fix-xen           2    B         yes       full         no   2993   9233      -           -      -         -      -       - reached reached reached reached reached reached reached
fix-xen           2    B         yes       full        yes   5778  20703      -           -      -         -      -    none reached reached reached reached reached reached reached
fix-xen           3 none          no       full         no  26732  69612      -           -      -         -      -       - reached reached reached reached reached   never   never
fix-xen           3    B          no       full         no  10484  27100      -           -      -         -      -       - reached reached reached reached reached   never   never
fix-linux         2 none          no       full         no   1140   2396      -           -      -         -      -       - reached reached reached reached reached   never   never
fix-linux         2 none          no       full        yes   1676   4340      -           -      -         -      -    none reached reached reached reached reached   never   never
fix-linux         2 none         yes       full         no   5943  18457      -           -      -         -      -       - reached reached reached reached reached reached reached
fix-linux         2 none         yes       full        yes  11963  43154      -           -      -         -      -    none reached reached reached reached reached reached reached
fix-linux         2    B          no       full         no    531   1105      -           -      -         -      -       - reached reached reached reached reached   never   never
fix-linux         2    B          no       full        yes    760   1951      -           -      -         -      -    none reached reached reached reached reached   never   never
fix-linux         2    B         yes       full         no   2993   9233      -           -      -         -      -       - reached reached reached reached reached reached reached
fix-linux         2    B         yes       full        yes   5778  20703      -           -      -         -      -    none reached reached reached reached reached reached reached
fix-linux         3 none          no       full         no  26732  69612      -           -      -         -      -       - reached reached reached reached reached   never   never
fix-linux         3    B          no       full         no  10484  27100      -           -      -         -      -       - reached reached reached reached reached   never   never
fix-4.2           2 none          no       full         no    557   1166      -           -      -         -      -       -   never   never   never   never reached   never   never
fix-4.2           2 none          no       full        yes    818   2102      -           -      -         -      -    none   never   never   never   never reached   never   never
fix-4.2           2 none         yes       full         no   2693   8355      -           -      -         -      -       -   never   never   never   never reached reached reached
fix-4.2           2 none         yes       full        yes   5466  19664      -           -      -         -      -    none   never   never   never   never reached reached reached
fix-4.2           2    B          no       full         no    262    541      -           -      -         -      -       -   never   never   never   never reached   never   never
fix-4.2           2    B          no       full        yes    375    957      -           -      -         -      -    none   never   never   never   never reached   never   never
fix-4.2           2    B         yes       full         no   1475   4535      -           -      -         -      -       -   never   never   never   never reached reached reached
fix-4.2           2    B         yes       full        yes   2820  10066      -           -      -         -      -    none   never   never   never   never reached reached reached
fix-4.2           3 none          no       full         no   5455  14175      -           -      -         -      -       -   never   never   never   never reached   never   never
fix-4.2           3    B          no       full         no   2428   6218      -           -      -         -      -       -   never   never   never   never reached   never   never
classic           2 none          no       full         no     32     60      -           -      -         -      - 0:0:5+1 reached   never reached   never   never   never   never
classic           2 none          no       full        yes     60    148      -           -      -         -      -    none reached   never reached   never   never   never   never
classic           2 none         yes       full         no     59    165      -           -      -         -      - 0:0:5+1 reached   never reached   never   never   never   never
classic           2 none         yes       full        yes    159    534      -           -      -         -      -    none reached   never reached   never   never   never   never
classic           2    B          no       full         no     19     35      -           -      -         -      - 0:0:5+1 reached   never reached   never reached   never   never
classic           2    B          no       full        yes     33     83      -           -      -         -      -    none reached   never reached   never reached   never   never
classic           2    B         yes       full         no     33     89      -           -      -         -      - 0:0:5+1 reached   never reached   never reached   never   never
classic           2    B         yes       full        yes     71    236      -           -      -         -      -    none reached   never reached   never reached   never   never
classic           3 none          no       full         no     92    216      -           -      -         -      - 0:0:5+1 reached   never reached   never   never   never   never
classic           3    B          no       full         no     52    120      -           -      -         -      - 0:0:5+1 reached   never reached   never reached   never   never
keeps-has-fpu     2 none          no       full         no   1676   3512      -     4:3p:25      -   4:3p:25 1:1p:7       - reached reached reached reached   never   never   never
keeps-has-fpu     2    B          no       full         no    998   2093      -     4:3p:21      -   4:3p:23 1:1p:7       - reached reached reached reached reached   never   never
`),
};

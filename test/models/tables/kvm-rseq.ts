/** What is found in each instance of kvm-rseq, exactly. */

import { kvmRseq } from "../../../models/kvm-rseq/index.js";
import { rowsOf, type Table } from "../table.js";

export const kvmRseqTable: Table = {
  family: kvmRseq,
  claims: {
    Q1: "Q1 user mode finds its CPU in rseq.cpu_id",
    Q2: "Q2 where it is stale, a flag or an update is pending",
    T1: "T1 TEST_ASSERT(rseq_cpu == cpu)",
    Q3: "Q3 no false alarm",
    Q5b: "Q5b a reader that reads gets through",
    Q5a: "Q5a the test ends",
    Q5q: "Q5q a test that passes has compared more than N/2 times",
    Q6: "Q6 no NULL registers",
  },
  reached: {
    Q4a: "Q4a the test catches a stale CPU number",
    Q4b: "Q4b it compares right after a migration inside KVM_RUN",
    entry: "rseq's flag is handled before VM entry",
    exit: "rseq's flag is handled on the way to user mode",
    sched: "schedule() is called before VM entry",
    enters: "VM entry after a migration inside KVM_RUN",
    retry: "the thread is migrated between the two readings, and reads again",
    agrees: "a comparison passes after a migration",
    masked: "a stale CPU number is masked by a later migration, before it is compared",
    passes: "the test passes",
    stalls: "the test gives up, as its reader has stalled",
  },
  rows: rowsOf(`
variant              harness migrations first preemption cpus guestIrqs states moves      Q1      Q2      T1      Q3       Q5b       Q5a     Q5q     Q6       Q4a       Q4b   entry    exit   sched  enters   retry  agrees  masked  passes  stalls
v5.8                   delay        any   cpu       full    2        no    747  1485       -       -       -       -      none      none    none      -     never   reached   never reached reached reached reached reached   never    none    none
v5.8                   delay        any   cpu       none    2        no    539  1000       -       -       -       -      none      none    none      -     never   reached   never reached reached reached reached reached   never    none    none
v5.9                   delay        any   cpu       full    2        no   1699  3377 0:1m:11  0:1m:7 0:1m:17       -      none      none    none      -   reached   reached reached reached reached reached reached reached reached    none    none
v5.9                   delay        any   cpu       full    2       yes   1699  3390 0:1m:11  0:1m:7 0:1m:17       -      none      none    none      -   reached   reached reached reached reached reached reached reached reached    none    none
v5.9                   delay        any   cpu       full    3        no   4673  9913 0:1m:11  0:1m:7 0:1m:17       -      none      none    none      -   reached   reached reached reached reached reached reached reached reached    none    none
v5.9                   delay        any   cpu       none    2        no   1187  2192 0:1m:12  0:1m:8 0:1m:18       -      none      none    none      -   reached   reached reached reached reached reached reached reached reached    none    none
v5.9                   delay        any  rseq       full    2        no   1699  3377 0:1m:11  0:1m:7 0:1m:17       -      none      none    none      -   reached   reached reached reached reached reached reached reached reached    none    none
v5.9                   delay          2   cpu       full    2        no   1858  3435 0:1m:11  0:1m:7 0:1m:17       -      none         -       -      -   reached   reached reached reached reached reached reached reached reached reached reached
v5.9              long-delay        any   cpu       full    2        no    478   862 0:1m:11  0:1m:7 0:1m:17       -         -      none    none      -   reached   reached reached reached reached reached reached reached   never    none    none
v5.9                no-delay        any   cpu       full    2        no   1335  2620 0:1m:14  0:1m:7       -       - 0:0:5+14      none    none      - unreached unreached reached reached reached reached reached reached reached    none    none
v5.9                no-delay          1   cpu       full    2        no    185   297 0:1m:13  0:1m:7 0:1m:17       -      none         -       -      -   reached   reached reached reached reached reached reached reached   never reached reached
v5.9                no-delay          2   cpu       full    2        no    622  1065 0:1m:14  0:1m:7 0:2m:22       -      none         -       -      -   reached   reached reached reached reached reached reached reached reached reached reached
v5.9                no-delay          3   cpu       full    2        no   1448  2591 0:1m:14  0:1m:7 0:3m:27       -      none         -       -      -   reached   reached reached reached reached reached reached reached reached reached reached
v5.9             no-seqcount        any   cpu       full    2        no   1101  2141 0:1m:10  0:1m:6  0:1m:9  0:1m:9      none      none    none      -   reached   reached reached reached reached reached   never reached reached    none    none
v5.9             no-seqcount        any  rseq       full    2        no   1101  2141 0:1m:10  0:1m:6  0:1m:9  0:1m:9      none      none    none      -   reached   reached reached reached reached reached   never reached reached    none    none
v5.9                    self        any   cpu       full    2        no     38    76       -       -       -       -      none      none    none      - unreached unreached   never   never   never   never   never   never   never    none    none
v5.9           self-balanced        any   cpu       full    2        no   2512  7412 0:1m:10  0:1m:6 0:1m:10 0:1m:10      none      none    none      -   reached   reached reached reached reached reached reached reached reached    none    none
v5.9              no-minimum          2   cpu       full    2        no   1851  3428 0:1m:11  0:1m:7 0:1m:17       -      none         - 0:2m:14      -   reached   reached reached reached reached reached reached reached reached reached   never
v5.15                  delay        any   cpu       full    2        no   1053  2101       -       -       -       -      none      none    none      -     never   reached reached reached reached reached reached reached   never    none    none
v5.15                  delay        any   cpu       full    2       yes   1053  2106       -       -       -       -      none      none    none      -     never   reached reached reached reached reached reached reached   never    none    none
v5.15                  delay        any   cpu       full    3        no   2870  6130       -       -       -       -      none      none    none      -     never   reached reached reached reached reached reached reached   never    none    none
v5.15                  delay        any   cpu       none    2        no    481   900       -       -       -       -      none      none    none      -     never   reached reached reached reached reached reached reached   never    none    none
v5.15                  delay        any  rseq       full    2        no   1053  2101       -       -       -       -      none      none    none      -     never   reached reached reached reached reached reached reached   never    none    none
v5.15                  delay          2   cpu       full    2        no   1596  2980       -       -       -       -      none         -       -      -     never   reached reached reached reached reached reached reached   never reached reached
v5.15             long-delay        any   cpu       full    2        no    446   814       -       -       -       -         -      none    none      -     never   reached reached reached reached reached reached reached   never    none    none
v5.15             long-delay          2   cpu       full    2        no    753  1297       -       -       -       -      none         -       -      -     never   reached reached reached reached reached reached reached   never reached   never
v5.15               no-delay        any   cpu       full    2        no    835  1652       -       -       -       - 0:0:5+14      none    none      -     never unreached reached reached reached reached reached reached   never    none    none
v5.15               no-delay          2   cpu       full    2        no    578  1012       -       -       -       -      none         -       -      -     never   reached reached reached reached reached reached reached   never reached reached
v5.15            no-seqcount        any   cpu       full    2        no    683  1345       -       -  0:1m:9  0:1m:9      none      none    none      -     never   reached reached reached reached reached   never reached   never    none    none
v5.15            no-seqcount        any  rseq       full    2        no    683  1345       -       -  0:1m:9  0:1m:9      none      none    none      -     never   reached reached reached reached reached   never reached   never    none    none
v5.15                   self        any   cpu       full    2        no     38    76       -       -       -       -      none      none    none      -     never unreached   never   never   never   never   never   never   never    none    none
v5.15          self-balanced        any   cpu       full    2        no   1544  4588       -       - 0:1m:10 0:1m:10      none      none    none      -     never   reached reached reached reached reached reached reached   never    none    none
v5.15          self-balanced          1   cpu       full    2        no   4640 12932       -       - 0:1m:10 0:1m:10      none 0:0:6+10       -      -     never   reached reached reached reached reached reached reached   never reached reached
v5.15             no-minimum          2   cpu       full    2        no   1591  2975       -       -       -       -      none         - 0:2m:14      -     never   reached reached reached reached reached reached reached   never reached   never
v6.19-notify           delay        any   cpu       full    2        no   1172  2335       -       -       -       -      none      none    none      -     never   reached reached reached reached reached reached reached   never    none    none
v6.19-notify           delay        any   cpu       full    2       yes   1172  2344       -       -       -       -      none      none    none      -     never   reached reached reached reached reached reached reached   never    none    none
v6.19-notify           delay        any   cpu       full    3        no   3033  6460       -       -       -       -      none      none    none      -     never   reached reached reached reached reached reached reached   never    none    none
v6.19-notify           delay        any   cpu       none    2        no    710  1309       -       -       -       -      none      none    none      -     never   reached reached reached reached reached reached reached   never    none    none
v6.19-notify     no-seqcount        any   cpu       full    2        no    773  1521       -       - 0:1m:10 0:1m:10      none      none    none      -     never   reached reached reached reached reached   never reached   never    none    none
v6.19                  delay        any   cpu       full    2        no    443   875       -       -       -       -      none      none    none      -     never   reached   never reached reached reached reached reached   never    none    none
v6.19                  delay        any   cpu       full    2       yes    443   884       -       -       -       -      none      none    none      -     never   reached   never reached reached reached reached reached   never    none    none
v6.19                  delay        any   cpu       full    3        no   1031  2167       -       -       -       -      none      none    none      -     never   reached   never reached reached reached reached reached   never    none    none
v6.19                  delay        any   cpu       none    2        no    403   750       -       -       -       -      none      none    none      -     never   reached   never reached reached reached reached reached   never    none    none
v6.19            no-seqcount        any   cpu       full    2        no    285   543       -       -  0:1m:9  0:1m:9      none      none    none      -     never   reached   never reached reached reached   never reached   never    none    none
clears-last            delay        any   cpu       full    2        no   1987  3953 0:2m:19 0:2m:15 0:2m:25       -      none      none    none      -   reached   reached reached reached reached reached reached reached reached    none    none
clears-last            delay        any   cpu       full    3        no   5681 12073 0:2m:19 0:2m:15 0:2m:25       -      none      none    none      -   reached   reached reached reached reached reached reached reached reached    none    none
clears-last            delay        any   cpu       none    2        no    481   900       -       -       -       -      none      none    none      -     never   reached reached reached reached reached reached reached   never    none    none
clears-last       long-delay        any   cpu       full    2        no    446   814       -       -       -       -         -      none    none      - unreached   reached reached reached reached reached reached reached   never    none    none
null-registers         delay        any   cpu       full    2        no    939  1777       -       -       -       -      none      none    none 0:1m:8     never   reached reached reached reached reached reached reached   never    none    none
null-registers         delay        any   cpu       none    2        no    463   820       -       -       -       -      none      none    none 0:1m:9     never   reached reached reached reached reached reached reached   never    none    none
after-schedule         delay        any   cpu       full    2        no   1987  3953 0:1m:11  0:1m:7 0:1m:17       -      none      none    none      -   reached   reached reached reached reached reached reached reached reached    none    none
after-schedule         delay        any   cpu       none    2        no    481   900       -       -       -       -      none      none    none      -     never   reached reached reached reached reached reached reached   never    none    none
`),
};

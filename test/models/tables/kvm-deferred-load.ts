/** What is found in each instance of kvm-deferred-load, exactly. */

import { kvmDeferredLoad } from "../../../models/kvm-deferred-load/index.js";
import { rowsOf, type Table } from "../table.js";

export const kvmDeferredLoadTable: Table = {
  family: kvmDeferredLoad,
  claims: {
    I1: "I1 the guest runs on what was loaded for it",
    I2: "I2 nothing is left to load in guest mode",
    I3: "I3 guest_fpu keeps the guest's registers",
    I4: "I4 the user finds its registers",
    I5: "I5 other tasks find theirs",
    I6: "I6 no register leak",
    I7: "I7 nothing to load: the registers are whole",
    I8: "I8 the emulator finds the guest's registers",
    skip: "a load that is skipped would change nothing",
    warning: "no kernel warning",
  },
  reached: {
    R1: "R1 the guest runs after another task did, since the load",
    R2: "R2 the user has its registers back after another task ran",
    R3load: "R3 TIF_NEED_FPU_LOAD is set when load begins",
    R3put: "R3 TIF_NEED_FPU_LOAD is set when put begins",
    R4: "R4 a load can be skipped: the registers are still V's",
    R5: "R5 a softirq can find TIF_NEED_FPU_LOAD set",
    R6: "R6 V runs on another CPU than its registers were loaded on",
  },
  rows: rowsOf(`
variant           cpus tasks preemption         emulator softirqFpu hardIrqFpu states  moves        I1      I2        I3          I4        I5         I6        I7        I8      skip warning      R1      R2  R3load   R3put      R4      R5      R6
v5.1                 1     2       full            reads         no         no    371   1060         -       -         -     2:1z:12         -    2:1z:12   2:1z:10         -         -       - reached reached   never   never   never   never   never
v5.1                 1     2       full            reads         no        yes    454   1667         -       -         -     0:1i:13         -    0:1i:13   0:1i:11         -         -       - reached reached   never   never   never   never   never
v5.1                 1     2       full            reads        yes         no    440   1639         -       -         -     0:1i:11         -    0:1i:11    0:1i:9         -         -       - reached reached   never   never   never   never   never
v5.1                 1     2       none            reads         no         no    228    558         -       -         -     2:1z:12         -    2:1z:12   2:1z:10         -         -       - reached reached   never   never   never   never   never
v5.1                 1     2       none            reads        yes         no    257    866         -       -         -     0:1i:11         -    0:1i:11    0:1i:9         -         -       - reached reached   never   never   never   never   never
v5.2                 1     2       full            reads         no         no   3870  10672         -       - 2:1p1z:11     2:1z:12         -    2:1z:12   2:1z:10 2:1p1z:10         -       - reached reached reached reached reached reached   never
v5.2                 1     2       full            reads         no        yes  11728  42022    0:1i:8       -   0:1i:12     0:1i:15         -     0:1i:8    0:1i:6   0:1i:10         -       - reached reached reached reached reached reached   never
v5.2                 1     2       full            reads        yes         no   8293  30618         -       -    0:1i:9     0:1i:11         -     0:1i:9    0:1i:9    0:1i:8         -       - reached reached reached reached reached reached   never
v5.2                 1     2       none            reads         no         no   2041   5029         -       - 2:1p1z:11     2:1z:12         -    2:1z:12   2:1z:10 2:1p1z:10         -       - reached reached   never reached reached reached   never
v5.2                 1     2       none            reads        yes         no   4367  14618         -       -    0:1i:9     0:1i:11         -     0:1i:9    0:1i:9    0:1i:8         -       - reached reached reached reached reached reached   never
mail                 1     2       full            reads         no         no    839   1967         -       -         -     2:1z:15         -    2:1z:15   2:1z:13         -         -       - reached reached   never   never reached reached   never
mail                 1     2       full            reads         no        yes  10749  34798    0:1i:9  0:1i:9   0:1i:13     0:1i:16         -     0:1i:9    0:1i:7   0:1i:11         -       - reached reached reached reached reached reached   never
mail                 1     2       full            reads        yes         no   7975  26246    0:1i:7  0:1i:7   0:1i:10     0:1i:12         -     0:1i:7   0:1i:10    0:1i:9         -       - reached reached reached reached reached reached   never
mail                 1     2       none            reads         no         no    489   1089         -       -         -     2:1z:15         -    2:1z:15   2:1z:13         -         -       - reached reached   never   never reached reached   never
mail                 1     2       none            reads        yes         no   4185  13112    0:1i:7  0:1i:7   0:1i:10     0:1i:12         -     0:1i:7   0:1i:10    0:1i:9         -       - reached reached reached reached reached reached   never
revert-only          1     2       full            reads         no         no   5440  15352         -       - 2:1p1z:11     2:2p:13         -  2:1p1z:11 2:1p1z:16 2:1p1z:10         -       - reached reached reached reached reached reached   never
revert-only          1     2       full            reads         no        yes  19566  69624    0:1i:8       -   0:1i:12     0:1i:15         -     0:1i:8    0:1i:6   0:1i:10         -       - reached reached reached reached reached reached   never
revert-only          1     2       full            reads        yes         no  14561  54633         -       -    0:1i:9     0:1i:11         -     0:1i:9    0:1i:9    0:1i:8         -       - reached reached reached reached reached reached   never
revert-only          1     2       none            reads         no         no   1469   3557         -       - 2:1p1z:11           -         -  2:1p1z:11 2:1p1z:16 2:1p1z:10         -       - reached reached   never reached reached reached   never
revert-only          1     2       none            reads        yes         no   5487  18275         -       -    0:1i:9     0:1i:11         -     0:1i:9    0:1i:9    0:1i:8         -       - reached reached reached reached reached reached   never
fix-a                1     2       full            reads         no         no    615   1479         -       -         -           -         -          -         -         -         -       - reached reached   never   never reached reached   never
fix-a                1     2       full            reads         no        yes  13475  42960    0:1i:9  0:1i:9   0:1i:13     0:1i:16         -     0:1i:9    0:1i:7   0:1i:11         -  0:1i:9 reached reached reached reached reached reached   never
fix-a                1     2       full            reads        yes         no  10108  33288    0:1i:7  0:1i:7   0:1i:10     0:1i:12         -     0:1i:7   0:1i:10    0:1i:9         -  0:1i:7 reached reached reached reached reached reached   never
fix-a                1     2       none            reads         no         no    407    881         -       -         -           -         -          -         -         -         -       - reached reached   never   never reached reached   never
fix-a                1     2       none            reads        yes         no   5960  18344    0:1i:7  0:1i:7   0:1i:10     0:1i:12         -     0:1i:7   0:1i:10    0:1i:9         -  0:1i:7 reached reached reached reached reached reached   never
fix-a-and-entry      1     2       full            reads         no         no    615   1479         -       -         -           -         -          -         -         -         -       - reached reached   never   never reached reached   never
fix-a-and-entry      1     2       full            reads         no        yes   6732  21680    0:1i:9       -   0:1i:13     0:1i:16         -     0:1i:9    0:1i:7   0:1i:11         -       - reached reached reached reached reached reached   never
fix-a-and-entry      1     2       full            reads        yes         no   5428  18107         -       -   0:1i:10     0:1i:12         -    0:1i:10   0:1i:10    0:1i:9         -       - reached reached reached reached reached reached   never
fix-a-and-entry      1     2       none            reads         no         no    407    881         -       -         -           -         -          -         -         -         -       - reached reached   never   never reached reached   never
fix-a-and-entry      1     2       none            reads        yes         no   3160   9821         -       -   0:1i:10     0:1i:12         -    0:1i:10   0:1i:10    0:1i:9         -       - reached reached reached reached reached reached   never
fix-a-in-steps       1     2       full            reads         no         no    848   1712         -       -         -           -         -          -         -         -         -       - reached reached   never   never reached reached   never
fix-a-in-steps       1     2       full            reads         no        yes  22189  64054    0:1i:9  0:1i:9   0:1i:13     0:1i:16         -     0:1i:9    0:1i:7   0:1i:11         -  0:1i:9 reached reached reached reached reached reached   never
fix-a-in-steps       1     2       full            reads        yes         no  20884  61324    0:1i:7  0:1i:7   0:1i:10     0:1i:12         -     0:1i:7   0:1i:10    0:1i:9         -  0:1i:7 reached reached reached reached reached reached   never
fix-a-in-steps       1     2       none            reads         no         no    499    973         -       -         -           -         -          -         -         -         -       - reached reached   never   never reached reached   never
fix-a-in-steps       1     2       none            reads        yes         no  11334  31968    0:1i:7  0:1i:7   0:1i:10     0:1i:12         -     0:1i:7   0:1i:10    0:1i:9         -  0:1i:7 reached reached reached reached reached reached   never
c9aef3b8-alone       1     2       full            reads         no         no    956   2654         -       -         -     2:1z:12         -    2:1z:12   2:1z:10 2:1p1z:10         -       - reached reached reached reached reached reached   never
c9aef3b8-alone       1     2       full            reads         no        yes   5812  20788    0:1i:8       -   0:1i:12     0:1i:15         -     0:1i:8    0:1i:6   0:1i:10         -       - reached reached reached reached reached reached   never
c9aef3b8-alone       1     2       full            reads        yes         no   1320   4890         -       -         -     0:1i:11         -    0:1i:11    0:1i:9    0:1i:8         -       - reached reached reached reached reached reached   never
c9aef3b8-alone       1     2       full reads_and_writes         no         no   2470   6892 4:1p2z:14       - 4:1p2z:17     2:1z:12         -    2:1z:12   2:1z:10 2:1p1z:10    2:1z:9       - reached reached reached reached reached reached   never
c9aef3b8-alone       1     2       full reads_and_writes        yes         no   3810  14204 2:1i1z:12       - 2:1i1z:15     0:1i:11         -    0:1i:11    0:1i:9    0:1i:8    2:1z:9       - reached reached reached reached reached reached   never
c9aef3b8-alone       1     2       none            reads         no         no    555   1363         -       -         -     2:1z:12         -    2:1z:12   2:1z:10 2:1p1z:10         -       - reached reached   never reached reached reached   never
c9aef3b8-alone       1     2       none            reads        yes         no    753   2534         -       -         -     0:1i:11         -    0:1i:11    0:1i:9    0:1i:8         -       - reached reached reached reached reached reached   never
fix-b-no-emulator    1     2       full            reads         no         no    710   2016         -       -         -           -         -          -         - 2:1p1z:10         -       - reached reached reached reached reached reached   never
fix-b-no-emulator    1     2       full            reads         no        yes   6272  22350    0:1i:8       -   0:1i:12     0:1i:15         -     0:1i:8    0:1i:6   0:1i:10         -       - reached reached reached reached reached reached   never
fix-b-no-emulator    1     2       full            reads        yes         no    946   3548         -       -         -           -         -          -         -    0:1i:8         -       - reached reached reached reached reached reached   never
fix-b-no-emulator    1     2       full reads_and_writes         no         no   1820   5200 4:1p2z:14       - 4:1p2z:17           -         -          - 4:1p2z:14 2:1p1z:10    2:1z:9       - reached reached reached reached reached reached   never
fix-b-no-emulator    1     2       full reads_and_writes        yes         no   2724  10306 2:1i1z:12       - 2:1i1z:15           -         -          - 2:1i1z:12    0:1i:8    2:1z:9       - reached reached reached reached reached reached   never
fix-b-no-emulator    1     2       none            reads         no         no    479   1161         -       -         -           -         -          -         - 2:1p1z:10         -       - reached reached   never reached reached reached   never
fix-b-no-emulator    1     2       none            reads        yes         no    615   2062         -       -         -           -         -          -         -    0:1i:8         -       - reached reached reached reached reached reached   never
fix-b                1     2       full            reads         no         no    710   2016         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-b                1     2       full            reads         no        yes   6272  22350    0:1i:8       -   0:1i:12     0:1i:15         -     0:1i:8    0:1i:6   0:1i:10         -       - reached reached reached reached reached reached   never
fix-b                1     2       full            reads        yes         no    946   3548         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-b                1     2       full reads_and_writes         no         no    710   2064         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-b                1     2       full reads_and_writes        yes         no    946   3606         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-b                1     2       none            reads         no         no    479   1161         -       -         -           -         -          -         -         -         -       - reached reached   never reached reached reached   never
fix-b                1     2       none            reads        yes         no    615   2062         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-c-no-emulator    1     2       full            reads         no         no    394   1092         -       -         -           -         -          -         - 2:1p1z:10         -       - reached reached reached reached reached reached   never
fix-c-no-emulator    1     2       full            reads         no        yes  20955  73410    0:1i:9       -   0:1i:13     0:1i:17         -     0:1i:9    0:1i:7   0:1i:11         -       - reached reached reached reached reached reached   never
fix-c-no-emulator    1     2       full            reads        yes         no    546   2022         -       -         -           -         -          -         -    0:1i:8         -       - reached reached reached reached reached reached   never
fix-c-no-emulator    1     2       full reads_and_writes         no         no   1408   3927 4:1p2z:14       - 4:1p2z:17           -         -          - 4:1p2z:14 2:1p1z:10    2:1z:9       - reached reached reached reached reached reached   never
fix-c-no-emulator    1     2       full reads_and_writes        yes         no   2186   8162 2:1i1z:12       - 2:1i1z:15           -         -          - 2:1i1z:12    0:1i:8    2:1z:9       - reached reached reached reached reached reached   never
fix-c-no-emulator    1     2       none            reads         no         no    231    567         -       -         -           -         -          -         - 2:1p1z:10         -       - reached reached   never reached reached reached   never
fix-c-no-emulator    1     2       none            reads        yes         no    315   1062         -       -         -           -         -          -         -    0:1i:8         -       - reached reached reached reached reached reached   never
fix-c                1     2       full            reads         no         no    394   1092         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-c                1     2       full            reads         no        yes  20955  73410    0:1i:9       -   0:1i:13     0:1i:17         -     0:1i:9    0:1i:7   0:1i:11         -       - reached reached reached reached reached reached   never
fix-c                1     2       full            reads        yes         no    546   2022         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-c                1     2       full reads_and_writes         no         no    394   1111         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-c                1     2       full reads_and_writes        yes         no    546   2046         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-c                1     2       none            reads         no         no    231    567         -       -         -           -         -          -         -         -         -       - reached reached   never reached reached reached   never
fix-c                1     2       none            reads        yes         no    315   1062         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-d                1     2       full            reads         no         no    394   1092         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-d                1     2       full            reads         no        yes    636   2202         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-d                1     2       full            reads        yes         no    546   2022         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-d                1     2       full reads_and_writes         no         no    394   1111         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-d                1     2       full reads_and_writes        yes         no    546   2046         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-d                1     2       none            reads         no         no    231    567         -       -         -           -         -          -         -         -         -       - reached reached   never reached reached reached   never
fix-d                1     2       none            reads        yes         no    315   1062         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
fix-d                2     1       full            reads         no         no    506   1096         -       -         -           -      none          -         -         -         -       -   never   never reached reached reached reached reached
saves-always         1     2       full            reads         no         no  81380 226286 4:1p2z:10       - 4:1p2z:13      4:3p:6  3:1p1z:7   3:1p1z:7  3:1p1z:7 4:1p2z:12         -       - reached reached reached reached reached reached   never
ignores-last-cpu     1     2       full            reads         no         no    710   2016         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
ignores-last-cpu     2     1       full            reads         no         no  20402  45182 4:2m2z:14       - 4:2m2z:17 4:1p2m1z:14      none 4:1p2m1z:9 4:2m2z:12 4:2m2z:12         -       -   never   never reached reached reached reached reached
ignores-owner        1     2       full            reads         no         no  13952  40348  2:1p1z:8       - 2:1p1z:11      2:2p:4 3:1p2z:12   2:1p1z:8  2:1p1z:8 2:1p1z:10  2:1p1z:9       - reached reached reached reached reached reached   never
keeps-owner          1     2       full            reads         no         no    710   2016         -       -         -           -         -          -         -         -         -       - reached reached reached reached reached reached   never
keeps-owner          1     2       full            reads        yes         no  11388  42756    0:1i:6       -    0:1i:9      0:1i:2  1:1i1z:7     0:1i:2    0:1i:2    0:1i:8    0:1i:1       - reached reached reached reached reached reached   never
keeps-flag           1     2       full            reads         no         no   7102  19648 4:2p1z:10       - 4:2p1z:13   4:2p1z:15         -  4:2p1z:10 4:2p1z:10 4:2p1z:12   2:1z:10       - reached reached reached reached reached reached   never
`),
};

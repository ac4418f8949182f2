/**
 * n processes allot blocks of a disk to inodes [Flanagan, Godefroid 2005]. 32 inodes, 26 blocks, a lock for each.
 *
 * Process t, for inode i = t mod 32, with b := 2 i mod 26:
 *
 * 1 lock inode i    2 read it; if it has a block, go to 8    3 lock block b    4 is it busy? then 9
 * 5 it is busy now    6 inode i has block b    7 unlock block b    8 unlock inode i
 * 9 unlock block b; b := b + 1 mod 26; go to 3
 *
 * Claim: no block belongs to two inodes. Up to 13 processes never meet: one trace. Each further one meets one of the first,
 * at one block: 2 traces for 14, 8 for 16.
 */

import { family, indexed, language, model, mutex, wholeNumber } from "preempt";

const inodes = 32;
const blocks = 26;
const none = 0;
const variables = {
  inode: indexed(inodes, { lock: mutex(), block: none }),
  block: indexed(blocks, { lock: mutex(), busy: false }),
};
const locals = { b: 0 };

const { step, when, loop, leave, lock, unlock, process, never, reachable, deadlockFree } = language<
  typeof variables,
  typeof locals
>();

const unlockBlock = unlock("unlock block b", (k) => k.block(k.my.b).lock);

const allot = (i: number) => [
  step("busy[b] := true", (k) => {
    k.block(k.my.b).busy = true;
  }),
  // 0 says that there is none, so block b stands as b + 1.
  step(`inode[${i}] := b + 1`, (k) => {
    k.inode(i).block = k.my.b + 1;
  }),
  unlockBlock,
  leave,
];

const tryTheNext = [
  unlockBlock,
  step("b := b + 1", (k) => {
    k.my.b = (k.my.b + 1) % blocks;
  }),
];

const create = (i: number) => [
  lock(`lock inode ${i}`, (k) => k.inode(i).lock),
  when(
    `R inode[${i}]`,
    (k) => k.inode(i).block === none,
    loop(
      lock("lock block b", (k) => k.block(k.my.b).lock),
      when("R busy[b]", (k) => !k.block(k.my.b).busy, allot(i), tryTheNext),
    ),
  ),
  unlock(`unlock inode ${i}`, (k) => k.inode(i).lock),
];

/** From so many processes on some meet. */
const meeting = 14;

export const fileSystem = family({
  name: "file-system",
  title: "n processes allot blocks to inodes",
  about: ["Which locks are contended is a matter of values: the processes are far apart until there are 14."],
  variants: { filesystem: { about: "32 inodes and 26 blocks" } },
  newest: "filesystem",
  parameters: { n: wholeNumber("processes", { from: 1, to: 26, initial: 2 }) },
  build: (_, { n }) => {
    const names = Array.from({ length: n }, (_, t) => `T${t}`);
    const used = names.map((_, t) => t % inodes);
    return model({
      name: "file-system",
      parameters: { n },
      unreachable: {
        ...Object.fromEntries(
          used.map((i) => [`T: R inode[${i}] -> no`, "each process has an inode of its own"]),
        ),
        ...(n < meeting ? { "T: R busy[b] -> no": "fewer than 14 processes never meet" } : {}),
      },
      variables,
      processes: names.map((name, t) =>
        process(name, { locals: { b: (2 * (t % inodes)) % blocks }, program: create(t % inodes) }),
      ),
      properties: [
        never("two inodes have one block", (s) => {
          const held = used.map((i) => s.inode(i).block).filter((block) => block !== none);
          return new Set(held).size < held.length;
        }),
        reachable("every inode has a block", (s) => used.every((i) => s.inode(i).block !== none)),
        reachable("all finish", (s) => names.every((name) => s.process(name).finished)),
        deadlockFree(),
      ],
    });
  },
  violated: () => [],
});

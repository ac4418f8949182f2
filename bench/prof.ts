import { counting, checking } from "../src/check.js";
import { benchmarks } from "./models/index.js";
const b = benchmarks[Number(process.argv[2])]!;
let t = performance.now();
let s = counting(b.model());
for (;;) { const { done, value } = s.next(); if (done) { console.log("count", (performance.now()-t)/1000, (value as any).states); break; } }
t = performance.now();
let last = "";
const c = checking(b.model());
for (;;) { const { done, value } = c.next(); if (done) { console.log("end", (performance.now()-t)/1000); break; } if ((value as any).strategy !== last) { last = (value as any).strategy; console.log(last, (performance.now()-t)/1000);} }

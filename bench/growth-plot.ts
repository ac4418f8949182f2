/**
 * The plot of growth, as SVG: states a second and bytes a state, over states on a logarithmic scale. Its colours are of medium
 * lightness, so that it can be read on white and on black; it has no background, and asks for no font.
 */

/** One size, as it is plotted. */
export interface Grown {
  readonly states: number;
  /** Millions of states a second, with one worker. */
  readonly alone: number;
  /** The same with two. */
  readonly shared: number;
  /** Bytes of a state, and of what finds it. */
  readonly bytes: number;
  /** All that the kernel took, to each state. */
  readonly bytesInAll: number;
}

/** A line with its name, which stands beside the title in its colour. */
interface Series {
  readonly name: string;
  readonly colour: string;
  /** Of what its points are filled: a colour, or nothing. */
  readonly fill: string;
  readonly values: readonly number[];
}

interface Axis {
  readonly ticks: readonly number[];
  /** Where a value stands, from 0 at the bottom to 1 at the top. */
  readonly at: (value: number) => number;
}

const [blue, orange, grey] = ["#2f81f7", "#db6d28", "#768390"];
const panel = { width: 300, height: 200, top: 40, gap: 70, left: 40 };

const linear = (ticks: readonly number[]): Axis => ({ ticks, at: (value) => value / Math.max(...ticks) });

/** Ticks must rise. */
function logarithmic(ticks: readonly number[]): Axis {
  const [low, high] = [Math.min(...ticks), Math.max(...ticks)].map(Math.log) as [number, number];
  return { ticks, at: (value) => (Math.log(value) - low) / (high - low) };
}

/** Powers of `base` from the last that is below all values to the first that is above. */
function powersAround(base: number, values: readonly number[]): readonly number[] {
  const exponent = (value: number): number => Math.log(value) / Math.log(base);
  const low = Math.floor(exponent(Math.min(...values)) + 1e-9);
  const high = Math.ceil(exponent(Math.max(...values)) - 1e-9);
  return Array.from({ length: high - low + 1 }, (_, i) => base ** (low + i));
}

const superscript = (n: number): string =>
  [...String(n)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");

const place = (n: number): string => n.toFixed(1);

function text(x: number, y: number, words: string, more: { anchor?: string; colour?: string } = {}): string {
  const { anchor = "middle", colour = grey } = more;
  return `<text x="${place(x)}" y="${place(y)}" text-anchor="${anchor}" fill="${colour}">${words}</text>`;
}

function legend({ name, colour, fill }: Series): string {
  return `<tspan fill="${colour}">\u2002${fill === "none" ? "○" : "●"} ${name}</tspan>`;
}

function drawn(
  left: number,
  title: string,
  states: readonly number[],
  y: Axis,
  series: readonly Series[],
): string[] {
  const x = logarithmic(powersAround(10, [1e4, 1e8]));
  const { width, height, top } = panel;
  const across = (value: number): number => left + width * x.at(value);
  const up = (value: number): number => top + height * (1 - y.at(value));
  const rule = (x1: number, y1: number, x2: number, y2: number): string =>
    `<path d="M${place(x1)} ${place(y1)}L${place(x2)} ${place(y2)}" stroke="${grey}" stroke-opacity=".3"/>`;
  return [
    text(left, top - 16, [title, ...series.map(legend)].join(" "), { anchor: "start" }),
    ...y.ticks.flatMap((tick) => [
      rule(left, up(tick), left + width, up(tick)),
      text(left - 8, up(tick) + 4, String(tick), { anchor: "end" }),
    ]),
    ...x.ticks.flatMap((tick) => [
      rule(across(tick), top, across(tick), top + height),
      text(across(tick), top + height + 18, `10${superscript(Math.round(Math.log10(tick)))}`),
    ]),
    text(left + width / 2, top + height + 36, "states"),
    ...series.flatMap(({ colour, fill, values }) => {
      const points = values.map((value, i) => [across(states[i] as number), up(value)] as const);
      const way = points.map(([a, b]) => `${place(a)} ${place(b)}`).join("L");
      const style = `fill="${fill}" stroke="${colour}" stroke-width="2"`;
      return [
        `<path d="M${way}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        ...points.map(([a, b]) => `<circle cx="${place(a)}" cy="${place(b)}" r="3" ${style}/>`),
      ];
    }),
  ];
}

/** @param rows from the smallest to the largest */
export function growthPlot(rows: readonly Grown[]): string {
  if (rows.length < 2) throw new Error(`a plot needs two sizes; there are ${rows.length}`);
  const states = rows.map((row) => row.states);
  const [alone, shared] = [rows.map((row) => row.alone), rows.map((row) => row.shared)];
  const [bytes, inAll] = [rows.map((row) => row.bytes), rows.map((row) => row.bytesInAll)];
  const most = Math.ceil(Math.max(...alone, ...shared));
  const speeds = linear(Array.from({ length: most + 1 }, (_, i) => i));
  const second = panel.left + panel.width + panel.gap;
  const [width, height] = [second + panel.width + 20, panel.top + panel.height + 46];
  const lines = [
    ...drawn(panel.left, "million states a second", states, speeds, [
      { name: "1 worker", colour: blue, fill: blue, values: alone },
      { name: "2 workers", colour: orange, fill: "none", values: shared },
    ]),
    ...drawn(second, "bytes a state", states, logarithmic(powersAround(2, [...bytes, ...inAll])), [
      { name: "state and table", colour: blue, fill: blue, values: bytes },
      { name: "in all", colour: orange, fill: "none", values: inAll },
    ]),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" role="img">
<title>Speed and memory from ten thousand states to a hundred million</title>
${lines.join("\n")}
</svg>
`;
}

// Two charts as SVG: a strip of dots with its median and quartiles, and lines over the years. Words are set as text.
const charts = (() => {
  const LOG_FROM = 50; // positive values that differ more than so many times stand on a logarithmic scale
  const compact = new Intl.NumberFormat("zh-CN", { notation: "compact", maximumFractionDigits: 2 });

  function el(name, attributes = {}, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  // Where values fall between two pixels, with round ticks; `log` where they differ too widely for a linear axis.
  function scale(values, from, to, wanted) {
    let low = Math.min(...values), high = Math.max(...values);
    const log = low > 0 && high > LOG_FROM * low;
    if (low === high) { low -= Math.abs(low) / 10 || 1; high += Math.abs(high) / 10 || 1; }
    const map = log ? Math.log10 : (v) => v;
    const at = (v) => from + ((map(v) - map(low)) / (map(high) - map(low))) * (to - from);
    return { at, log, ticks: (log ? powers : steps)(low, high, wanted) };
  }

  function powers(low, high, wanted) {
    const exponents = [];
    for (let e = Math.floor(Math.log10(low)); e <= Math.ceil(Math.log10(high)); e++) exponents.push(e);
    const inside = (heads) => exponents.flatMap((e) => heads.map((n) => +`${n}e${e}`)).filter((v) => v >= low && v <= high);
    const ticks = [[1, 2, 5], [1, 3], [1]].map(inside).find((found) => found.length <= wanted + 1) ?? inside([1]);
    const stride = Math.ceil(ticks.length / (wanted + 1));
    return ticks.filter((_, i) => i % stride === 0);
  }

  function steps(low, high, wanted) {
    const rough = (high - low) / wanted, ten = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((n) => n * ten).find((n) => n >= rough);
    const ticks = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(+(i * step).toPrecision(12));
    return ticks;
  }

  const tick = (value, sign) => compact.format(value).replace("-", "−") + sign;

  function width(words) { // of words at 12 pixels: ideographs are full, the rest about half
    return [...words].reduce((sum, c) => sum + (c > "\u2e80" ? 12 : 7), 0);
  }

  function frame(host, W, H) {
    const svg = el("svg", { viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" });
    host.replaceChildren(svg);
    return svg;
  }

  // Dots in columns along an axis; the middle half is shaded, the median and both quartiles are named.
  function strip(host, points, quartiles, sign, chosen) {
    const W = Math.max(300, host.clientWidth), top = 36, d = 7;
    const { at, ticks } = scale(points.map((p) => p.number), 6, W - 6, Math.max(4, W / 120));
    const stacks = piles(points, at, d), most = Math.max(...stacks.map(([, pile]) => pile.length));
    const base = top + Math.min(100, Math.max(36, most * d + 12)), svg = frame(host, W, base + 28);
    if (quartiles) {
      const [x1, x2, x3] = quartiles.map((p) => at(p.number));
      svg.append(el("rect", { class: "half", x: x1, width: Math.max(1, x3 - x1), y: top - 6, height: base - top + 6 }));
      svg.append(el("path", { class: "mid", d: `M${x2} ${top - 18}V${base}` }));
      quartileWords(svg, quartiles, [x1, x2, x3], W, top);
    }
    for (const value of ticks) {
      svg.append(el("path", { class: "axis", d: `M${at(value)} ${base}v4` }));
      const words = tick(value, sign), half = width(words) / 2;
      const x = Math.min(Math.max(at(value), half), W - half);
      svg.append(el("text", { x, y: base + 18, "text-anchor": "middle" }, words));
    }
    svg.append(el("path", { class: "axis", d: `M0 ${base}H${W}` }));
    svg.append(...dots(stacks, d, base, Math.min(d, (base - top - 8) / most), chosen));
  }

  function quartileWords(svg, [q1, q2, q3], [x1, x2, x3], W, top) {
    const [first, middle, third] = [`下四分位 ${q1.words}`, `中位数 ${q2.words}`, `上四分位 ${q3.words}`];
    const half = width(middle) / 2;
    svg.append(el("text", { class: "strong halo", x: Math.min(Math.max(x2, half), W - half), y: 12, "text-anchor": "middle" }, middle));
    // Outside the shade where there is room; never over each other.
    let right = Math.max(x1 - 4, width(first)), left = Math.min(x3 + 4, W - width(third));
    if (right + 8 > left) [right, left] = right > width(first) ? [left - 12, left] : [right, right + 12];
    svg.append(el("text", { class: "halo", x: right, y: top - 9, "text-anchor": "end" }, first));
    svg.append(el("text", { class: "halo", x: left, y: top - 9 }, third));
  }

  function piles(points, at, d) {
    const stacks = new Map();
    for (const p of points) {
      const bin = Math.round(at(p.number) / d);
      if (!stacks.has(bin)) stacks.set(bin, []);
      stacks.get(bin).push(p);
    }
    return [...stacks];
  }

  function dots(stacks, d, base, rise, chosen) {
    const all = stacks.flatMap(([bin, pile]) => pile.map((p, i) => el("circle", {
      class: `dot${p.exact ? "" : " inexact"}${p.code === chosen ? " on" : ""}`, "data-region": p.code,
      cx: bin * d, cy: base - 4 - i * rise, r: d / 2 - 0.25,
    }, el("title", {}, `${p.name} ${p.words}`))));
    return all.sort((a, b) => a.classList.contains("on") - b.classList.contains("on"));
  }

  // Lines of regions over years; the chosen one is black and named, the outermost are named, the rest are grey.
  function trend(host, lines, years, sign, chosen) {
    const W = Math.max(300, host.clientWidth), H = 340, base = H - 26, left = 52, top = 14;
    const told = outermost(lines, chosen);
    const names = Math.min(150, 10 + Math.max(...told.map((line) => width(line.name))));
    const { at, ticks, log } = scale(lines.flatMap((line) => line.points.map((p) => p.number)), base, top, 6);
    const x = (year) => left + ((year - years[0]) / (years.at(-1) - years[0])) * (W - left - names);
    const svg = frame(host, W, H);
    for (const value of ticks) {
      svg.append(el("path", { class: "grid", d: `M${left} ${at(value)}H${W - names}` }));
      svg.append(el("text", { x: left - 6, y: at(value) + 4, "text-anchor": "end" }, tick(value, sign)));
    }
    const room = Math.ceil(years.length / ((W - left - names) / 44)); // a year needs some 44 pixels
    for (const year of years.filter((_, i) => (years.length - 1 - i) % room === 0)) svg.append(el("text", { x: x(year), y: H - 6, "text-anchor": "middle" }, `${year}`));
    for (const line of [...lines].sort((a, b) => weight(a) - weight(b))) {
      const kind = line.code === chosen ? " on" : told.includes(line) ? " named" : "";
      const d = line.points.map((p, i) => `${i ? "L" : "M"}${x(p.year)} ${at(p.number)}`).join("");
      svg.append(el("path", { class: `line${kind}`, d, "data-region": line.code }, el("title", {}, line.name)));
      const marks = kind ? line.points : lines.length > 40 ? [] : line.points.filter((p) => !p.exact);
      for (const p of marks) svg.append(el("circle", { class: `end${kind}${p.exact ? "" : " inexact"}`, cx: x(p.year), cy: at(p.number), r: 2.5 }, el("title", {}, `${line.name} ${p.year} ${p.words}`)));
    }
    for (const [line, y] of apart(told, at, top, base)) {
      const end = line.points.at(-1);
      svg.append(el("text", { class: `halo${line.code === chosen ? " strong" : ""}`, x: x(end.year) + 6, y }, line.name));
    }
    return log;
    function weight(line) { return line.code === chosen ? 2 : told.includes(line) ? 1 : 0; }
  }

  // The three that end highest, the two that end lowest, and the chosen one.
  function outermost(lines, chosen) {
    const ends = [...lines].sort((a, b) => b.points.at(-1).number - a.points.at(-1).number);
    const named = new Set([...ends.slice(0, 3), ...ends.slice(3).slice(-2)]);
    return lines.filter((line) => named.has(line) || line.code === chosen);
  }

  // Names at the ends of their lines, moved apart where they would meet.
  function apart(lines, at, top, base) {
    const placed = lines.map((line) => [line, at(line.points.at(-1).number) + 4]).sort((a, b) => a[1] - b[1]);
    for (let i = 1; i < placed.length; i++) placed[i][1] = Math.max(placed[i][1], placed[i - 1][1] + 14);
    const over = placed.length ? placed.at(-1)[1] - base - 4 : 0;
    if (over > 0) {
      placed.at(-1)[1] -= over;
      for (let i = placed.length - 2; i >= 0; i--) placed[i][1] = Math.min(placed[i][1], placed[i + 1][1] - 14);
    }
    return placed;
  }

  return { strip, trend, LOG_FROM };
})();

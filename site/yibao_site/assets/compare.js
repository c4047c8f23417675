// The comparison of one metric. Filters live in the address; data comes as scripts, all a page in a folder may read.
{
  const page = JSON.parse(document.getElementById("comparison").textContent);
  const find = (id) => document.getElementById(id);
  const form = find("filters"), table = find("ranking"), more = find("more");
  const LINES = 300; // drawn in the trend: more are a grey wall
  const files = new Map(page.years.map(({ year, files }) => [year, files]));
  const defaults = { year: String(page.first.year), of: page.first.of, level: "", province: "", per: "", order: "", region: "" };
  let state = defaults, shown = page.rows;

  // A year's data, loaded once; the page brings that of its first view with it.
  const loading = new Map();
  function load(year) {
    if (!loading.has(year)) loading.set(year, Promise.all(files.get(year).filter((name) => !(name in yibao)).map(script)));
    return loading.get(year);
  }
  function script(name) {
    return new Promise((done, failed) => {
      const node = document.createElement("script");
      node.src = `data/${name}.js`;
      node.onload = done;
      node.onerror = () => failed(new Error(`${node.src} cannot be read`));
      document.head.append(node);
    });
  }

  // The rows of a year that the filters let through, largest first.
  function points(year) {
    const series = page.series.findIndex(({ of }) => of === state.of);
    const found = files.get(year).flatMap((name) => {
      const sheet = yibao[name];
      return sheet.rows.filter((row) => row[1] === series && passes(row)).map((row) => read(row, year, sheet));
    });
    return state.per ? found.sort((a, b) => b.number - a.number || b.exact - a.exact) : found;
  }
  function passes([code, , , , , , head]) {
    const [, level, province] = yibao.regions[code];
    if (state.per && !head) return false;
    return level === "nation" ? !state.level && !state.province
      : (!state.level || level === state.level) && (!state.province || province === state.province);
  }
  function read([code, , value, words, exact, figures, head], year, { texts, reports }) {
    const [name, level, , place] = yibao.regions[code];
    const figure = ([label, said, report, text, start]) => ({ label, said, report: reports[report], href: `../${texts[text]}#c${start}` });
    const told = figures.map(figure);
    const point = { code, name, level, place, year, words, value, exact: !!exact, figures: told };
    if (state.per) {
      Object.assign(told[0], { label: page.name, said: words });
      Object.assign(point, { value: head[0], words: head[1], exact: !!head[2], figures: [...told, figure(head[3])] });
    }
    return Object.assign(point, { number: Number(point.value), ranked: point.exact && level !== "nation" });
  }

  // Ranks among exact values of regions; equal values share one. Bars begin at zero.
  function rank(list) {
    const heights = list.filter((p) => p.level !== "nation").map((p) => p.number);
    const low = Math.min(0, ...heights), high = Math.max(0, ...heights);
    const percent = (v) => (high > low ? (100 * (Math.min(Math.max(v, low), high) - low)) / (high - low) : 0);
    table.style.setProperty("--zero", `${percent(0)}%`);
    let seen = 0, last = null, rank = 0;
    for (const p of list) {
      if (p.ranked) {
        seen += 1;
        [rank, last] = [p.value === last ? rank : seen, p.value];
      }
      const [start, end] = [0, p.number].sort((a, b) => a - b).map(percent);
      Object.assign(p, { rank: p.ranked ? rank : null, left: start, width: end - start });
    }
  }

  function make(tag, attributes, ...children) {
    const node = Object.assign(document.createElement(tag), attributes);
    node.append(...children);
    return node;
  }
  const link = (figure, words) => make("a", { className: "n", href: figure.href }, words);

  function line(p) {
    const pick = make("button", { type: "button", className: "pick", title: `在图上标出${p.name}` }, p.rank ?? "—");
    pick.setAttribute("aria-pressed", p.code === state.region);
    pick.setAttribute("aria-label", `${p.rank ?? "—"} 在图上标出${p.name}`);
    const bar = make("i");
    bar.style.cssText = `margin-left:${p.left}%;width:${p.width}%`;
    const single = p.figures.length === 1;
    const value = make("td", { className: "r" }, single ? link(p.figures[0], p.words) : p.words);
    value.dataset.value = p.value;
    if (!single) value.append("\n", make("span", { className: "from" }, ...p.figures.map((f) => make("span", {}, `${f.label} `, link(f, f.said)))));
    const reports = [...new Map(p.figures.map((f) => [f.report[0], f.report[1]]))];
    const row = make("tr", { className: [p.exact ? "" : "inexact", p.code === state.region ? "on" : ""].join(" ").trim() },
      make("td", { className: "r" }, pick),
      make("th", { scope: "row" }, make("a", { href: `../${page.region.replace("*", p.code)}` }, p.name), " ", make("small", { title: p.place }, p.place)),
      make("td", { className: "track" }, bar), value,
      make("td", { className: "reports" }, ...reports.map(([href, title]) => make("a", { href: `../${href}`, title }, title))));
    row.dataset.region = p.code;
    return row;
  }

  function drawTable(list) {
    const ordered = state.order ? [...list].reverse() : list;
    table.tBodies[0].replaceChildren(...ordered.slice(0, shown).map(line));
    const n = Math.min(shown, list.length);
    const all = list.length.toLocaleString("en-US");
    find("count").replaceChildren(list.length ? `${all} 个地区，列出前 ${n} 个 ` : "没有符合筛选的数值 ",
      make("small", { lang: "en" }, list.length ? `${n} of ${all} listed` : "nothing passes the filters"));
    more.hidden = list.length <= shown;
  }

  // The smallest exact value that at least this share of them does not exceed.
  function quantile(exact, share) {
    return exact[exact.length - Math.max(1, Math.ceil(share * exact.length))];
  }

  function drawSpread(list) {
    const here = list.filter((p) => p.level !== "nation"), exact = here.filter((p) => p.ranked);
    const quarters = exact.length >= page.enough ? [0.25, 0.5, 0.75].map((share) => quantile(exact, share)) : null;
    if (here.length >= page.enough) charts.strip(find("spread"), here, quarters, page.sign, state.region);
    else find("spread").replaceChildren();
    find("spread-words").replaceChildren(...spreadWords(here, exact));
  }
  function spreadWords(here, exact) {
    if (exact.length < page.enough) return [`确切数值不足${page.enough}个，不谈分布。`,
      make("small", { lang: "en" }, `Fewer than ${page.enough} exact values: too few to speak of a distribution.`)];
    const [low, q1, middle, q3, high] = [0, 0.25, 0.5, 0.75, 1].map((share) => quantile(exact, share));
    const rest = here.length - exact.length, log = low.number > 0 && high.number > charts.LOG_FROM * low.number;
    const n = exact.length.toLocaleString("en-US");
    return [`${n} 个确切数值：最低 ${low.words}（${low.name}），中位数 ${middle.words}，最高 ${high.words}（${high.name}）；` +
      `中间一半在 ${q1.words} 与 ${q3.words} 之间。` + (rest ? `另有 ${rest} 个不是确切数（图上空心），不计入。` : "") +
      (log ? "图用对数刻度。" : "") + " ",
    make("small", { lang: "en" }, `${n} exact values: lowest ${low.words}, median ${middle.words}, highest ${high.words}, middle half ${q1.words} to ${q3.words}.`)];
  }

  // Lines of all regions with two years or more, once all years are there.
  async function drawTrend() {
    const asked = state, years = [...files.keys()].sort();
    if (years.length > 1) await Promise.all(years.map(load));
    if (asked !== state) return;
    const lines = new Map();
    for (const p of years.flatMap(points)) {
      if (p.level === "nation") continue;
      if (!lines.has(p.code)) lines.set(p.code, { code: p.code, name: p.name, points: [] });
      lines.get(p.code).points.push(p);
    }
    const long = [...lines.values()].filter((l) => l.points.length > 1);
    const first = (l) => (l.code === state.region ? -1 : 0);
    const drawn = long.sort((a, b) => first(a) - first(b) || b.points.length - a.points.length || b.points.at(-1).number - a.points.at(-1).number).slice(0, LINES);
    const spanned = [...new Set(drawn.flatMap((l) => l.points.map((p) => p.year)))].sort();
    const log = drawn.length > 0 && charts.trend(find("trend"), drawn, spanned, page.sign, state.region);
    if (!drawn.length) find("trend").replaceChildren();
    find("trend-words").replaceChildren(...trendWords(drawn.length, long.length, drawn[0]?.code === state.region, log));
  }
  function trendWords(drawn, all, marked, log) {
    if (!drawn) return ["没有地区在两个以上年度有数值。", make("small", { lang: "en" }, "No region has two years.")];
    const cut = all > LINES ? `，画出年度最多、数值最大的 ${LINES} 个` : "";
    const named = drawn > 5 ? `；标名的是末端最高的三个、最低的两个${marked ? "和选中的地区" : ""}` : "";
    return [`${all} 个地区在两个以上年度有数值${cut}${named}。${log ? "图用对数刻度。" : ""} `,
      make("small", { lang: "en" }, `Regions with two years or more: ${all}${cut ? `, ${LINES} drawn` : ""}${log ? "; logarithmic scale" : ""}.`)];
  }

  function draw() {
    const view = page.series.find(({ of }) => of === state.of);
    find("view").replaceChildren(`${state.year}年 `, make("span", {}, view.label + (state.per ? " · 每参保人" : "")));
    const list = points(Number(state.year));
    rank(list);
    drawTable(list);
    drawSpread(list);
    drawTrend();
  }

  // The address says what is seen: a view can be sent to somebody.
  function fromAddress() {
    const asked = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    const wanted = { ...defaults, ...asked };
    const known = (name) => !form.elements[name] ? wanted[name] === "" : [...form.elements[name].options].some((o) => o.value === wanted[name]);
    return Object.fromEntries(Object.keys(defaults).map((name) => [name, name === "region" || known(name) ? wanted[name] : defaults[name]]));
  }
  function toAddress(next) {
    const said = Object.entries(next).filter(([name, value]) => value !== defaults[name]);
    history.replaceState(null, "", said.length ? `#${new URLSearchParams(said)}` : location.pathname + location.search);
  }

  async function show(next) {
    state = next;
    for (const select of form.querySelectorAll("select")) select.value = state[select.name];
    const { counts } = page.series.find(({ of }) => of === state.of);
    for (const option of form.elements.year.options) option.disabled = !counts[option.value];
    await load(Number(state.year));
    if (state === next) draw();
  }

  form.addEventListener("change", ({ target }) => {
    const next = { ...state, [target.name]: target.value };
    // A series that has nothing in this year is shown in its fullest one, the latest of these.
    const { counts } = page.series.find(({ of }) => of === next.of);
    if (!counts[next.year]) [next.year] = Object.entries(counts).sort((a, b) => b[1] - a[1] || b[0] - a[0])[0];
    shown = page.rows;
    toAddress(next);
    show(next);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => { shown += page.rows; draw(); });

  // A region picked by its rank, its dot or its line stays marked; the pointer marks it for the moment.
  function choose(code) {
    const next = { ...state, region: code === state.region ? "" : code };
    toAddress(next);
    state = next;
    draw();
    document.querySelector(`tr[data-region="${code}"] .pick`)?.focus({ preventScroll: true });
  }
  document.addEventListener("click", ({ target }) => {
    const picked = target.closest?.(".pick, .dot, .line");
    if (picked) choose(picked.closest("[data-region]").dataset.region);
  });
  for (const [event, near] of [["mouseover", true], ["mouseout", false]]) {
    document.addEventListener(event, ({ target }) => {
      const code = target.closest?.("[data-region]")?.dataset.region;
      if (code) for (const mark of document.querySelectorAll(`.chart [data-region="${code}"]`)) mark.classList.toggle("near", near);
    });
  }
  addEventListener("hashchange", () => { shown = page.rows; show(fromAddress()); });
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; draw(); } });
  show(fromAddress());
}

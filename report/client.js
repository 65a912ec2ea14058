// Inlined by page.ts. The page is whole without it; it adds search, sorting, lazy cases, keys and the theme.
(() => {
  const island = JSON.parse(document.getElementById('data').textContent);
  const door = globalThis.trustedTypes?.createPolicy('rescind', { createHTML: (markup) => markup });
  const trusted = (markup) => door?.createHTML(markup) ?? markup;
  const search = document.getElementById('search');
  const filters = [...document.querySelectorAll('[data-filter]')];
  const lists = Object.entries(island.counts).map(([id, size]) => listOf(document.getElementById(id), size));
  // Thousands of rows are unpacked while the first of them are being read.
  const ready = unpacked(island.lists).then((rows) => {
    for (const list of lists) list.rows = rows[list.table.id];
  });

  function listOf(table, size) {
    const list = { table, size, rows: [], column: null, direction: 1, shown: island.pageSize };
    table.querySelectorAll('th[data-sorted]').forEach((header) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...header.childNodes);
      button.addEventListener('click', () => sortBy(list, header));
      header.append(button);
    });
    return list;
  }

  async function sortBy(list, header) {
    await ready;
    list.direction = list.column === header.cellIndex ? -list.direction : firstDirection(list, header.cellIndex);
    list.column = header.cellIndex;
    for (const other of list.table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    header.setAttribute('aria-sort', list.direction > 0 ? 'ascending' : 'descending');
    draw(list);
  }

  /** Names start at A, numbers at the highest: what a person looks for first. */
  function firstDirection(list, column) {
    return typeof list.rows[0]?.keys[column] === 'number' ? -1 : 1;
  }

  async function draw(list) {
    await ready;
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const tokens = filters.map(({ value }) => value).filter(Boolean);
    const matches = list.rows.filter(
      (row) => words.every((word) => row.text.includes(word)) && tokens.every((token) => row.tokens.includes(token)),
    );
    if (list.column !== null)
      matches.sort((a, b) => list.direction * compare(a.keys[list.column], b.keys[list.column]));
    const shown = matches.slice(0, list.shown);
    list.table.tBodies[0].innerHTML = trusted(shown.map((row) => row.html).join(''));
    sayCount(list, shown.length, matches.length);
  }

  function compare(a, b) {
    if (a === b) return 0;
    return a < b ? -1 : 1;
  }

  function sayCount(list, shown, matching) {
    const line = document.getElementById(`${list.table.id}-count`);
    line.textContent = matching === 0 ? 'Nothing matches.' : `${shown} of ${matching} shown. `;
    if (shown === matching) return;
    const more = document.createElement('button');
    more.type = 'button';
    more.textContent = 'Show more';
    more.addEventListener('click', () => {
      list.shown += island.pageSize;
      draw(list);
    });
    line.append(more);
  }

  function drawAll() {
    for (const list of lists) {
      list.shown = island.pageSize;
      draw(list);
    }
  }

  let details = null;

  async function unpacked(text) {
    const packed = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(stream).json();
  }

  /** Makes the case that a fragment names, where it does not stand in the page yet. */
  async function make(anchor) {
    details ??= unpacked(island.details);
    const known = await details;
    if (!Object.hasOwn(known, anchor) || document.getElementById(anchor) !== null) return;
    const holder = document.createElement('template');
    holder.innerHTML = trusted(known[anchor]);
    document.getElementById('cases').append(holder.content);
  }

  async function open(anchor) {
    if (anchor.startsWith('c-') && document.getElementById(anchor) === null) await make(anchor);
    const fold = document.getElementById(anchor)?.closest('details');
    if (!fold) return;
    fold.open = true;
    fold.scrollIntoView();
    fold.querySelector('summary').focus({ preventScroll: true });
  }

  let openedFrom = null;

  function openFromLink(event) {
    const link = event.target.closest('a[href^="#c-"]');
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    openedFrom = link.getAttribute('href');
    // The browser would go there a moment later and unfold it again, though it were closed by then.
    event.preventDefault();
    if (location.hash !== openedFrom) history.pushState(null, '', openedFrom);
    open(openedFrom.slice(1));
  }

  function move(step) {
    const links = [...document.querySelectorAll('tbody a.open')];
    const at = links.indexOf(document.activeElement);
    const next = links[Math.min(links.length - 1, Math.max(0, at + step))];
    next?.focus();
    next?.scrollIntoView({ block: 'center' });
  }

  function back() {
    const fold = document.activeElement?.closest('details.case');
    if (document.activeElement === search) {
      search.value = '';
      drawAll();
      search.blur();
    } else if (fold) {
      fold.open = false;
      const link = [...document.querySelectorAll('a.open')].find((other) => other.getAttribute('href') === openedFrom);
      link?.focus();
    }
  }

  const keys = { j: () => move(1), k: () => move(-1), '/': () => search.focus(), Escape: back };

  function onKey(event) {
    const typing = event.target.matches('input, select, textarea');
    if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== 'Escape')) return;
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
    if (act === null) return;
    event.preventDefault();
    act();
  }

  function startTheme() {
    const button = document.getElementById('theme');
    const root = document.documentElement;
    let dark = matchMedia('(prefers-color-scheme: dark)').matches;
    const name = () => {
      button.textContent = dark ? 'Light' : 'Dark';
    };
    button.addEventListener('click', () => {
      dark = !dark;
      root.dataset.theme = dark ? 'dark' : 'light';
      name();
    });
    name();
    button.hidden = false;
  }

  search.addEventListener('input', drawAll);
  for (const filter of filters) filter.addEventListener('change', drawAll);
  document.getElementById('toolbar').addEventListener('submit', (event) => event.preventDefault());
  document.getElementById('toolbar').hidden = false;
  document.addEventListener('click', openFromLink);
  document.addEventListener('keydown', onKey);
  addEventListener('hashchange', () => open(location.hash.slice(1)));
  addEventListener('beforeprint', () => {
    for (const fold of document.querySelectorAll('details.case')) fold.open = true;
  });
  for (const list of lists) sayCount(list, Math.min(list.size, island.pageSize), list.size);
  startTheme();
  ready.then(() => {
    document.documentElement.dataset.ready = '';
  });
  open(location.hash.slice(1));
})();

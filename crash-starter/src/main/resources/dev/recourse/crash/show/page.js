'use strict';
(() => {
  const tools = document.querySelector('.tools');
  if (!tools) return;
  const main = document.querySelector('main');
  const find = document.getElementById('find');
  const found = document.getElementById('found');
  const MOST_RANGES = 2000;

  // the text of an element, but for what says that some of it is folded
  function textNodes(element) {
    const nodes = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest('.cut, .copy')) nodes.push(walker.currentNode);
    }
    return nodes;
  }

  function textOf(element) {
    return textNodes(element).map(node => node.data).join('');
  }

  function lower(text) {
    const changed = text.toLowerCase();
    return changed.length === text.length ? changed : text;
  }

  // search

  let unfolded = null;
  let hits = [];
  let current = -1;

  function search() {
    const query = lower(find.value.trim());
    restore();
    if (!query) return;
    unfolded = new Map();
    const ranges = [];
    for (const item of main.querySelectorAll('.item')) {
      const nodes = textNodes(item);
      const text = lower(nodes.map(node => node.data).join(''));
      if (text.includes(query)) {
        item.classList.add('found');
        hits.push(item);
        unfold(item);
        addRanges(ranges, nodes, text, query);
      }
    }
    main.classList.add('finding');
    found.textContent = hits.length === 0 ? 'nothing found' : hits.length + ' found';
    if (window.Highlight && CSS.highlights) CSS.highlights.set('found', new Highlight(...ranges));
  }

  function unfold(item) {
    for (let each = item; each !== main; each = each.parentElement) {
      if (each.localName === 'details' && !unfolded.has(each)) {
        unfolded.set(each, each.open);
        each.open = true;
      }
    }
  }

  function addRanges(ranges, nodes, text, query) {
    let node = 0;
    let start = 0;
    const place = at => {
      while (at > start + nodes[node].data.length) start += nodes[node++].data.length;
      return at - start;
    };
    for (let at = text.indexOf(query); at >= 0 && ranges.length < MOST_RANGES; at = text.indexOf(query, at + query.length)) {
      const range = document.createRange();
      const from = place(at);
      range.setStart(nodes[node], from);
      const to = place(at + query.length);
      range.setEnd(nodes[node], to);
      ranges.push(range);
    }
  }

  function restore() {
    if (unfolded) unfolded.forEach((open, details) => { details.open = open; });
    hits.forEach(item => item.classList.remove('found'));
    main.classList.remove('finding');
    if (window.Highlight && CSS.highlights) CSS.highlights.delete('found');
    unfolded = null;
    hits = [];
    current = -1;
    found.textContent = '';
  }

  function step(by) {
    if (hits.length === 0) return;
    current = (current + by + hits.length) % hits.length;
    found.textContent = (current + 1) + ' of ' + hits.length;
    hits[current].scrollIntoView({ block: 'center' });
  }

  // copy

  function frameText(frame) {
    const locals = [...frame.querySelectorAll('.locals tr')].map(row => '\n\t    ' + rowText(row));
    return '\tat ' + textOf(frame.querySelector('.at')) + locals.join('');
  }

  function rowText(row) {
    return [...row.children].map(textOf).join(' = ');
  }

  function pageText() {
    const lines = [];
    for (const part of main.querySelectorAll('h1, h2, .message, .facts div, .heading, .frame, .card h3, .card tr, .entry')) {
      if (part.matches('h2')) lines.push('', textOf(part));
      else if (part.matches('.facts div')) lines.push([...part.children].map(textOf).join(': '));
      else if (part.matches('.frame')) lines.push(frameText(part));
      else if (part.matches('tr')) lines.push('  ' + rowText(part));
      else lines.push(textOf(part));
    }
    return lines.join('\n') + '\n';
  }

  async function copy(text, button) {
    const label = button.textContent;
    if (await copied(text)) {
      button.textContent = 'Copied';
      button.classList.add('done');
      setTimeout(() => {
        button.textContent = label;
        button.classList.remove('done');
      }, 1500);
    }
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (refused) {
      return copiedByHand(text);
    }
  }

  // without a right to the clipboard: what is selected may be copied, by us or at least by hand
  function copiedByHand(text) {
    const dialog = document.createElement('dialog');
    const area = document.createElement('textarea');
    area.readOnly = true;
    area.value = text;
    area.setAttribute('aria-label', 'Text to copy');
    dialog.append(area);
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    area.select();
    const done = document.execCommand('copy');
    if (done) dialog.close();
    return done;
  }

  for (const frame of main.querySelectorAll('.frame')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy this frame');
    button.addEventListener('click', () => copy(frameText(frame), button));
    frame.append(button);
  }

  // fold

  function foldAll(open) {
    if (unfolded) return;
    main.querySelectorAll('details:not(.rest)').forEach(details => { details.open = open; });
  }

  let waiting = 0;
  find.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 80);
  });
  find.addEventListener('keydown', event => {
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') {
      find.value = '';
      restore();
      find.blur();
    }
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && !event.target.matches('input, textarea')) {
      event.preventDefault();
      find.focus();
      find.select();
    }
  });
  // a report has these, the list of reports the last one
  document.getElementById('expand')?.addEventListener('click', () => foldAll(true));
  document.getElementById('collapse')?.addEventListener('click', () => foldAll(false));
  document.getElementById('copy')?.addEventListener('click', event => copy(pageText(), event.currentTarget));
  document.getElementById('state')?.addEventListener('change', event => { main.dataset.state = event.target.value; });
  tools.hidden = false;
})();

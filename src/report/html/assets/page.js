/* global document, window, navigator, setTimeout, clearTimeout */
'use strict';

(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add('script');

  const theme = byId('theme');
  const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : prefersDark.matches);
  const nameTheme = () => {
    theme.textContent = isDark() ? 'Light theme' : 'Dark theme';
  };
  theme.hidden = false;
  nameTheme();
  theme.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    nameTheme();
  });
  prefersDark.addEventListener('change', nameTheme);

  const form = byId('filters');
  const status = byId('status');
  const lower = (element) => (element ? element.textContent.toLowerCase() : '');
  const cards = all('.card').map((element) => ({
    element,
    app: element.dataset.a,
    findings: all('.finding', element).map((finding) => ({
      element: finding,
      severity: finding.dataset.s,
      app: finding.dataset.a,
      rule: finding.dataset.r,
      places: finding.dataset.o.split(' '),
      state: finding.dataset.t,
    })),
  }));
  const total = cards.reduce((sum, { findings }) => sum + findings.length, 0);

  const wanted = () => ({
    words: byId('query').value.trim().toLowerCase().split(/\s+/).filter(Boolean),
    app: byId('app').value,
    rule: byId('rule').value,
    place: byId('place').value,
    state: byId('state').value,
    severities: new Set(all('input[name=severity]:checked', form).map(({ value }) => value)),
  });

  const hasWords = (text, words) => words.every((word) => text.includes(word));

  const passes = (finding, want, cardText) => {
    if (!want.severities.has(finding.severity)) return false;
    if (want.rule !== '' && finding.rule !== want.rule) return false;
    if (want.place !== '' && !finding.places.includes(want.place)) return false;
    if (want.state !== '' && finding.state !== want.state) return false;
    if (want.words.length === 0) return true;
    // Read once, and only when somebody searches.
    finding.text ??= lower(finding.element);
    return hasWords(`${cardText} ${finding.text}`, want.words);
  };

  const figure = (count) => count.toLocaleString('en');

  const apply = () => {
    const want = wanted();
    const isNarrowed =
      want.rule !== '' || want.place !== '' || want.state !== '' || want.severities.size < 5 || want.words.length > 0;
    let shown = 0;
    let shownCards = 0;
    for (const card of cards) {
      const { element, findings } = card;
      card.head ??= lower(element.querySelector('.who'));
      let own = 0;
      const isApp = want.app === '' || card.app === want.app;
      for (const finding of findings) {
        const isShown = isApp && passes(finding, want, card.head);
        if (finding.element.hidden === isShown) finding.element.hidden = !isShown;
        if (isShown) own += 1;
      }
      if (want.words.length > 0) card.facts ??= lower(element.querySelector('.facts'));
      const isNamed =
        want.words.length > 0 && want.severities.size === 5 && hasWords(`${card.head} ${card.facts}`, want.words);
      const isShown = isApp && (own > 0 || !isNarrowed || (isNamed && want.rule + want.place + want.state === ''));
      if (element.hidden === isShown) element.hidden = !isShown;
      shown += own;
      if (isShown) shownCards += 1;
    }
    byId('nothing').hidden = shownCards > 0;
    status.textContent =
      shown === total ? `${figure(total)} findings` : `${figure(shown)} of ${figure(total)} findings`;
  };

  let waiting;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', ({ target }) => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, target.type === 'search' ? 120 : 0);
  });
  form.addEventListener('reset', () => setTimeout(apply, 0));

  const say = (button, text) => {
    button.textContent = text;
    setTimeout(() => {
      button.textContent = 'Copy remedy';
    }, 2000);
  };

  // A page from a file may have no clipboard: then the text is selected and copied the old way.
  const copySelected = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand('copy');
  };

  document.addEventListener('click', async ({ target }) => {
    if (!target.classList.contains('copy')) return;
    const source = target.closest('.remedy').querySelector('.remedy-text');
    try {
      await navigator.clipboard.writeText(source.textContent);
      say(target, 'Copied');
    } catch {
      say(target, copySelected(source) ? 'Copied' : 'Press Ctrl+C');
    }
    status.textContent = 'Remedy copied';
  });

  // Paper cannot be unfolded.
  let folded = [];
  window.addEventListener('beforeprint', () => {
    folded = all('details:not([open])');
    for (const one of folded) one.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const one of folded) one.open = false;
  });

  // A browser brings back what was typed before a reload.
  apply();
})();

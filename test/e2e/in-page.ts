/** What is asked of a page from inside it; as text, since it runs in the browser. */

/** How many pixels the page, its main part, or anything that no box scrolls or cuts, is wider than the window. */
export const WIDER = `(() => {
  const main = document.querySelector('main');
  const boxed = (one) => {
    for (let at = one; at && at !== document.body; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== 'visible' || getComputedStyle(at).position === 'fixed') return true;
    return false;
  };
  const sticking = [...document.querySelectorAll('#root *')]
    .map((one) => [one, one.getBoundingClientRect().right - innerWidth])
    .filter(([one, by]) => by > 1 && one.getClientRects().length > 0 && !boxed(one))
    .map(([, by]) => by);
  const wide = Math.max(
    document.documentElement.scrollWidth - innerWidth,
    main ? main.scrollWidth - main.clientWidth : 0,
    ...sticking,
  );
  return wide > 1 ? Math.round(wide) : 0;
})()`;

/**
 * Characters of the page that no font of this machine can draw: each looks as one of the private use area does,
 * which no font has.
 */
export const TOFU = `(() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 32;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  pen.font = '20px ' + getComputedStyle(document.body).fontFamily;
  const drawn = (character) => {
    pen.clearRect(0, 0, 32, 32);
    pen.fillText(character, 4, 24);
    return pen.getImageData(0, 0, 32, 32).data.join();
  };
  const box = drawn('\\ue5f3');
  const characters = new Set([...document.body.innerText].filter((one) => one.trim() !== ''));
  return [...characters].filter((one) => drawn(one) === box);
})()`;

/**
 * What a finger has to meet and is lower than 44 px; a link in a sentence, what is off and what is behind a dialog may be.
 * A field counts with the box that it lies in.
 */
export const SMALL = `(() => {
  const LEAST = 44;
  const layer = [...document.querySelectorAll('[role=dialog]')].at(-1) ?? document;
  const touched = 'button, a[href], input, textarea, summary, [role=button], [role=tab], .ant-tag-checkable';
  const box = 'label, .ant-select, .ant-input-affix-wrapper, .ant-input-number, .ant-segmented, .ant-switch';
  const off = ':disabled, .ant-btn-disabled, [aria-disabled=true], .skip, .ant-segmented-item-disabled *';
  return [...layer.querySelectorAll(touched)]
    .filter((one) => !one.matches(off) && getComputedStyle(one).display !== 'inline')
    .map((one) => [one, (one.parentElement.closest(box) ?? one).getBoundingClientRect()])
    .filter(([, { width, height }]) => width > 1 && height > 1 && Math.round(height) < LEAST)
    .map(([one, { height }]) =>
      (one.innerText || one.getAttribute('aria-label') || one.id || one.className) + ' ' + Math.round(height));
})()`;

/** How tall a window shows all of the page; one with a dialog open is as tall as it is. */
export const HEIGHT = `(() => {
  if (document.querySelector('[role=dialog]')) return 0;
  const main = document.querySelector('main');
  const ofMain = main ? main.getBoundingClientRect().top + main.scrollHeight : 0;
  return Math.ceil(Math.max(ofMain, document.documentElement.scrollHeight));
})()`;

/** Waits until colours have stopped turning: in between they are nobody's. What turns for ever is not waited for. */
export const STILL = `(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const ends = ({ effect }) => effect && effect.getComputedTiming().endTime !== Infinity;
  for (let quiet = 0; quiet < 2; ) {
    await frame();
    const turning = document.getAnimations().filter(ends);
    quiet = turning.length > 0 ? 0 : quiet + 1;
    await Promise.allSettled(turning.map(({ finished }) => finished));
  }
})()`;

/** Rules of WCAG 2.1 A and AA. */
export const AXE_RUN = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] })
  .then(({ violations }) => violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    nodes: nodes.slice(0, 3).map(({ target, any }) => target + ' ' + (any[0] ? any[0].message : '')),
  })))`;

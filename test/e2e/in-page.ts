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

/** Waits until colours have stopped turning: in between they are nobody's. */
export const STILL = `Promise.race([
  Promise.allSettled(document.getAnimations().map(({ finished }) => finished)),
  new Promise((resolve) => setTimeout(resolve, 600)),
]).then(() => undefined)`;

/** Rules of WCAG 2.1 A and AA. */
export const AXE_RUN = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
  .then(({ violations }) => violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    nodes: nodes.slice(0, 3).map(({ target, any }) => target + ' ' + (any[0] ? any[0].message : '')),
  })))`;

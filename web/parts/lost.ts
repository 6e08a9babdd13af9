/** In the words of Chromium, Firefox and Safari. */
const LOST = /dynamically imported module|importing a module script failed/i;

/** Whether a part of the page did not come: the house was renewed since the page was opened, or the line is cut. A retry finds the same. */
export const isLost = ({ message }: Error): boolean => LOST.test(message);

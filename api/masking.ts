/** Enough of a personal value to tell it from another, and no more: its first character, its end, and what is around "@". */
export function masked(value: string | undefined): string | null {
  if (value === undefined) return null;
  const [name = '', host] = value.split('@');
  if (host !== undefined)
    return `${name.slice(0, 1)}***@${host.replace(/^[^.]*/, (label) => `${label.slice(0, 1)}***`)}`;
  return value.length > 4 ? `${value.slice(0, 1)}***${value.slice(-2)}` : '***';
}

import type { ReactNode } from 'react';

interface PanelProps {
  title: string;
  children: ReactNode;
  extra?: ReactNode;
  className?: string;
}

/** A titled part of a page; the title is what a screen reader jumps to. */
export function Panel({ title, children, extra, className = '' }: PanelProps) {
  return (
    <section className={`panel ${className}`} aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        {extra}
      </header>
      {children}
    </section>
  );
}

/** Name and value, side by side. */
export function Fields({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="fields">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

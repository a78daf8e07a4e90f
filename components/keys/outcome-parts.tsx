import type { ReactNode } from 'react';

/** What a change does, part by part, side by side where there is room. */
export function OutcomeParts({ children }: { children: ReactNode }) {
  return (
    <div className="grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3">
      {children}
    </div>
  );
}

export function OutcomePart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="bg-surface px-3 py-2.5">
      <h3 className="font-medium">{title}</h3>
      <p className="mt-0.5 text-muted text-sm">{children}</p>
    </section>
  );
}

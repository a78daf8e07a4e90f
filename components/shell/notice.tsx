import type { ReactNode } from 'react';

/** A whole page that says what happened, what it means and what to do. */
export function Notice({
  code,
  title,
  children,
  actions,
}: {
  /** A word above the title, such as "404". */
  code?: string | undefined;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col gap-4 py-12">
      {code && <p className="font-mono text-faint text-sm">{code}</p>}
      <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
      <div className="flex flex-col gap-2 text-lg text-muted">{children}</div>
      {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}

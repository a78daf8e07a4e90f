import type { ReactNode } from 'react';

/** A part of a long form: its name and what it is for on the left, its fields on the right. */
export function FormSection({
  title,
  description,
  children,
}: {
  title: string;
  description: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="grid gap-x-8 gap-y-4 border-line border-t py-6 first-of-type:border-t-0 first-of-type:pt-0 lg:grid-cols-[14rem_minmax(0,1fr)]">
      <div>
        <h2 className="font-semibold">{title}</h2>
        <p className="mt-1 max-w-md text-muted text-sm">{description}</p>
      </div>
      <div className="flex min-w-0 max-w-2xl flex-col gap-5">{children}</div>
    </section>
  );
}

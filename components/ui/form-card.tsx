import type { ReactNode } from 'react';
import { Card } from '#components/ui/card';

/** A group of settings: what it is for on the left, its form on the right. */
export function FormCard({
  title,
  description,
  children,
}: {
  title: string;
  description: ReactNode;
  children: ReactNode;
}) {
  return (
    <Card>
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-[16rem_1fr] md:p-2">
        <div>
          <h2 className="font-semibold">{title}</h2>
          <div className="mt-1 text-muted">{description}</div>
        </div>
        <div className="min-w-0">{children}</div>
      </div>
    </Card>
  );
}

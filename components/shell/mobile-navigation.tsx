'use client';

import { Menu as MenuIcon } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button';
import { Sheet } from '#components/ui/sheet';

/** The side navigation behind a button, on narrow screens; it closes when a page was chosen. */
export function MobileNavigation({ title, children }: { title: string; children: ReactNode }) {
  const path = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(null);
  return (
    <Sheet
      side="left"
      size="sm"
      title={title}
      open={openAt === path}
      onOpenChange={(open) => setOpenAt(open ? path : null)}
      trigger={
        <Button variant="ghost" size="icon" aria-label="Navigation" className="lg:hidden">
          <MenuIcon aria-hidden />
        </Button>
      }
    >
      {children}
    </Sheet>
  );
}

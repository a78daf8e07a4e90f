'use client';

import { Menu as MenuIcon } from 'lucide-react';
import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button';

/** Loaded with the first opening: wide screens never need it. */
const Sheet = dynamic(() => import('#components/ui/sheet').then((file) => file.Sheet), {
  ssr: false,
});

/** The side navigation behind a button, on narrow screens; it closes when a page was chosen. */
export function MobileNavigation({ title, children }: { title: string; children: ReactNode }) {
  const path = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(null);
  const open = openAt === path;
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Navigation"
        aria-haspopup="dialog"
        aria-expanded={open}
        className="lg:hidden"
        onClick={() => setOpenAt(path)}
      >
        <MenuIcon aria-hidden />
      </Button>
      {openAt !== null && (
        <Sheet
          side="left"
          size="sm"
          title={title}
          open={open}
          onOpenChange={(next) => setOpenAt(next ? path : null)}
        >
          {children}
        </Sheet>
      )}
    </>
  );
}

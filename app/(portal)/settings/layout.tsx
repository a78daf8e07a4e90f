import type { ReactNode } from 'react';
import { Main } from '#components/shell/main';

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return <Main>{children}</Main>;
}

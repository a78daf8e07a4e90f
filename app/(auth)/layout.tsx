import type { ReactNode } from 'react';
import { PlainFrame } from '#components/shell/plain-frame';

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <PlainFrame>
      <div className="w-full max-w-sm">{children}</div>
    </PlainFrame>
  );
}

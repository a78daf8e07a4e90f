import { FlaskConical } from 'lucide-react';

/** The amber band of every test page, so that live and test can't be mistaken. */
export function EnvironmentBand() {
  return (
    <aside
      aria-label="Environment"
      className="sticky top-14 z-20 flex min-h-8 flex-wrap items-center justify-center gap-x-2 bg-band px-4 py-1 text-center text-band-ink text-sm"
    >
      <FlaskConical aria-hidden className="size-4 shrink-0" />
      <strong className="font-semibold">Test environment</strong>
      <span className="max-sm:hidden">
        Its keys start with <code className="font-mono">sk_test_</code>; data and credits are apart
        from live.
      </span>
    </aside>
  );
}

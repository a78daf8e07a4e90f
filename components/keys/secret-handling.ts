import { useEffect, useRef } from 'react';

/** Offers text as a file, made in the browser: it is not sent anywhere. */
export function downloadText(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}

/**
 * While mounted: Esc, Back and links are held and reported to `onHeld`, a reload or a closed tab
 * asks first, and a page that the browser kept for Back is loaded anew.
 * @returns a function that lets go, to be called before leaving on purpose.
 */
export function useLeaveGuard(onHeld: () => void): () => void {
  const held = useRef(onHeld);
  const guard = useRef<AbortController | null>(null);
  useEffect(() => {
    held.current = onHeld;
  });
  useEffect(() => {
    const controller = new AbortController();
    guard.current = controller;
    holdPage(() => held.current(), controller.signal);
    return () => controller.abort();
  }, []);
  return () => guard.current?.abort();
}

function holdPage(onHeld: () => void, signal: AbortSignal): void {
  addEventListener('beforeunload', (event) => event.preventDefault(), { signal });
  addEventListener('pageshow', (event) => event.persisted && location.reload(), { signal });
  addEventListener('keydown', (event) => event.key === 'Escape' && onHeld(), {
    signal,
    capture: true,
  });
  window.navigation?.addEventListener(
    'navigate',
    (event) => {
      const leaves = event.navigationType === 'push' || event.navigationType === 'traverse';
      if (!leaves || !event.cancelable || !event.destination.sameDocument) return;
      event.preventDefault();
      onHeld();
    },
    { signal },
  );
}

import { Callout } from '#components/ui/callout';
import { Spinner } from '#components/ui/spinner';
import type { Watch } from './use-activity.tsx';

/** Says that the page is watching, or why it cannot. */
export function Waiting({ watch }: { watch: Exclude<Watch, { state: 'seen' }> }) {
  if (watch.state === 'unreachable') {
    return (
      <Callout tone="warn" title="This page cannot see your requests just now" live>
        {watch.message} It keeps trying; a call you make meanwhile still counts.
      </Callout>
    );
  }
  return (
    <div
      role="status"
      className="flex items-center gap-3 rounded-lg border border-strong border-dashed px-4 py-5"
    >
      <Spinner className="size-5! text-accent" />
      <div>
        <p className="font-medium">Waiting for your first request…</p>
        <p className="text-muted text-sm">
          Run the command in a terminal. This panel turns into the decoded response by itself.
        </p>
      </div>
    </div>
  );
}

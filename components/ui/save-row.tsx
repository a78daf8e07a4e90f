import { CircleCheck } from 'lucide-react';
import { Button } from '#components/ui/button';

/** The submit button of a settings form, with the word that it worked beside it. */
export function SaveRow({
  label,
  pending,
  saved,
}: {
  label: string;
  pending: boolean;
  /** What was saved; null before that. */
  saved: string | null;
}) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button type="submit" variant="primary" pending={pending}>
        {label}
      </Button>
      <p role="status" className="flex items-center gap-1.5 text-ok">
        {saved && !pending && (
          <>
            <CircleCheck aria-hidden className="size-4" />
            {saved}
          </>
        )}
      </p>
    </div>
  );
}

import { SavedNote } from '#components/ui/saved-note';

/** Confirms a saved rule or channel above the list that holds it. */
export function AlertsSaved({
  saved,
  href,
}: {
  saved: string | string[] | undefined;
  href: string;
}) {
  if (saved !== 'rule' && saved !== 'channel') return null;
  return (
    <SavedNote href={href}>
      {saved === 'rule'
        ? 'The rule is judged anew within a few seconds.'
        : 'The channel is used from the next alert on. Send a test to see that it arrives.'}
    </SavedNote>
  );
}

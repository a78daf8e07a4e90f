import { Button } from '#components/ui/button';
import { TextField } from '#components/ui/field';

/** Takes a request id; `text` is what was given before and is none. */
export function ExplainForm({ path, text }: { path: string; text: string | undefined }) {
  return (
    <form action={path} className="flex flex-col items-start gap-4">
      <TextField
        label="Request id"
        name="id"
        className="w-full"
        defaultValue={text ?? ''}
        placeholder="req_01JF…"
        autoComplete="off"
        spellCheck={false}
        error={text ? 'A request id is req_ and 26 letters and digits. Paste it whole.' : undefined}
        hint="You can also paste it into the search (Ctrl K or ⌘ K) on any page."
      />
      <Button type="submit" variant="primary">
        Explain it
      </Button>
    </form>
  );
}

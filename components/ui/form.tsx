'use client';

import {
  type ComponentProps,
  createContext,
  use,
  useEffect,
  useRef,
  useState,
  useTransition,
} from 'react';
import { cn } from '#components/ui/class-names';
import { DenialNote } from '#components/ui/denial-note';
import type { Denial, Result } from '#lib/result';

/** A server action as `defineAction` makes it. */
export type Action<Input, Output> = (input: Input, shown?: string) => Promise<Result<Output>>;

export type FormState<Input> = {
  pending: boolean;
  denial: Denial | null;
  /** The server's message for one field. */
  errorOf: (field: string) => string | undefined;
  submit: (input: Input) => void;
  reset: () => void;
};

const unreachable: Denial = {
  code: 'unavailable',
  message:
    'The portal did not answer, so nothing is known to have changed. Check your connection, then try again.',
};

const incomplete: Denial = {
  code: 'unavailable',
  message:
    'A part of this page could not be loaded, so nothing was sent. Check your connection and try again; if that does not help, reload the page.',
};

/** What the page belongs to; every form sends it along, so that the server can tell a stale page. */
export const FormOwner = createContext<string | undefined>(undefined);

/**
 * Runs a server action, keeps its refusal for showing, and hands its data to `onDone`. `needed` loads
 * what `onDone` cannot do without: as long as that fails, nothing is sent.
 */
export function useForm<Input, Output>(
  action: Action<Input, Output>,
  onDone?: (data: Output) => void,
  needed?: () => Promise<unknown>,
): FormState<Input> {
  const shown = use(FormOwner);
  const [pending, start] = useTransition();
  const [denial, setDenial] = useState<Denial | null>(null);
  const submit = (input: Input) => {
    if (pending) return;
    start(async () => {
      const result = await send(() => action(input, shown), needed);
      setDenial(result.ok ? null : result.denial);
      if (result.ok) onDone?.(result.data);
    });
  };
  const errorOf = (field: string) => denial?.fields?.[field];
  return { pending, denial, errorOf, submit, reset: () => setDenial(null) };
}

async function send<Output>(
  act: () => Promise<Result<Output>>,
  needed: (() => Promise<unknown>) | undefined,
): Promise<Result<Output>> {
  try {
    await needed?.();
  } catch {
    return { ok: false, denial: incomplete };
  }
  return act().catch(() => ({ ok: false, denial: unreachable }));
}

/**
 * A form over `useForm`: `read` turns its fields into the action's input. A refusal is shown on top
 * and gets the focus, or the first field that it names does.
 */
export function Form<Input>({
  state,
  read,
  className,
  children,
  ...rest
}: Omit<ComponentProps<'form'>, 'onSubmit'> & {
  state: FormState<Input>;
  read: (fields: FormData) => Input;
}) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!state.denial) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid]');
    (wrong ?? form.current?.querySelector<HTMLElement>('[data-denial]'))?.focus();
  }, [state.denial]);
  return (
    <form
      {...rest}
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        state.submit(read(new FormData(event.currentTarget)));
      }}
      className={cn('flex flex-col gap-5', className)}
    >
      {state.denial && !isSaidByField(state.denial) && <DenialNote denial={state.denial} />}
      {children}
    </form>
  );
}

/** Whether a field shows the very same sentence. */
function isSaidByField(denial: Denial): boolean {
  return Object.values(denial.fields ?? {}).includes(denial.message);
}

/** The text of one field; empty when it is missing. */
export function textOf(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}

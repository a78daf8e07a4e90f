'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button';
import { Field } from '#components/ui/field';
import { Input } from '#components/ui/input';

/** A password that can be pasted, filled in by a manager, and looked at. */
export function PasswordField({
  label,
  hint,
  error,
  ...input
}: { label: string; hint?: ReactNode; error?: string | undefined } & ComponentProps<'input'>) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className="relative">
          <Input
            {...input}
            {...control}
            type={shown ? 'text' : 'password'}
            required
            spellCheck={false}
            autoCapitalize="none"
            className="pr-10"
          />
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Show ${label.toLowerCase()}`}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            className="absolute top-1/2 right-1 -translate-y-1/2"
          >
            <Icon aria-hidden />
          </Button>
        </div>
      )}
    </Field>
  );
}

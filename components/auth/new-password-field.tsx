'use client';

import { type ComponentProps, useState } from 'react';
import { PasswordField } from '#components/auth/password-field';
import { cn } from '#components/ui/class-names';
import { lengthHint } from './length-hint.ts';

/** A password being chosen, with a word on its length while typing; there are no rules about characters. */
export function NewPasswordField({
  label = 'Password',
  error,
  ...input
}: { label?: string; error?: string | undefined } & ComponentProps<'input'>) {
  const [length, setLength] = useState(0);
  const { level, text } = lengthHint(length);
  return (
    <PasswordField
      {...input}
      label={label}
      error={error}
      autoComplete="new-password"
      minLength={8}
      onChange={(event) => setLength([...event.currentTarget.value].length)}
      hint={
        <span className="flex items-center gap-2">
          <span aria-hidden className="flex gap-0.5">
            {[1, 2, 3].map((bar) => (
              <span
                key={bar}
                className={cn('h-1 w-5 rounded-full', bar <= level ? bars[level] : 'bg-line')}
              />
            ))}
          </span>
          {text}
        </span>
      }
    />
  );
}

const bars = ['bg-line', 'bg-fail', 'bg-warn', 'bg-ok'];

'use client';

import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Checkbox } from '#components/ui/checkbox';
import { Mono } from '#components/ui/mono';
import { RadioCards } from '#components/ui/radio-cards';
import {
  type Permission,
  type PresetName,
  permissions,
  permissionTexts,
  presetOf,
  presets,
} from '#lib/keys/scopes';

const choices: readonly { value: PresetName; label: string; hint: string }[] = [
  { value: 'full', label: presets.full.label, hint: 'All six permissions.' },
  { value: 'read_only', label: presets.read_only.label, hint: 'Never creates, never costs.' },
  {
    value: 'sessions_only',
    label: presets.sessions_only.label,
    hint: 'Creates, reads, ends.',
  },
  { value: 'custom', label: 'Custom', hint: 'Exactly what is needed.' },
];

/**
 * What the key may do: a preset, or one by one. Ticking a box shows the preset that the ticks then
 * equal, so that the two never disagree.
 */
export function PermissionField({
  value,
  onChange,
  allowed,
  error,
}: {
  value: readonly Permission[];
  onChange: (value: readonly Permission[]) => void;
  /** What the person may hand out; the rest is shown and can't be ticked. */
  allowed: readonly Permission[];
  error?: string | undefined;
}) {
  const [custom, setCustom] = useState(false);
  const grants = (preset: PresetName) => (preset === 'custom' ? [] : presets[preset].permissions);
  function choose(preset: PresetName) {
    setCustom(preset === 'custom');
    if (preset !== 'custom') onChange(grants(preset));
  }
  function toggle(permission: Permission, on: boolean) {
    onChange(permissions.filter((item) => (item === permission ? on : value.includes(item))));
  }
  return (
    <div className="flex flex-col gap-3">
      <RadioCards
        name="preset"
        legend="Preset"
        columns={4}
        options={choices.map((choice) => ({
          ...choice,
          disabled: grants(choice.value).some((permission) => !allowed.includes(permission)),
        }))}
        value={custom ? 'custom' : presetOf(value)}
        onChange={choose}
      />
      <fieldset aria-invalid={error ? true : undefined} tabIndex={error ? -1 : undefined}>
        <legend className="sr-only">Permissions</legend>
        <ul className="divide-y divide-line rounded-lg border border-line">
          {permissions.map((permission) => (
            <li key={permission} className="px-3 py-1.5">
              <Checkbox
                label={<Mono>{permission}</Mono>}
                hint={hintOf(permission, allowed)}
                checked={value.includes(permission)}
                disabled={!allowed.includes(permission) && !value.includes(permission)}
                onChange={(event) => toggle(permission, event.currentTarget.checked)}
              />
            </li>
          ))}
        </ul>
      </fieldset>
      {value.length === 0 && (
        <p className="flex gap-1.5 text-sm text-warn">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          Without permissions the key can only ask who it is (GET /v1/me).
        </p>
      )}
      {error && (
        <p role="alert" className="text-fail text-sm">
          {error}
        </p>
      )}
    </div>
  );
}

function hintOf(permission: Permission, allowed: readonly Permission[]): string {
  const text = permissionTexts[permission];
  return allowed.includes(permission) ? text : `${text}. Only an owner or admin can grant this.`;
}

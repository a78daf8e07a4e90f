'use client';

import { Callout } from '#components/ui/callout';
import { Checkbox } from '#components/ui/checkbox';
import { RadioCards } from '#components/ui/radio-cards';
import { audienceOf, type Channel, troubleOf } from './audience.ts';

/** Every channel, or some of them; an empty choice means every one. */
export function ChannelChoice({
  channels,
  chosen,
  onChange,
}: {
  channels: readonly Channel[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const first = channels[0];
  if (first === undefined) {
    return (
      <p className="text-muted">
        It tells nobody: there is no channel yet. What it fires shows in the portal only.
      </p>
    );
  }
  const { silence } = audienceOf(chosen, channels);
  const toggle = (id: string, on: boolean) =>
    onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return (
    <>
      <RadioCards
        name="channels"
        legend="Channels"
        columns={2}
        value={chosen.length === 0 ? 'every' : 'some'}
        onChange={(value) => onChange(value === 'every' ? [] : [first.id])}
        options={[
          { value: 'every', label: 'Every channel', hint: 'Also those added later.' },
          { value: 'some', label: 'Only these' },
        ]}
      />
      {chosen.length > 0 && (
        <div className="flex flex-col gap-1">
          {channels.map((channel) => (
            <Checkbox
              key={channel.id}
              label={labelOf(channel)}
              checked={chosen.includes(channel.id)}
              onChange={(event) => toggle(channel.id, event.currentTarget.checked)}
            />
          ))}
        </div>
      )}
      {silence !== null && (
        <Callout tone="warn" live title={`It tells nobody: ${silence}`}>
          What it fires shows in the portal only. Switch a channel on, or choose another.
        </Callout>
      )}
    </>
  );
}

function labelOf(channel: Channel): string {
  const trouble = troubleOf(channel);
  return trouble === null ? channel.name : `${channel.name} (${trouble})`;
}

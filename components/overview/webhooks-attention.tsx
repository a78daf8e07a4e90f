import type { Presented } from '#components/overview/keys-attention';
import { Time } from '#components/ui/time';
import type { Attention } from '#lib/overview/attention';

/** Words and link for webhook endpoints that were switched off by themselves. */
export function presentEndpoints(
  { count, first }: Extract<Attention, { kind: 'endpoints_lost' }>,
  base: string,
): Presented {
  const one = count === 1;
  return {
    tone: 'fail',
    title: one
      ? `The webhook endpoint ${first.name} was switched off`
      : `${count} webhook endpoints were switched off`,
    text: (
      <>
        {one ? 'It' : `The last one, ${first.name},`}{' '}
        {first.reason === 'gone' ? 'answered 410 Gone' : 'had failed for five days'} on{' '}
        <Time iso={first.at} />. It gets no events while it is off. When it works again, switch it
        on; otherwise remove it.
      </>
    ),
    action: one
      ? { label: 'Open the endpoint', href: `${base}/${first.id}` }
      : { label: 'See them', href: base },
  };
}

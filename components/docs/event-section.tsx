import { Mono } from '#components/ui/mono';
import { TextLink } from '#components/ui/text-link';
import type { EventData, Events } from '#lib/reference/events';
import { AttributeList } from './attribute-list.tsx';
import { Disclosure } from './disclosure.tsx';
import { dataTitle } from './event-table.ts';
import { anchorOf } from './markdown.tsx';

/** Where the events of webhooks are told of. */
export const eventsTitle = 'Webhook events';

/** What is posted to the endpoints of webhooks. */
export function EventList({ events }: { events: Events }) {
  return (
    <div className="mt-4 flex flex-col gap-4">
      <p className="max-w-2xl">
        Posted to your endpoints; <TextLink href="/docs/webhooks">Webhooks</TextLink> tells how they
        are signed and sent again.
      </p>
      <dl className="divide-y divide-line border-line border-y">
        {events.types.map(({ type, description }) => (
          <div key={type} className="flex gap-x-4 gap-y-1 py-2 max-sm:flex-col">
            <dt className="w-60 shrink-0">
              <Mono>{type}</Mono>
            </dt>
            <dd className="text-muted">{description}</dd>
          </div>
        ))}
      </dl>
      <div>
        <Disclosure title="Fields of the body" count={events.body.length}>
          <AttributeList attributes={events.body} marks="optional" />
        </Disclosure>
        <Disclosure title="Headers" count={events.headers.length}>
          <AttributeList attributes={events.headers} marks="optional" />
        </Disclosure>
      </div>
      {events.data.map((shape) => (
        <DataSection key={shape.name} shape={shape} />
      ))}
    </div>
  );
}

function DataSection({ shape: { name, types, attributes, sameAs } }: { shape: EventData }) {
  const title = dataTitle(name);
  const id = anchorOf(title);
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1">
      <h3 id={id} className="wrap-anywhere mt-4 font-semibold text-lg">
        <a href={`#${id}`} className="rounded-sm hover:underline">
          {title}
        </a>
      </h3>
      <p className="flex flex-wrap gap-x-3 text-sm">
        {types.map((type) => (
          <Mono key={type}>{type}</Mono>
        ))}
      </p>
      {sameAs === null ? (
        <div>
          <Disclosure title="Fields of data" count={attributes.length}>
            <AttributeList attributes={attributes} marks="optional" />
          </Disclosure>
        </div>
      ) : (
        <p>
          It is what{' '}
          <TextLink href={`#${anchorOf(sameAs.summary)}`}>
            <Mono>{`${sameAs.method} ${sameAs.path}`}</Mono>
          </TextLink>{' '}
          answers.
        </p>
      )}
    </section>
  );
}

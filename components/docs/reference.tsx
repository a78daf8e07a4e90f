import type { ReactNode } from 'react';
import { Mono } from '#components/ui/mono';
import { PageHeader } from '#components/ui/page-header';
import { TextLink } from '#components/ui/text-link';
import type { Events } from '#lib/reference/events';
import type { Resource } from '#lib/reference/operations';
import { AsMarkdown } from './as-markdown.tsx';
import { EventList, eventsTitle } from './event-section.tsx';
import { anchorOf } from './markdown.tsx';
import { OperationNavigation } from './operation-navigation.tsx';
import { OperationSection } from './operation-section.tsx';
import { baseUrlOf, type Reader } from './page.ts';
import { reference, referenceOf } from './reference-page.ts';

/** The API reference, drawn on the server: nothing in it waits for a script. */
export function Reference({ reader, filter }: { reader: Reader; filter: string }) {
  const { resources, events } = referenceOf(reader);
  return (
    <article className="xl:grid xl:grid-cols-[minmax(0,1fr)_14rem] xl:gap-x-8">
      <PageHeader title={reference.title} description={reference.description} />
      <OperationNavigation
        resources={[...resources.map(linksOf), linkOf(events)]}
        filter={filter}
      />
      <div className="min-w-0">
        <p>
          Made from{' '}
          <TextLink href={`${baseUrlOf(reader)}/v1/openapi.json`}>
            <Mono>/v1/openapi.json</Mono>
          </TextLink>
          , which needs no key.
        </p>
        {resources.map(({ name, description, operations }) => (
          <ReferenceSection key={name} title={name}>
            <p className="mt-1 max-w-2xl text-muted">{description}</p>
            {operations.map((operation) => (
              <OperationSection key={operation.id} operation={operation} reader={reader} />
            ))}
          </ReferenceSection>
        ))}
        <ReferenceSection title={eventsTitle}>
          <EventList events={events} />
        </ReferenceSection>
        <AsMarkdown slug={reference.slug} />
      </div>
    </article>
  );
}

function ReferenceSection({ title, children }: { title: string; children: ReactNode }) {
  const id = anchorOf(title);
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mt-8 border-line border-t pt-6 font-semibold text-xl tracking-tight">
        <a href={`#${id}`} className="rounded-sm hover:underline">
          {title}
        </a>
      </h2>
      {children}
    </section>
  );
}

function linksOf({ name, operations }: Resource) {
  const links = operations.map(({ method, path, summary }) => ({
    anchor: anchorOf(summary),
    method,
    path,
    summary,
  }));
  return { name, operations: links };
}

/** Events are found by their types, too. */
function linkOf({ types }: Events) {
  const path = types.map(({ type }) => type).join(' ');
  const link = { anchor: anchorOf(eventsTitle), method: 'EVENT', path, summary: eventsTitle };
  return { name: 'Events', operations: [link] };
}

import type { ReactNode } from 'react';
import { CodeBlock } from '#components/ui/code-block';
import { Mono } from '#components/ui/mono';
import { TextLink } from '#components/ui/text-link';
import { type Answer, type Operation, statusesOf } from '#lib/reference/operations';
import { requestSample } from '#lib/reference/request-sample';
import { AttributeList } from './attribute-list.tsx';
import { Disclosure } from './disclosure.tsx';
import { anchorOf, Markdown } from './markdown.tsx';
import { Method } from './method.tsx';
import type { Reader } from './page.ts';
import { filled, type Language, languages } from './sample.tsx';

/** The kinds of parameters, in the order in which a call is put together. */
const places = ['path', 'query', 'header'] as const;

/** All there is to know of an operation. */
export function OperationSection({ operation, reader }: { operation: Operation; reader: Reader }) {
  const { summary, method, path, description, parameters, body, answer } = operation;
  const id = anchorOf(summary);
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <div className="mt-8 flex flex-col gap-1">
        <h3 id={id} className="wrap-anywhere font-semibold text-lg">
          <a href={`#${id}`} className="rounded-sm hover:underline">
            {summary}
          </a>
        </h3>
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Method method={method} />
          <Mono>{path}</Mono>
        </p>
      </div>
      <Markdown source={description} />
      <Part title="call">
        <CallSamples operation={operation} reader={reader} />
      </Part>
      {places.map((place) => {
        const own = parameters.filter((parameter) => parameter.place === place);
        if (own.length === 0) return null;
        return (
          <Part key={place} title={`${place} parameters`}>
            <AttributeList attributes={own} marks="required" />
          </Part>
        );
      })}
      {body !== null && body.attributes.length > 0 && (
        <Part title="body">
          <AttributeList attributes={body.attributes} marks="required" />
        </Part>
      )}
      <AnswerPart answer={answer} summary={summary} />
      <ErrorPart errors={operation.errors} />
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <h4 className="font-medium first-letter:uppercase">{title}</h4>
      {children}
    </div>
  );
}

function CallSamples({ operation, reader }: { operation: Operation; reader: Reader }) {
  const sample = requestSample(operation);
  return (
    <div>
      {(Object.keys(languages) as Language[]).map((language) => (
        <Disclosure
          key={language}
          title={languages[language]}
          group={`call of ${operation.id}`}
          open={language === 'bash'}
        >
          <CodeBlock
            code={filled(sample[language], language, reader)}
            label={`${languages[language]} sample: ${operation.summary}`}
          />
        </Disclosure>
      ))}
    </div>
  );
}

function AnswerPart({ answer, summary }: { answer: Answer; summary: string }) {
  const { status, description, type, headers, attributes, example } = answer;
  return (
    <Part title={`Answer ${status}`}>
      <Markdown source={description} />
      {type !== null && <p className="text-muted text-sm">{type}</p>}
      {attributes.length > 0 && <AttributeList attributes={attributes} marks="optional" />}
      <div>
        {example !== undefined && (
          <Disclosure title="Example" open>
            <CodeBlock code={JSON.stringify(example, null, 2)} label={`json answer: ${summary}`} />
          </Disclosure>
        )}
        <Disclosure title="Headers" count={headers.length}>
          <AttributeList attributes={headers} marks="required" />
        </Disclosure>
      </div>
    </Part>
  );
}

function ErrorPart({ errors }: { errors: Operation['errors'] }) {
  return (
    <Disclosure title="Errors" count={errors.length}>
      <dl className="flex flex-col gap-2 text-sm">
        {statusesOf(errors).map(([status, codes]) => (
          <div key={status} className="flex gap-3">
            <dt className="w-8 shrink-0 text-muted">{status}</dt>
            <dd className="flex min-w-0 flex-col gap-1">
              {codes.map(({ code, message }) => (
                <p key={code}>
                  <TextLink href={`/docs/errors#${code}`}>
                    <Mono>{code}</Mono>
                  </TextLink>{' '}
                  {message.replaceAll('`', '')}
                </p>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}

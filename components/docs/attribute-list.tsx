import { Fragment } from 'react';
import { Badge } from '#components/ui/badge';
import { Mono } from '#components/ui/mono';
import type { Attribute } from '#lib/reference/attributes';
import { Disclosure } from './disclosure.tsx';
import { Markdown } from './markdown.tsx';

/** More values than these are folded. */
const SHOWN_VALUES = 8;

/** Fields with their types; fields within fields unfold, without a script. */
export function AttributeList({
  attributes,
  marks,
}: {
  attributes: readonly Attribute[];
  /** Which fields are marked: those that have to be sent, or those that may be missing in an answer. */
  marks: 'required' | 'optional';
}) {
  return (
    <ul className="divide-y divide-line border-line border-y">
      {attributes.map((attribute) => (
        <li key={attribute.name} className="flex flex-col gap-1 py-2.5">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Mono className="font-semibold">{attribute.name}</Mono>
            <span className="text-muted text-sm">{attribute.type}</span>
            <Mark attribute={attribute} marks={marks} />
          </p>
          {attribute.text && (
            <div className="text-muted">
              <Markdown source={attribute.text} />
            </div>
          )}
          {attribute.limits.length > 0 && (
            <p className="text-muted text-sm">{attribute.limits.join('; ')}</p>
          )}
          <Values values={attribute.values} />
          {attribute.inner.length > 0 && (
            <Disclosure title={`Fields of ${attribute.name}`} count={attribute.inner.length}>
              <AttributeList attributes={attribute.inner} marks={marks} />
            </Disclosure>
          )}
        </li>
      ))}
    </ul>
  );
}

function Mark({ attribute, marks }: { attribute: Attribute; marks: 'required' | 'optional' }) {
  if (attribute.required !== (marks === 'required')) return null;
  return (
    <Badge tone={marks === 'required' ? 'warn' : 'neutral'} icon={null}>
      {marks}
    </Badge>
  );
}

function Values({ values }: { values: readonly string[] }) {
  if (values.length === 0) return null;
  const list = (
    <p className="text-sm leading-6">
      {values.map((value, index) => (
        <Fragment key={value}>
          {index > 0 && ', '}
          <Mono>{value}</Mono>
        </Fragment>
      ))}
    </p>
  );
  if (values.length <= SHOWN_VALUES) {
    return (
      <div className="flex gap-1.5 text-sm leading-6">
        <span className="shrink-0 text-muted">{values.length === 1 ? 'always' : 'one of'}</span>
        {list}
      </div>
    );
  }
  return (
    <Disclosure title="Values" count={values.length}>
      {list}
    </Disclosure>
  );
}

import { Time } from '#components/ui/time';
import { momentsIn, type TimeStyle } from '#lib/time-format';

/** A text whose moments, written as ISO 8601 in UTC, are shown as all others of the page. */
export function TimedText({ text, style }: { text: string; style?: TimeStyle | undefined }) {
  const [before, moment, ...rest] = momentsIn(text);
  if (moment === undefined) return text;
  return (
    <>
      {before}
      <Time iso={moment} style={style} />
      <TimedText text={rest.join('')} style={style} />
    </>
  );
}

import { CircleCheck, CircleDashed, CircleX, type LucideIcon } from 'lucide-react';
import { cn } from '#components/ui/class-names';
import { TimedText } from '#components/ui/timed-text';
import type { TraceStep } from '#lib/gate/trace';
import { checkTexts } from './check-texts.ts';

const looks: Readonly<
  Record<TraceStep['outcome'], { icon: LucideIcon; colour: string; word: string }>
> = {
  passed: { icon: CircleCheck, colour: 'text-ok', word: 'passed' },
  failed: { icon: CircleX, colour: 'text-fail', word: 'failed' },
  not_reached: { icon: CircleDashed, colour: 'text-faint', word: 'not reached' },
};

/** The checks of a call in their order, what each asks and what became of it. */
export function TraceList({
  steps,
  seen,
}: {
  steps: readonly TraceStep[];
  /** What the failed check saw, as sentences; moments are ISO 8601. */
  seen: readonly string[];
}) {
  return (
    <ol className="divide-y divide-line">
      {steps.map(({ check, outcome }, index) => {
        const { icon: Icon, colour, word } = looks[outcome];
        const failed = outcome === 'failed';
        return (
          <li key={check} className={cn('flex gap-3 px-4 py-2', failed && 'bg-fail-soft')}>
            <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', colour)} />
            <div className="min-w-0 flex-1">
              <p className={cn(outcome === 'not_reached' && 'text-muted')}>
                <span className="text-muted">{index + 1}. </span>
                <span className={cn(failed && 'font-semibold')}>{checkTexts[check].name}</span>{' '}
                <span className="text-muted text-sm">{checkTexts[check].asks}</span>
              </p>
              {failed &&
                seen.map((line) => (
                  <p key={line} className="wrap-anywhere text-sm">
                    <TimedText text={line} style="second" />
                  </p>
                ))}
            </div>
            <span className={cn('shrink-0 text-sm', failed ? 'font-semibold' : 'text-muted')}>
              {word}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

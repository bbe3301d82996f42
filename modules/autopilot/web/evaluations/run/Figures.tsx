import { cx } from '../../../../../web/kit/cx.ts';
import { dollars } from '../../../../../web/kit/dollars.ts';
import { type EvaluationRun, verdicts } from '../../../evaluating/contract.ts';
import { percent } from '../../words.ts';
import { askedCount, countOf, verdictWords } from '../words.ts';

const bars = { good: 'bg-good', warn: 'bg-warn', danger: 'bg-danger' } as const;

export function Figures({ run }: { run: EvaluationRun }) {
  const asked = askedCount(run);
  return (
    <section aria-label="Figures" className="mb-8">
      <div className="mb-5 flex h-2 gap-px overflow-hidden rounded-full bg-line" aria-hidden>
        {verdicts.map((verdict) => (
          <span
            key={verdict}
            className={cx('block', bars[verdictWords[verdict].tone])}
            style={{ width: `${(countOf(run, verdict) / Math.max(1, run.questionsCount)) * 100}%` }}
          />
        ))}
      </div>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-5 sm:grid-cols-5">
        {verdicts.map((verdict) => (
          <div key={verdict}>
            <dt className="text-sm text-soft">{verdictWords[verdict].label}</dt>
            <dd>
              <span className="title text-2xl">{countOf(run, verdict)}</span>
              {asked > 0 && (
                <span className="ml-2 text-sm text-faint">{percent(countOf(run, verdict) / asked)}</span>
              )}
            </dd>
            <dd className="mt-0.5 text-xs text-faint">{verdictWords[verdict].says}</dd>
          </div>
        ))}
        <div>
          <dt className="text-sm text-soft">Cost</dt>
          <dd className="title text-2xl">{dollars(run.costMicro)}</dd>
          {asked > 0 && (
            <dd className="mt-0.5 text-xs text-faint">
              {dollars(Math.round(run.costMicro / asked))} a question
            </dd>
          )}
        </div>
      </dl>
    </section>
  );
}

import Wrench from 'lucide-react/icons/wrench';
import { cx } from '../../../../web/kit/cx.ts';
import { Time } from '../../../../web/kit/time.tsx';
import type { Approval, ToolStatus } from '../../contract.ts';
import { inWords, money, valueWords } from '../decisions/words.ts';
import { toolLabel } from '../personas/words.ts';

type Tool = NonNullable<Approval['tool']>;

/** A deed that wants leave: what would be done, and with which values; once it was allowed, how far it is. */
export function ToolShown({ tool }: { tool: Tool }) {
  const { name, input, valueMicro, status } = tool;
  const values: readonly (readonly [string, unknown])[] =
    input && typeof input === 'object' && !Array.isArray(input) ? Object.entries(input) : [['value', input]];
  return (
    <div>
      <h3 className="label mb-2">
        {status === null ? 'What it would do' : status === 'done' ? 'What it did' : 'What it does'}
      </h3>
      <div className="rounded-md border border-line bg-raised px-3 py-2">
        <p className="flex items-center gap-2 font-[550]">
          <Wrench size={15} strokeWidth={1.75} className="text-warn" aria-hidden />
          {toolLabel(name)}
        </p>
        <dl className="mt-1 grid grid-cols-[minmax(5rem,auto)_1fr] gap-x-4 gap-y-1 text-sm">
          {values.map(([key, value]) => (
            <div key={key} className="contents">
              <dt className="text-faint">{inWords(key)}</dt>
              <dd className="break-words">{valueWords(value)}</dd>
            </div>
          ))}
          {valueMicro !== null && (
            <>
              <dt className="text-faint">Worth</dt>
              <dd>{money(valueMicro)}</dd>
            </>
          )}
        </dl>
        {status !== null && <HowFar tool={tool} status={status} />}
      </div>
    </div>
  );
}

const howFar: Readonly<Record<ToolStatus, string>> = {
  queued: 'It was allowed, and is done in a moment',
  running: 'It is being done',
  done: 'Done',
  failed: 'It was not done',
  unknown: 'It was begun, and whether it was done is for somebody to find out',
};

function HowFar({ tool: { statusAt, output }, status }: { tool: Tool; status: ToolStatus }) {
  const isWrong = status === 'failed' || status === 'unknown';
  return (
    <p role="status" className="mt-2 border-t border-line pt-2 text-sm">
      <span className={cx('font-[550]', isWrong ? 'text-warn' : status === 'done' && 'text-good')}>
        {howFar[status]}
      </span>{' '}
      {statusAt && <Time at={statusAt} />}
      {isWrong && output && <span className="block break-words text-soft">{output}</span>}
    </p>
  );
}

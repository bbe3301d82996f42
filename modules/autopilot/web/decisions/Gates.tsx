import Check from 'lucide-react/icons/check';
import Minus from 'lucide-react/icons/minus';
import OctagonX from 'lucide-react/icons/octagon-x';
import { cx } from '../../../../web/kit/cx.ts';
import { gatesInOrder } from '../../contract.ts';
import { gatesPassed, lookUpWords, type SnapshotShown } from './snapshot-shown.ts';
import { count, gateLabel, ruleLabel } from './words.ts';

const signs = {
  passed: { icon: Check, look: 'text-good', word: 'Passed' },
  decided: { icon: OctagonX, look: 'text-warn', word: 'Decided here' },
  not_reached: { icon: Minus, look: 'text-faint', word: 'Not looked at' },
} as const;

/** What was looked at, in its order, and which of it decided. */
export function Gates({ matchedRule, seen }: { matchedRule: string | null; seen: SnapshotShown }) {
  const gates = gatesPassed(matchedRule);
  const isByGate = gatesInOrder.some((rule) => rule === matchedRule);
  return (
    <>
      <ol className="gap-x-8 sm:columns-2 lg:columns-3">
        {gates.map(({ rule, state }) => {
          const { icon: Icon, look, word } = signs[state];
          return (
            <li
              key={rule}
              className={cx(
                'flex break-inside-avoid items-center gap-2 py-0.5 text-sm',
                state === 'not_reached' && 'text-faint',
                state === 'decided' && 'font-[600]',
              )}
            >
              <Icon size={15} strokeWidth={2} className={cx('shrink-0', look)} aria-hidden />
              <span className="sr-only">{`${word}:`}</span>
              {state === 'decided' ? ruleLabel(rule) : gateLabel(rule)}
            </li>
          );
        })}
      </ol>
      {seen.used.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never move, and two may be alike.
        <p key={index} className="mt-4 flex items-center gap-2 text-sm">
          <Check size={15} strokeWidth={2} className="shrink-0 text-good" aria-hidden />
          {lookUpWords(one)}
        </p>
      ))}
      {!isByGate && matchedRule && (
        <p className="mt-4 flex items-center gap-2 text-sm">
          <Check size={15} strokeWidth={2} className="shrink-0 text-good" aria-hidden />
          <span>
            {seen.sources !== null &&
              `Looked up: ${count(seen.sources.length, 'place')} where it is written down. `}
            <span className="font-[600]">{ruleLabel(matchedRule)}</span>
          </span>
        </p>
      )}
    </>
  );
}

import { cx } from '../kit/cx.ts';
import { Tooltip } from '../kit/Tooltip.tsx';
import { type StreamState, useLiveState } from '../live.ts';

const words: Record<StreamState, { label: string; text: string }> = {
  connecting: { label: 'Connecting', text: 'Connecting. What you see may be a moment old.' },
  live: { label: 'Live', text: 'Live: what others change appears here at once.' },
  offline: { label: 'Offline', text: 'No connection. What you see may be old; Stoa keeps trying.' },
};

/** Whether the page is up to date, in a word and a mark of another shape for each. */
export function LiveIndicator() {
  const state = useLiveState();
  const { label, text } = words[state];
  return (
    <Tooltip text={text}>
      <span
        role="status"
        aria-label={text}
        className={cx(
          'inline-flex items-center gap-1.5 px-1 text-sm',
          state === 'offline' ? 'text-warn' : 'text-faint',
        )}
      >
        <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
          {state === 'live' && <circle cx="4" cy="4" r="3.5" className="fill-good" />}
          {state === 'connecting' && (
            <circle
              cx="4"
              cy="4"
              r="3"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
              strokeDasharray="3 2"
            />
          )}
          {state === 'offline' && <path d="M1 1l6 6M7 1 1 7" stroke="currentColor" strokeWidth="1.5" />}
        </svg>
        <span className="max-sm:sr-only">{label}</span>
      </span>
    </Tooltip>
  );
}

import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import Lock from 'lucide-react/icons/lock';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiError } from './api.ts';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import { Quiet } from './Quiet.tsx';

const skeletonAfterMs = 120;

/** Nothing here yet: what this place is for, and the next step. */
export function Empty({
  title,
  children,
  actions,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <Quiet picture={<EmptyColonnade />} title={title} actions={actions}>
      {children}
    </Quiet>
  );
}

/** Bases without columns: something is meant to stand here. */
function EmptyColonnade() {
  return (
    <svg viewBox="0 0 120 56" width="120" height="56" fill="none" stroke="currentColor" aria-hidden="true">
      <path d="M4 50.5h112M10 46.5h100" strokeWidth="1" />
      {[24, 48, 72, 96].map((x) => (
        <g key={x} strokeWidth="1">
          <path d={`M${x - 7} 46v-3.5h14V46M${x - 5} 42.5v-2h10v2`} />
          <path d={`M${x - 4} 40V12M${x + 4} 40V12`} strokeDasharray="1.5 3.5" opacity="0.75" />
        </g>
      ))}
      <path d="M12 8.5h96M8 4.5h104" strokeDasharray="1.5 3.5" opacity="0.75" />
    </svg>
  );
}

/** Not for this person: why, and who can change it. */
export function Refused({
  title = 'This is not open to you',
  children,
  actions,
}: {
  title?: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <Quiet picture={<Lock size={28} strokeWidth={1.25} aria-hidden />} title={title} actions={actions}>
      {children}
    </Quiet>
  );
}

/** A line above a page one may look at but not change. */
export function ReadOnlyNote({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-center gap-2 py-2 text-sm text-soft">
      <Lock size={14} strokeWidth={1.75} className="shrink-0" aria-hidden />
      {children}
    </p>
  );
}

/** It did not work: the server's words, another try, and the id to quote when asking for help. */
export function Failed({
  error,
  again,
  title = 'This could not be loaded',
}: {
  error?: Error | null | undefined;
  again?: (() => void) | undefined;
  title?: string;
}) {
  const requestId = error instanceof ApiError ? error.requestId : undefined;
  return (
    <Quiet
      role="alert"
      picture={<BrokenColumn />}
      title={title}
      actions={
        again && (
          <Button icon={RotateCcw} onClick={again}>
            Try again
          </Button>
        )
      }
    >
      <p>
        {error instanceof ApiError
          ? error.message
          : 'Something went wrong on this page. Trying again often helps.'}
      </p>
      {requestId && <RequestId id={requestId} />}
    </Quiet>
  );
}

function BrokenColumn() {
  return (
    <svg viewBox="0 0 64 56" width="64" height="56" fill="none" stroke="currentColor" aria-hidden="true">
      <path d="M2 50.500h60M14 50v-4h20v4M16.500 46V17l4 2 3-6 4 5 4-3v31M21 46V24M27 46V23" />
      <path d="m40.500 50 1-8h11l1 8M44.500 50v-8M49.500 50v-8M55 50l1.500-4h4L62 50" opacity="0.8" />
    </svg>
  );
}

/** What to quote when asking for help; the log has everything else under it. */
export function RequestId({ id }: { id: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <p className="mt-3 inline-flex items-center gap-1 text-sm text-faint">
      Request <code className="font-mono text-[0.6875rem] whitespace-nowrap">{id}</code>
      <button
        type="button"
        aria-label={copied ? 'Copied' : 'Copy the request id'}
        onClick={() => void navigator.clipboard.writeText(id).then(() => setCopied(true))}
        className="rounded-sm p-1 hover:bg-hover"
      >
        {copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
      </button>
    </p>
  );
}

/** A line of text that has not arrived, in the height it will have. Waits a moment: most things are there before it. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cx('skeleton block h-4', useAfter(skeletonAfterMs) ? '' : 'opacity-0', className)}
    />
  );
}

/** The whole of a page is on its way. */
export function Loading({ label = 'Loading', lines = 4 }: { label?: string; lines?: number }) {
  const widths = ['w-3/5', 'w-full', 'w-11/12', 'w-4/5'];
  return (
    <div role="status" className="flex flex-col gap-4 py-4">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={`line ${String(line)}`} className={widths[line % widths.length]!} />
      ))}
    </div>
  );
}

function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

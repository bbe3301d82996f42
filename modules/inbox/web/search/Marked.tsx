import { Fragment, type ReactNode } from 'react';
import type { Snippet } from '../../fields/contract.ts';

/** A piece of what was said, with what was looked for marked in it. */
export function Marked({ snippet: { text, marks } }: { snippet: Snippet }): ReactNode {
  let at = 0;
  const pieces = marks.map(([from, to]) => {
    const before = text.slice(at, from);
    at = to;
    return (
      <Fragment key={from}>
        {before}
        <mark className="rounded-sm bg-wash font-[550] text-ink">{text.slice(from, to)}</mark>
      </Fragment>
    );
  });
  return [...pieces, text.slice(at)];
}

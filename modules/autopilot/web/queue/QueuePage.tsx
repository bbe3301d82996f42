import type { ReactNode } from 'react';
import { Kbd } from '../../../../web/kit/Kbd.tsx';
import { useTitle } from '../../../../web/kit/Page.tsx';

interface QueuePageProps {
  title: string;
  /** The list, and the one of it that is open: beside each other, or on a phone in turn. */
  list: ReactNode;
  opened: ReactNode;
}

export function QueuePage({ title, list, opened }: QueuePageProps) {
  useTitle(title);
  return (
    <main id="main" data-fills aria-labelledby="title" className="relative flex min-h-0 min-w-0 flex-1">
      <h1 id="title" tabIndex={-1} className="sr-only">
        {title}
      </h1>
      {list}
      {opened}
    </main>
  );
}

/** Beside the list while nothing is open. */
export const NothingOpen = ({ children }: { children: ReactNode }) => (
  <div className="flex min-w-0 flex-1 flex-col items-center justify-center gap-3 p-8 text-center text-sm text-faint max-sm:hidden">
    <p>{children}</p>
    <p className="flex items-center gap-2">
      <Kbd keys="j" /> <Kbd keys="k" /> to move, <Kbd keys="?" /> for every key
    </p>
  </div>
);

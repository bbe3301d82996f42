import type { ReactNode } from 'react';
import { Colonnade } from '../../../web/kit/Colonnade.tsx';
import { Logo } from '../../../web/kit/Logo.tsx';
import { useTitle } from '../../../web/kit/Page.tsx';

interface DoorProps {
  /** In the browser's tab, where that is not the heading. */
  tab?: string;
  title: string;
  hint?: ReactNode;
  children?: ReactNode;
  /** Under a line: the other ways one may have meant to go. */
  foot?: ReactNode;
}

/** What stands before the product: every page one sees without being signed in. */
export function Door({ title, tab = title, hint, children, foot }: DoorProps) {
  useTitle(tab);
  return (
    <div className="grid min-h-dvh grid-rows-[minmax(7rem,20dvh)_1fr] lg:grid-cols-[1.15fr_1fr] lg:grid-rows-1">
      <div className="overflow-hidden border-line max-lg:border-b lg:sticky lg:top-0 lg:h-dvh lg:border-r">
        <Colonnade />
      </div>
      <main
        id="main"
        aria-labelledby="title"
        className="flex justify-center px-6 py-10 sm:px-10 lg:items-center"
      >
        <div className="w-full max-w-sm">
          <p className="mb-8 flex items-center gap-2.5 text-accent lg:mb-12">
            <Logo size={26} />
            <span className="title text-xl text-ink">Stoa</span>
          </p>
          <h1 id="title" tabIndex={-1} className="title text-3xl break-words">
            {title}
          </h1>
          {hint && <div className="mt-2 text-soft">{hint}</div>}
          <div className="mt-8">{children}</div>
          {foot && <div className="mt-8 border-t border-line pt-5 text-soft">{foot}</div>}
        </div>
      </main>
    </div>
  );
}

/** Between two ways to do the same. */
export function Or() {
  return (
    <p className="my-5 flex items-center gap-3 text-sm text-faint">
      <span className="h-px flex-1 bg-line" />
      or
      <span className="h-px flex-1 bg-line" />
    </p>
  );
}

import ArrowLeft from 'lucide-react/icons/arrow-left';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';

interface PageProps {
  /** What the page is, for its heading and for the browser's tab. */
  title: string;
  hint?: ReactNode;
  /** What one can do here, the most likely last. */
  actions?: ReactNode;
  /** Where it belongs: the list a detail was opened from. */
  up?: { readonly to: string; readonly label: string };
  children: ReactNode;
}

/** Every screen's frame: one main, one h1 that takes the focus when the page is reached, the two lines under it. */
export function Page({ title, hint, actions, up, children }: PageProps) {
  useTitle(title);
  return (
    <main
      id="main"
      aria-labelledby="title"
      className="mx-auto w-full max-w-5xl px-5 pt-8 pb-24 sm:px-10 sm:pt-12"
    >
      {up && (
        <Link to={up.to} className="mb-3 inline-flex items-center gap-1.5 text-sm text-soft hover:text-ink">
          <ArrowLeft size={14} aria-hidden />
          {up.label}
        </Link>
      )}
      <header className="architrave mb-4 flex flex-wrap items-end justify-between gap-x-8 gap-y-4 pb-5">
        <div className="min-w-0">
          <h1 id="title" tabIndex={-1} className="title text-2xl break-words">
            {title}
          </h1>
          {hint && <p className="mt-1 max-w-prose text-soft">{hint}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-start gap-2">{actions}</div>}
      </header>
      {children}
    </main>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === 'Stoa' ? title : `${title} · Stoa`;
  }, [title]);
}

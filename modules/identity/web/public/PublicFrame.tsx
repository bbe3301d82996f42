import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Colonnade } from '../../../../web/kit/Colonnade.tsx';
import { Link as TextLink } from '../../../../web/kit/Link.tsx';
import { Logo } from '../../../../web/kit/Logo.tsx';
import { useTitle } from '../../../../web/kit/Page.tsx';
import { paths } from '../../../../web/paths.ts';

interface PublicFrameProps {
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}

/** Around what strangers see: the walk beside it as at the sign-in page, and room for a form. */
export function PublicFrame({ title, hint, children }: PublicFrameProps) {
  useTitle(title);
  return (
    <div className="grid min-h-dvh grid-rows-[minmax(6rem,16dvh)_1fr] lg:grid-cols-[minmax(18rem,0.6fr)_1fr] lg:grid-rows-1">
      <div className="overflow-hidden border-line max-lg:border-b lg:sticky lg:top-0 lg:h-dvh lg:border-r">
        <Colonnade />
      </div>
      <div className="px-6 py-8 sm:px-10 lg:px-16">
        <div className="mx-auto w-full max-w-2xl">
          <header className="mb-10 flex items-center justify-between gap-4 lg:mb-14">
            <Link to={paths.home()} className="flex items-center gap-2.5 rounded-md text-accent">
              <Logo size={26} />
              <span className="title text-xl text-ink">Stoa</span>
            </Link>
            <TextLink to={paths.signIn()}>Sign in</TextLink>
          </header>
          <main id="main" aria-labelledby="title">
            <h1 id="title" tabIndex={-1} className="title text-3xl break-words">
              {title}
            </h1>
            {hint && <div className="mt-2 max-w-prose text-soft">{hint}</div>}
            <div className="mt-8">{children}</div>
          </main>
        </div>
      </div>
    </div>
  );
}

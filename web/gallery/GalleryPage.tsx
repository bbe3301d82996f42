import { type ComponentType, lazy, Suspense } from 'react';
import { appearanceLooks, setAppearance, useAppearance } from '../appearance.ts';
import { Button } from '../kit/Button.tsx';
import { Logo } from '../kit/Logo.tsx';
import { Page } from '../kit/Page.tsx';
import { Loading } from '../kit/states.tsx';

/** Each part of the kit in each of its states: to choose from, to look at, and for the journeys to photograph. */
const parts: readonly { id: string; title: string; hint: string; Part: ComponentType }[] = [
  {
    id: 'foundations',
    title: 'Foundations',
    hint: 'Stone, ink, lines and one accent.',
    Part: lazy(() => import('./Foundations.tsx')),
  },
  {
    id: 'buttons',
    title: 'Buttons and links',
    hint: 'One primary per view.',
    Part: lazy(() => import('./Buttons.tsx')),
  },
  {
    id: 'fields',
    title: 'Fields and forms',
    hint: 'Label above, hint below, the error in its place.',
    Part: lazy(() => import('./Fields.tsx')),
  },
  {
    id: 'overlays',
    title: 'What opens',
    hint: 'Menu, popover, dialog, drawer, toast.',
    Part: lazy(() => import('./Overlays.tsx')),
  },
  {
    id: 'table',
    title: 'Table',
    hint: 'j and k move, Enter opens, x chooses.',
    Part: lazy(() => import('./Tables.tsx')),
  },
  {
    id: 'states',
    title: 'States',
    hint: 'Every screen draws all of them.',
    Part: lazy(() => import('./States.tsx')),
  },
  {
    id: 'charts',
    title: 'Charts',
    hint: 'Hover, or focus and use the arrow keys.',
    Part: lazy(() => import('./Charts.tsx')),
  },
];

export function Component() {
  return (
    <>
      <header className="sticky top-0 z-20 flex h-14 items-center justify-between gap-4 border-b border-line bg-paper px-5">
        <span className="flex items-center gap-2.5 text-accent">
          <Logo size={22} />
          <span className="title text-lg text-ink">Stoa</span>
        </span>
        <Looks />
      </header>
      <Page title="The kit" hint="The parts that every screen is made of, in every state they have.">
        <nav aria-label="Parts" className="mb-10 flex flex-wrap gap-x-5 gap-y-1 text-soft">
          {parts.map(({ id, title }) => (
            <a
              key={id}
              href={`#${id}`}
              className="underline decoration-line underline-offset-4 hover:text-ink hover:decoration-current"
            >
              {title}
            </a>
          ))}
        </nav>
        {parts.map(({ id, title, hint, Part }) => (
          <section
            key={id}
            id={id}
            aria-labelledby={`${id}-title`}
            className="border-t border-line pt-5 pb-14"
          >
            <h2 id={`${id}-title`} className="title text-xl">
              {title}
            </h2>
            <p className="mb-6 text-soft">{hint}</p>
            <Suspense fallback={<Loading />}>
              <Part />
            </Suspense>
          </section>
        ))}
      </Page>
    </>
  );
}

function Looks() {
  const appearance = useAppearance();
  return (
    <fieldset aria-label="Appearance" className="flex">
      {appearanceLooks.map(({ value, label, icon }) => (
        <Button
          key={value}
          size="small"
          look="quiet"
          icon={icon}
          aria-pressed={appearance === value}
          onClick={() => setAppearance(value)}
          className={appearance === value ? 'text-accent' : undefined}
        >
          <span className="max-sm:sr-only">{label}</span>
        </Button>
      ))}
    </fieldset>
  );
}

import type { ReactNode } from 'react';

interface QuietProps {
  picture: ReactNode;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  role?: string | undefined;
  /** 1 when it is the whole page, 2 when it stands in one. */
  heading?: 1 | 2;
}

/** One thing said in the middle of a free place. The states of a screen are made of it. */
export function Quiet({ picture, title, children, actions, role, heading = 2 }: QuietProps) {
  const Heading = heading === 1 ? 'h1' : 'h2';
  return (
    <div role={role} className="mx-auto flex max-w-md flex-col items-center px-4 py-14 text-center">
      <div className="mb-5 text-faint">{picture}</div>
      <Heading tabIndex={heading === 1 ? -1 : undefined} className="title text-xl">
        {title}
      </Heading>
      <div className="mt-1.5 text-base text-soft">{children}</div>
      {actions && <div className="mt-6 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

import type { ReactNode } from 'react';

/** Something to press in a line of small words. */
export function LineButton({
  onClick,
  keys,
  children,
}: {
  onClick: () => void;
  keys?: string;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-keyshortcuts={keys}
      className="rounded-sm px-1 py-0.5 font-[550] text-accent hover:underline pointer-coarse:py-2"
    >
      {children}
    </button>
  );
}

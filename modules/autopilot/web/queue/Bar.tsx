import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';

interface BarProps {
  label: string;
  icon: LucideIcon;
  /** In a few words, also while it is folded. */
  title: ReactNode;
  children: ReactNode;
}

/** Over the place where one writes: what the machine has left for a person. Folded, it stays one line. */
export function Bar({ label, icon: Icon, title, children }: BarProps) {
  const [isOpen, setOpen] = useState(true);
  return (
    <section aria-label={label} className="shrink-0 border-t border-warn/40 bg-warn-wash/60">
      <details
        open={isOpen}
        onToggle={(event) => setOpen(event.currentTarget.open)}
        className="mx-auto w-full max-w-3xl px-4 py-2 text-sm sm:px-6"
      >
        <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-2 font-[550]">
          <Icon size={15} strokeWidth={2} className="shrink-0 text-warn" aria-hidden />
          {title}
        </summary>
        <div className="max-h-[40dvh] overflow-y-auto pt-1">{children}</div>
      </details>
    </section>
  );
}

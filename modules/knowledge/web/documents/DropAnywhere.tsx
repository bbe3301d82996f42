import { useEffect, useEffectEvent, useState } from 'react';

interface DropAnywhereProps {
  onFiles: (files: readonly File[]) => void;
  children: string;
}

/** Files are let fall anywhere on the page. A way for the pointer: a button does the same for all. */
export function DropAnywhere({ onFiles, children }: DropAnywhereProps) {
  const [isOver, setOver] = useState(false);
  const take = useEffectEvent((files: readonly File[]) => onFiles(files));
  useEffect(() => {
    // Entering what lies inside comes before leaving what lies around it.
    let depth = 0;
    const listening = new AbortController();
    const on = (name: 'dragenter' | 'dragover' | 'dragleave' | 'drop', then: (event: DragEvent) => void) =>
      window.addEventListener(
        name,
        (event) => {
          if (event.dataTransfer?.types.includes('Files')) then(event);
        },
        listening,
      );
    on('dragenter', () => {
      depth += 1;
      setOver(true);
    });
    on('dragleave', () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    });
    on('dragover', (event) => event.preventDefault());
    on('drop', (event) => {
      event.preventDefault();
      depth = 0;
      setOver(false);
      take([...event.dataTransfer!.files]);
    });
    return () => listening.abort();
  }, []);
  if (!isOver) return null;
  return (
    <p className="pointer-events-none fixed inset-3 z-50 flex items-center justify-center rounded-lg border-2 border-dashed border-accent bg-paper/90 text-xl text-accent">
      {children}
    </p>
  );
}

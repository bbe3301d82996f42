import { type ClipboardEvent, type DragEvent, type ReactNode, useRef, useState } from 'react';

/** Files are let fall anywhere over where one writes, or pasted into it. */
export function DropZone({
  isOn,
  onFiles,
  className,
  children,
}: {
  isOn: boolean;
  onFiles: (files: readonly File[]) => void;
  className: string;
  children: ReactNode;
}) {
  const [isOver, setOver] = useState(false);
  const depth = useRef(0);
  const hasFiles = (event: DragEvent) => isOn && event.dataTransfer.types.includes('Files');
  const enter = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    depth.current += 1;
    setOver(true);
  };
  const leave = () => {
    depth.current = Math.max(0, depth.current - 1);
    if (depth.current === 0) setOver(false);
  };
  const drop = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (!isOn || files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a way for the pointer; the button does the same for all.
    <div
      className={`relative ${className}`}
      onDragEnter={enter}
      onDragLeave={leave}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDrop={drop}
      onPaste={paste}
    >
      {children}
      {isOver && (
        <p className="pointer-events-none absolute inset-1 flex items-center justify-center rounded-lg border-2 border-dashed border-accent bg-paper/90 text-accent">
          Let go to send it along
        </p>
      )}
    </div>
  );
}

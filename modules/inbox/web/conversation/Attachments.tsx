import FileText from 'lucide-react/icons/file-text';
import ImageOff from 'lucide-react/icons/image-off';
import { Spinner } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import type { Attachment, AttachmentKind } from '../../contract.ts';

const kindWords: Record<AttachmentKind, string> = {
  image: 'Picture',
  video: 'Video',
  audio: 'Voice message',
  file: 'File',
};

/** What came with a message. A picture keeps its place before it is there, so that nothing jumps. */
export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  return (
    <ul className={cx('my-1 flex flex-wrap gap-1.5', attachments.length > 1 && 'max-w-md')}>
      {attachments.map((attachment) => (
        <li key={attachment.id} className="max-w-full">
          <One attachment={attachment} />
        </li>
      ))}
    </ul>
  );
}

function One({ attachment }: { attachment: Attachment }) {
  const { kind, status, url } = attachment;
  if (status === 'waiting') return <Waiting kind={kind} />;
  if (status === 'failed' || !url) return <Missing kind={kind} />;
  if (kind === 'image') return <Picture attachment={attachment} url={url} />;
  if (kind === 'video') return <Video attachment={attachment} url={url} />;
  if (kind === 'audio') return <Voice attachment={attachment} url={url} />;
  return <Document attachment={attachment} url={url} />;
}

interface StoredProps {
  attachment: Attachment;
  url: string;
}

function Picture({ attachment, url }: StoredProps) {
  const { width, height, thumbUrl, name } = attachment;
  return (
    <a href={url} target="_blank" rel="noreferrer" className="block rounded-md">
      <img
        src={thumbUrl ?? url}
        alt={name || 'Picture'}
        loading="lazy"
        decoding="async"
        {...(width && height && { width, height })}
        className="max-h-80 w-auto max-w-full rounded-md bg-sunk object-contain"
      />
    </a>
  );
}

function Video({ attachment, url }: StoredProps) {
  return (
    <video
      controls
      preload="metadata"
      src={url}
      aria-label={attachment.name || 'Video'}
      {...(attachment.thumbUrl && { poster: attachment.thumbUrl })}
      className="max-h-80 max-w-full rounded-md bg-sunk"
    >
      <track kind="captions" />
    </video>
  );
}

function Voice({ attachment, url }: StoredProps) {
  return (
    <audio
      controls
      preload="metadata"
      src={url}
      aria-label={attachment.name || 'Voice message'}
      className="h-10 w-72 max-w-full"
    >
      <track kind="captions" />
    </audio>
  );
}

function Document({ attachment: { name, bytes }, url }: StoredProps) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="flex items-center gap-2.5 rounded-md border border-line bg-paper px-3 py-2 text-sm hover:bg-hover"
    >
      <FileText size={18} strokeWidth={1.5} className="shrink-0 text-faint" aria-hidden />
      <span className="min-w-0">
        <span className="block truncate text-ink">{name || 'File'}</span>
        {bytes !== null && <span className="block text-xs text-faint">{bytesWords(bytes)}</span>}
      </span>
    </a>
  );
}

const Waiting = ({ kind }: { kind: AttachmentKind }) => (
  <p className="flex items-center gap-2 rounded-md bg-sunk px-3 py-2 text-sm text-soft">
    <Spinner />
    {`${kindWords[kind]} on its way`}
  </p>
);

const Missing = ({ kind }: { kind: AttachmentKind }) => (
  <p className="flex items-center gap-2 rounded-md bg-sunk px-3 py-2 text-sm text-soft">
    <ImageOff size={15} strokeWidth={1.75} aria-hidden />
    {`${kindWords[kind]} that could not be fetched`}
  </p>
);

const unitBytes = 1_024;
export function bytesWords(bytes: number): string {
  if (bytes < unitBytes) return `${bytes} B`;
  if (bytes < unitBytes ** 2) return `${Math.round(bytes / unitBytes)} KB`;
  return `${(bytes / unitBytes ** 2).toFixed(1)} MB`;
}

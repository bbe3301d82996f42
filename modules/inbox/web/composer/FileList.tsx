import FileText from 'lucide-react/icons/file-text';
import X from 'lucide-react/icons/x';
import { cx } from '../../../../web/kit/cx.ts';
import type { ConversationId } from '../../contract.ts';
import { bytesWords } from '../conversation/Attachments.tsx';
import { type Bringing, leaveOut, useFiles } from './files.ts';

/** What goes with the words, and how far each is. */
export function FileList({ conversationId }: { conversationId: ConversationId }) {
  const files = useFiles(conversationId);
  if (files.length === 0) return null;
  return (
    <ul aria-label="Files to send" className="flex flex-wrap gap-2 pb-2">
      {files.map((file) => (
        <li key={file.key}>
          <One file={file} onLeaveOut={() => leaveOut(conversationId, file.key)} />
        </li>
      ))}
    </ul>
  );
}

function One({ file, onLeaveOut }: { file: Bringing; onLeaveOut: () => void }) {
  const { name, bytes, previewUrl, done, attachment, error } = file;
  return (
    <div
      className={cx(
        'relative flex max-w-64 items-center gap-2.5 overflow-hidden rounded-md border bg-raised py-1.5 pr-1 pl-1.5',
        error ? 'border-danger/50' : 'border-line',
      )}
    >
      {previewUrl ? (
        <img src={previewUrl} alt="" className="size-9 rounded-sm object-cover" />
      ) : (
        <FileText size={18} strokeWidth={1.5} className="ml-1 shrink-0 text-faint" aria-hidden />
      )}
      <span className="min-w-0 text-sm">
        <span className="block truncate">{name}</span>
        <span
          role={error ? 'alert' : undefined}
          className={cx('block text-xs', error ? 'text-danger' : 'text-faint')}
        >
          {error ?? (attachment ? bytesWords(bytes) : `${Math.round(done * 100)} %`)}
        </span>
      </span>
      <button
        type="button"
        onClick={onLeaveOut}
        aria-label={`Leave out ${name}`}
        className="shrink-0 rounded-sm p-1.5 text-faint hover:bg-hover hover:text-ink"
      >
        <X size={14} strokeWidth={2} aria-hidden />
      </button>
      {!error && !attachment && (
        <span
          aria-hidden
          className="absolute bottom-0 left-0 h-0.5 bg-accent transition-[width] duration-(--arrive)"
          style={{ width: `${done * 100}%` }}
        />
      )}
    </div>
  );
}

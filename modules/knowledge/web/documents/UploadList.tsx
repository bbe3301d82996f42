import CircleAlert from 'lucide-react/icons/circle-alert';
import X from 'lucide-react/icons/x';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { Progress } from '../../../../web/kit/Progress.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { bringAgain, leaveOut, mayComeAgain, type Upload, useUploads } from './uploads.ts';

/** Files on their way, and those that were refused, each with its reason until somebody has read it. */
export function UploadList() {
  const uploads = useUploads(useHere().workspace.id);
  if (uploads.length === 0) return null;
  return (
    <section aria-label="Uploads" className="mb-6 rounded-lg border border-line bg-raised px-4 py-1 sm:px-5">
      <ul>
        {uploads.map((upload) => (
          <li key={upload.documentId} className="border-b border-line py-3 last:border-0">
            {upload.state === 'refused' ? <Refused upload={upload} /> : <Going upload={upload} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

const Going = ({ upload: { documentId, name, state, done } }: { upload: Upload }) => (
  <Progress
    label={name}
    done={state === 'waiting' ? 0 : done * 100}
    note={state === 'waiting' ? 'Waiting' : done < 1 ? `${Math.round(done * 100)} %` : 'Being kept'}
    onCancel={() => leaveOut(documentId)}
  />
);

const Refused = ({ upload: { documentId, name, error } }: { upload: Upload }) => (
  <div role="alert" className="flex items-start gap-2.5">
    <CircleAlert size={17} strokeWidth={1.75} className="mt-0.5 shrink-0 text-danger" aria-hidden />
    <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
      {name} <span className="block text-sm text-danger">{error}</span>
    </p>
    {mayComeAgain(documentId) && (
      <Button size="small" onClick={() => bringAgain(documentId)} aria-label={`Try again: ${name}`}>
        Try again
      </Button>
    )}
    <IconButton size="small" icon={X} label={`Leave ${name} out`} onClick={() => leaveOut(documentId)} />
  </div>
);

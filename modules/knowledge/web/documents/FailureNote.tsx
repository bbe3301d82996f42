import CircleAlert from 'lucide-react/icons/circle-alert';
import { usePages } from '../../../../web/kit/api.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listIngestionJobs, type WholeDocument } from '../../contract.ts';
import { SteeringButtons } from '../readings/SteeringButtons.tsx';
import { failureWords, isOfTheFile } from '../words.ts';
import { ReplaceButton } from './DocumentDeeds.tsx';

interface FailureNoteProps {
  document: WholeDocument;
  whyNot: string | undefined;
}

/** Why it could not be read, and the step that helps: another file, or another try. */
export function FailureNote({ document, whyNot }: FailureNoteProps) {
  const { status, failureCode, kind } = document;
  if (status !== 'failed') return null;
  return (
    <section
      aria-label="Why it failed"
      className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-md bg-danger-wash px-4 py-3"
    >
      <p className="flex min-w-0 flex-1 basis-72 items-start gap-2.5 text-danger">
        <CircleAlert size={17} strokeWidth={1.75} className="mt-0.5 shrink-0" aria-hidden />
        {failureWords(failureCode)}
      </p>
      {kind === 'file' && isOfTheFile(failureCode) ? (
        <ReplaceButton document={document} whyNot={whyNot} look="primary" />
      ) : (
        <TryAgain document={document} />
      )}
    </section>
  );
}

function TryAgain({ document: { id: documentId } }: { document: WholeDocument }) {
  const params = { workspaceId: useHere().workspace.id };
  const { items } = usePages(listIngestionJobs, { params, query: { documentId, limit: 1 } });
  return items[0]?.status === 'failed' ? <SteeringButtons job={items[0]} size="medium" /> : null;
}

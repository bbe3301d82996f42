import CornerUpLeft from 'lucide-react/icons/corner-up-left';
import X from 'lucide-react/icons/x';
import type { Conversation } from '../../contract.ts';
import { kindLabel } from '../words.ts';
import { useWriting, write } from './words-kept.ts';

/** Which message is answered, when it is one in particular. */
export function AnsweringLine({ conversation: { id, person } }: { conversation: Conversation }) {
  const { answering } = useWriting(id);
  if (!answering) return null;
  return (
    <p className="mt-2 flex items-center gap-2 border-l-2 border-accent pl-2 text-sm text-soft">
      <CornerUpLeft size={13} strokeWidth={2} className="shrink-0" aria-hidden />
      <span className="min-w-0 flex-1 truncate">
        <span className="text-ink">{answering.direction === 'inbound' ? person.name : 'You'}: </span>
        {answering.text || kindLabel(answering.kind)}
      </span>
      <button
        type="button"
        aria-label="Answer none in particular"
        onClick={() => write(id, { answering: undefined })}
        className="rounded-sm p-1 text-faint hover:bg-hover hover:text-ink"
      >
        <X size={14} strokeWidth={2} aria-hidden />
      </button>
    </p>
  );
}

import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { uuidv7 } from '../../../../kit/ids.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { TextArea } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { sendNow, useSend } from '../../../../web/kit/send.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import {
  type ContactNote,
  ContactNoteId,
  deleteContactNote,
  listContactNotes,
  noteLengthMax,
  putContactNote,
} from '../../contract.ts';
import { useColleagues } from '../useColleagues.ts';
import type { At } from './deeds.ts';

const stale = [[listContactNotes.path]];

/** What colleagues know of somebody. One's own can be written anew, and thrown away with an Undo. */
export function ContactNotes({ at, mayWrite }: { at: At; mayWrite: boolean }) {
  const pages = usePages(listContactNotes, { params: at });
  const { me } = useColleagues();
  const [edited, setEdited] = useState<ContactNoteId>();
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  if (pages.state === 'loading') return <Loading label="Loading notes" lines={2} />;
  return (
    <div className="flex flex-col gap-4">
      {mayWrite && <NoteForm key={pages.items[0]?.id ?? 'first'} at={at} />}
      {pages.items.length === 0 && !mayWrite && (
        <p className="text-soft">Nobody has written anything down.</p>
      )}
      <ul className="flex flex-col gap-4">
        {pages.items.map((note) => (
          <li key={note.id}>
            {edited === note.id ? (
              <NoteForm at={at} note={note} onDone={() => setEdited(undefined)} />
            ) : (
              <NoteShown
                note={note}
                isOwn={mayWrite && (note.by === null || note.by.memberId === me?.id)}
                onEdit={() => setEdited(note.id)}
                onRemove={() => void remove(at, note)}
              />
            )}
          </li>
        ))}
      </ul>
      {pages.hasMore && (
        <Button look="quiet" busy={pages.loadingMore} onClick={pages.more}>
          Show earlier notes
        </Button>
      )}
    </div>
  );
}

interface ShownProps {
  note: ContactNote;
  isOwn: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function NoteShown({ note, isOwn, onEdit, onRemove }: ShownProps) {
  return (
    <div className="rounded-md bg-warn-wash/60 px-3 py-2">
      <p className="text-base break-words whitespace-pre-wrap">{note.body}</p>
      <div className="flex min-h-7 items-center justify-between gap-2 text-xs text-soft">
        <span>
          {note.by?.name ?? 'A former colleague'} · <Time at={note.createdAt} />
        </span>
        {isOwn && (
          <span className="-mr-1 flex">
            <IconButton size="small" icon={Pencil} label="Write this note anew" onClick={onEdit} />
            <IconButton size="small" icon={Trash} label="Throw this note away" onClick={onRemove} />
          </span>
        )}
      </div>
    </div>
  );
}

async function remove(at: At, { id: noteId, body }: ContactNote): Promise<void> {
  const gone = sendNow(
    deleteContactNote,
    { params: { ...at, noteId } },
    { stale, failureTitle: 'The note is still there' },
  );
  await gone.then(
    () =>
      toast({
        title: 'The note is gone',
        undo: () => void sendNow(putContactNote, { params: { ...at, noteId }, body: { body } }, { stale }),
      }),
    () => undefined,
  );
}

function NoteForm({ at, note, onDone }: { at: At; note?: ContactNote; onDone?: () => void }) {
  const [noteId] = useState(() => note?.id ?? ContactNoteId.parse(uuidv7()));
  const [body, setBody] = useState(note?.body ?? '');
  const { send, isPending, error } = useSend(putContactNote, { stale, onReply: () => onDone?.() });
  return (
    <Form
      className="flex flex-col gap-2"
      error={error}
      unsaved={body.trim() !== (note?.body ?? '')}
      onSubmit={() => send({ params: { ...at, noteId }, body: { body } })}
    >
      <TextArea
        name="body"
        label={note ? 'The note' : 'New note'}
        hint="Only colleagues see it."
        rows={2}
        maxLength={noteLengthMax}
        value={body}
        onChange={setBody}
      />
      <div className="flex justify-end gap-2">
        {onDone && (
          <Button look="quiet" onClick={onDone}>
            Cancel
          </Button>
        )}
        <Submit busy={isPending} disabledReason={body.trim() === '' ? 'Write something first.' : undefined}>
          {note ? 'Save' : 'Add note'}
        </Submit>
      </div>
    </Form>
  );
}

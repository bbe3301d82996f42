import Check from 'lucide-react/icons/check';
import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { newId } from '../../../../kit/ids.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { editPages, sendNow, useSend } from '../../../../web/kit/send.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time, useZone } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import {
  type DemoId,
  type DemoReminder,
  DemoReminderId,
  deleteDemoReminder,
  listDemoReminders,
  putDemoReminder,
  putDemoReminderDone,
} from '../../applications/contract.ts';
import { missing } from './field-errors.ts';
import { MomentField } from './MomentField.tsx';
import { momentOf } from './zoned.ts';

const noteLengthMax = 500;
const stale = [[listDemoReminders.path]];

/** What to follow up on. When its time comes, all administrators get a mail. */
export function DemoReminders({ demoId }: { demoId: DemoId }) {
  const [adding, setAdding] = useState(false);
  const pages = usePages(listDemoReminders, { params: { demoId } });
  return (
    <Section
      title="Reminders"
      hint="The administrators get a mail when one is due."
      actions={
        !adding && (
          <Button icon={Plus} onClick={() => setAdding(true)}>
            Add reminder
          </Button>
        )
      }
    >
      {adding && <AddReminder demoId={demoId} onClose={() => setAdding(false)} />}
      {pages.state === 'failed' && <Failed error={pages.error} again={pages.again} />}
      {pages.state === 'loading' && <Loading label="Loading the reminders" lines={2} />}
      {pages.state === 'loaded' && pages.items.length === 0 && !adding && (
        <p className="text-soft">None yet. Add one for what you promised, or to ask again in a week.</p>
      )}
      <ul aria-label="Reminders">
        {pages.items.map((reminder) => (
          <Reminder key={reminder.id} demoId={demoId} reminder={reminder} />
        ))}
      </ul>
      {pages.hasMore && (
        <Button size="small" className="mt-3" busy={pages.loadingMore} onClick={pages.more}>
          Show more
        </Button>
      )}
    </Section>
  );
}

function Reminder({ demoId, reminder }: { demoId: DemoId; reminder: DemoReminder }) {
  const { id, note, dueAt, toldAt, doneAt } = reminder;
  const params = { demoId, reminderId: id };
  const finish = useSend(putDemoReminderDone, {
    changes: () => [
      editPages(listDemoReminders, [{ params: { demoId } }], (all) =>
        all.map((one) => (one.id === id ? { ...one, doneAt: new Date() } : one)),
      ),
    ],
    stale,
    failureTitle: 'This is still open',
  });
  return (
    <li className="flex items-start gap-3 border-b border-line py-2.5">
      <div className="min-w-0 flex-1">
        <p className={cx('break-words', doneAt && 'text-faint line-through')}>{note}</p>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-soft">
          {doneAt ? (
            <>
              <Badge tone="good">Done</Badge> <Time at={doneAt} />
            </>
          ) : (
            <>
              Due <Time at={dueAt} />
              {toldAt && <Badge tone="warn">Reminded</Badge>}
            </>
          )}
        </p>
      </div>
      {!doneAt && (
        <IconButton
          icon={Check}
          label={`Done: ${note}`}
          size="small"
          onClick={() => finish.send({ params })}
        />
      )}
      <IconButton
        icon={Trash2}
        label={`Take away: ${note}`}
        size="small"
        onClick={() => void takeAway(demoId, reminder)}
      />
    </li>
  );
}

/** At once, and back: an Undo puts the same reminder there again. */
async function takeAway(demoId: DemoId, { id, note, dueAt, doneAt }: DemoReminder): Promise<void> {
  const params = { demoId, reminderId: id };
  await sendNow(
    deleteDemoReminder,
    { params },
    {
      changes: () => [
        editPages(listDemoReminders, [{ params: { demoId } }], (all) => all.filter((one) => one.id !== id)),
      ],
      stale,
      failureTitle: 'The reminder is still there',
      onReply: () =>
        toast({
          title: 'The reminder is gone',
          undo: () => void putBack(params, { note, dueAt }, doneAt !== null),
        }),
    },
  ).catch(() => undefined);
}

async function putBack(
  params: { demoId: DemoId; reminderId: DemoReminderId },
  body: { note: string; dueAt: Date },
  wasDone: boolean,
): Promise<void> {
  const options = { stale, failureTitle: 'The reminder is still gone' };
  try {
    await sendNow(putDemoReminder, { params, body }, options);
    if (wasDone) await sendNow(putDemoReminderDone, { params }, options);
  } catch {
    // A toast has said so.
  }
}

function AddReminder({ demoId, onClose }: { demoId: DemoId; onClose: () => void }) {
  const zone = useZone();
  const [draft, setDraft] = useState({ note: '', when: '' });
  // The id belongs to the form: sent again after a lost answer, it is one reminder.
  const [reminderId] = useState(() => newId(DemoReminderId));
  const [refusal, setRefusal] = useState<Error>();
  const { send, isPending, error } = useSend(putDemoReminder, { stale, onReply: onClose });
  const dueAt = momentOf(zone, draft.when);
  const submit = () => {
    const lacking = missing({
      note: draft.note.trim() === '' ? 'Write what to remember.' : undefined,
      dueAt: dueAt ? undefined : 'Choose a day and a time.',
    });
    setRefusal(lacking);
    if (dueAt && !lacking) send({ params: { demoId, reminderId }, body: { note: draft.note, dueAt } });
  };
  return (
    <div className="mb-4 border-y border-line bg-raised px-4 py-4">
      <Form
        onSubmit={submit}
        error={refusal ?? error}
        unsaved={draft.note.trim() !== ''}
        className="flex flex-col gap-4"
      >
        <TextField
          name="note"
          label="What to remember"
          maxLength={noteLengthMax}
          autoComplete="off"
          autoFocus
          value={draft.note}
          onChange={(note) => setDraft({ ...draft, note })}
        />
        <MomentField
          name="dueAt"
          label="When"
          zone={zone}
          value={draft.when}
          onChange={(when) => setDraft({ ...draft, when })}
        />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={isPending}>Add reminder</Submit>
        </div>
      </Form>
    </div>
  );
}

import { type RefObject, useRef, useState } from 'react';
import { uuidv7 } from '../../../../kit/ids.ts';
import { pageLimitMax } from '../../../../kit/page.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { type Option, Select } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { LocationId, listLocations } from '../../../workspaces/contract.ts';
import {
  knownPlaceholders,
  listReplyTemplates,
  messageLengthMax,
  placeholdersOf,
  putReplyTemplate,
  type ReplyTemplate,
  ReplyTemplateId,
} from '../../contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { labelOf, placeholderLabels } from './values.ts';

interface ReplyDialogProps {
  /** Undefined: a new one. */
  reply: ReplyTemplate | undefined;
  onClose: () => void;
}

export default function ReplyDialog({ reply, onClose }: ReplyDialogProps) {
  const workspaceId = useHere().workspace.id;
  const [replyId] = useState(() => reply?.id ?? ReplyTemplateId.parse(uuidv7()));
  const places = usePlaces();
  const begun = draftOf(reply, places);
  const [draft, setDraft] = useState(begun);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const { send, isPending, error } = useSend(putReplyTemplate, {
    stale: [[listReplyTemplates.path]],
    onReply: ({ name }) => {
      onClose();
      toast({ title: `${name} is saved` });
    },
  });
  const missing =
    draft.name.trim() === ''
      ? 'Give it a name first.'
      : draft.body.trim() === ''
        ? 'Write what it says first.'
        : undefined;
  const whyNot = reply && !reply.mayManage ? 'It belongs to a place you do not manage.' : missing;
  return (
    <Dialog open onClose={onClose} title={reply ? `Change ${reply.name}` : 'Add a saved reply'} wide>
      <Form
        error={error}
        unsaved={JSON.stringify(draft) !== JSON.stringify(begun)}
        onSubmit={() => send({ params: { workspaceId, replyId }, body: bodyOf(draft) })}
      >
        <TextField
          {...{ name: 'name', label: 'Name', maxLength: 120, autoComplete: 'off' }}
          value={draft.name}
          onChange={(name) => change({ name })}
        />
        <Words value={draft.body} onChange={(body) => change({ body })} />
        <Finding draft={draft} places={places} change={change} />
        <DialogFoot onClose={onClose} busy={isPending} whyNot={whyNot}>
          {reply ? 'Save' : 'Add saved reply'}
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface FindingProps {
  draft: Draft;
  places: readonly Option[];
  change: (part: Partial<Draft>) => void;
}

/** By what it is found, and where. */
function Finding({ draft, places, change }: FindingProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <TextField
        {...{
          name: 'shortcut',
          label: 'Shortcut',
          optional: true,
          placeholder: 'shipping',
          maxLength: 40,
        }}
        autoComplete="off"
        value={draft.shortcut}
        onChange={(shortcut) => change({ shortcut })}
      />
      <TextField
        {...{ name: 'category', label: 'Category', optional: true, placeholder: 'Orders', maxLength: 60 }}
        autoComplete="off"
        value={draft.category}
        onChange={(category) => change({ category })}
      />
      <Select
        name="locationId"
        label="Where it is used"
        placeholder="Everywhere"
        options={places}
        value={draft.place}
        onChange={(place) => change({ place })}
      />
    </div>
  );
}

interface Draft {
  readonly name: string;
  readonly body: string;
  readonly shortcut: string;
  readonly category: string;
  /** Empty: everywhere. */
  readonly place: string;
}

const draftOf = (reply: ReplyTemplate | undefined, places: readonly { value: string }[]): Draft =>
  reply
    ? {
        ...{
          name: reply.name,
          body: reply.body,
          shortcut: reply.shortcut ?? '',
          category: reply.category ?? '',
        },
        place: reply.locationId ?? '',
      }
    : { name: '', body: '', shortcut: '', category: '', place: places[0]?.value ?? '' };

const bodyOf = ({ name, body, shortcut, category, place }: Draft) => ({
  ...{ name, body, shortcut: shortcut.trim() || null, category: category.trim() || null },
  locationId: place === '' ? null : LocationId.parse(place),
});

/** Everywhere, for who manages everything; and the places one manages. */
function usePlaces() {
  const { workspace } = useHere();
  const isEverywhere = workspace.permissions.includes('inbox.manage');
  const { items } = usePages(listLocations, {
    params: { workspaceId: workspace.id },
    query: { limit: pageLimitMax },
  });
  const managed = items.filter(
    ({ id }) =>
      isEverywhere ||
      workspace.locations.some(
        ({ locationId, permissions }) => locationId === id && permissions.includes('inbox.manage'),
      ),
  );
  return [
    ...(isEverywhere ? [{ value: '', label: 'Everywhere' }] : []),
    ...managed.map(({ id, name }) => ({ value: id as string, label: name })),
  ];
}

/** What it says, and the names that are filled in: put where one writes by a click. */
function Words({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const asked = placeholdersOf(value).filter((name) => !(name in placeholderLabels));
  const put = (name: string) => onChange(withPlaceholder(field, value, name));
  return (
    <div className="flex flex-col gap-2">
      <TextArea
        ref={field}
        name="body"
        label="What it says"
        rows={5}
        maxLength={messageLengthMax}
        placeholder="Hello {{contact.first_name}}, thank you for writing."
        value={value}
        onChange={onChange}
      />
      <div className="flex flex-wrap items-center gap-1.5 text-sm text-soft">
        <span>Put in</span>
        {knownPlaceholders.map((name) => (
          <Button key={name} size="small" onClick={() => put(name)}>
            {placeholderLabels[name]}
          </Button>
        ))}
      </div>
      {asked.length > 0 && (
        <p role="status" className="text-sm text-soft">
          Asked for when it is used: {asked.map((name) => labelOf(name).toLowerCase()).join(', ')}.
        </p>
      )}
    </div>
  );
}

function withPlaceholder(field: RefObject<HTMLTextAreaElement | null>, value: string, name: string): string {
  const at = field.current?.selectionStart ?? value.length;
  const text = `{{${name}}}`;
  requestAnimationFrame(() => {
    field.current?.focus();
    field.current?.setSelectionRange(at + text.length, at + text.length);
  });
  return value.slice(0, at) + text + value.slice(at);
}

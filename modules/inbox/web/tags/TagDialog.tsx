import { useState } from 'react';
import { cx } from '../../../../web/kit/cx.ts';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listTags, putTagDefinition, type Tag, type TagColor, tagColors } from '../../contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { TagDot } from '../TagMark.tsx';

export default function TagDialog({
  tag,
  isNew,
  onClose,
}: {
  tag: Tag;
  isNew: boolean;
  onClose: () => void;
}) {
  const workspaceId = useHere().workspace.id;
  const [name, setName] = useState(tag.name);
  const [color, setColor] = useState(tag.color);
  const { send, isPending, error } = useSend(putTagDefinition, {
    stale: [[listTags.path]],
    onReply: (saved) => {
      onClose();
      toast({ title: isNew ? `${saved.name} can be put on things` : `${saved.name} is changed` });
    },
  });
  return (
    <Dialog open onClose={onClose} title={isNew ? 'Add a tag' : `Change ${tag.name}`}>
      <Form
        error={error}
        unsaved={name !== tag.name || color !== tag.color}
        onSubmit={() => send({ params: { workspaceId, tagId: tag.id }, body: { name, color } })}
      >
        <TextField
          name="name"
          label="Name"
          maxLength={60}
          autoComplete="off"
          value={name}
          onChange={setName}
        />
        <Colours value={color} onChange={setColor} />
        <DialogFoot
          onClose={onClose}
          busy={isPending}
          whyNot={name.trim() === '' ? 'Give it a name first.' : undefined}
        >
          {isNew ? 'Add tag' : 'Save'}
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

function Colours({ value, onChange }: { value: TagColor; onChange: (color: TagColor) => void }) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-[550]">Colour</legend>
      <div className="flex flex-wrap gap-1.5">
        {tagColors.map((color) => (
          <label
            key={color}
            className={cx(
              'flex cursor-pointer items-center gap-1.5 rounded-md border px-2 py-1 text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent',
              color === value ? 'border-accent bg-wash' : 'border-line hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name="color"
              value={color}
              checked={color === value}
              onChange={() => onChange(color)}
              className="sr-only"
            />
            <TagDot large color={color} />
            {color[0]!.toUpperCase() + color.slice(1)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

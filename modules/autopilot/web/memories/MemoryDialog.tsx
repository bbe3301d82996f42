import { useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import {
  type Memory,
  type MemoryId,
  type MemoryValue,
  memoryValueLengthMax,
  putMemory,
} from '../../contract.ts';
import { valueWords } from '../decisions/words.ts';
import { type Of, stale } from './deeds.ts';

interface MemoryDialogProps {
  params: Of;
  memoryId: MemoryId;
  /** The one that is put right; without it, something new. */
  memory?: Memory;
  onClose: () => void;
}

/** What a person writes down here no machine changes. */
export default function MemoryDialog({ params, memoryId, memory, onClose }: MemoryDialogProps) {
  const [written, setWritten] = useState({
    category: memory?.category ?? '',
    name: memory?.name ?? '',
    value: memory ? valueWords(memory.value) : '',
  });
  const { send, isPending, error } = useSend(putMemory, { stale, onReply: onClose });
  const set = (field: keyof typeof written) => (text: string) =>
    setWritten((before) => ({ ...before, [field]: text }));
  const { category, name, value } = written;
  const isMissing = [category, name, value].some((text) => text.trim() === '');
  return (
    <Dialog
      open
      onClose={onClose}
      title={memory ? 'Put it right' : 'Remember something'}
      body="Answers go by it, and no machine changes what a person wrote down."
    >
      <Form
        error={error}
        unsaved={value !== (memory ? valueWords(memory.value) : '')}
        onSubmit={() =>
          send({ params: { ...params, memoryId }, body: { ...written, value: typedAs(value, memory) } })
        }
      >
        <Fields {...{ written, set }} isNew={memory === undefined} />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={isPending} disabledReason={isMissing ? 'Fill in all three first.' : undefined}>
            {memory ? 'Save' : 'Remember it'}
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}

interface FieldsProps {
  written: { readonly category: string; readonly name: string; readonly value: string };
  set: (field: keyof FieldsProps['written']) => (text: string) => void;
  /** Of what it is stays as it is: to remember something else is another one. */
  isNew: boolean;
}

function Fields({ written: { category, name, value }, set, isNew }: FieldsProps) {
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="category"
          label="Kind"
          hint="Size, taste, budget"
          maxLength={60}
          disabled={!isNew}
          value={category}
          onChange={set('category')}
        />
        <TextField
          name="name"
          label="Of what"
          hint="Shirt, colour"
          maxLength={120}
          disabled={!isNew}
          value={name}
          onChange={set('name')}
        />
      </div>
      <TextField
        name="value"
        label="What to remember"
        maxLength={memoryValueLengthMax}
        value={value}
        onChange={set('value')}
      />
    </>
  );
}

/** As it was given before: a list stays a list, and a figure a figure. */
function typedAs(text: string, memory: Memory | undefined): MemoryValue {
  if (Array.isArray(memory?.value)) {
    const words = text.split(',').map((word) => word.trim());
    return words.filter((word) => word !== '');
  }
  const isFigure = typeof memory?.value === 'number' && Number.isFinite(Number(text));
  return isFigure ? Number(text) : text;
}

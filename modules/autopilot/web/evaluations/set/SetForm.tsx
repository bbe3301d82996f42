import Plus from 'lucide-react/icons/plus';
import { useMemo, useState } from 'react';
import { uuidv7 } from '../../../../../kit/ids.ts';
import { Button } from '../../../../../web/kit/Button.tsx';
import { TextArea, TextField } from '../../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../../web/kit/Form.tsx';
import { Select } from '../../../../../web/kit/Select.tsx';
import { useSend } from '../../../../../web/kit/send.ts';
import { toast } from '../../../../../web/kit/toast.ts';
import { useLocationNames } from '../../../../../web/shared.ts';
import { useHere } from '../../../../../web/workspace.ts';
import { LocationId } from '../../../../workspaces/contract.ts';
import {
  type EvaluationQuestion,
  type EvaluationSet,
  EvaluationSetId,
  listEvaluationQuestions,
  listEvaluationSets,
  putEvaluationSet,
} from '../../../evaluating/contract.ts';
import { atFields, draftOf, firstRefused, givenOf, newQuestion, pasted, refusalOf } from './drafts.ts';
import { QuestionList } from './QuestionList.tsx';

interface Props {
  set?: EvaluationSet;
  questions: readonly EvaluationQuestion[];
  onClose: () => void;
}

export function SetForm(props: Props) {
  const { set, onClose } = props;
  const editor = useEditor(props);
  const { name, setName, description, setDescription, questions } = editor;
  return (
    <Form error={editor.error} unsaved={editor.isChanged} onSubmit={editor.save}>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="name"
          label="Name"
          placeholder="What the shop is asked"
          maxLength={120}
          autoComplete="off"
          value={name}
          onChange={setName}
        />
        <TextField
          name="description"
          label="What it is about"
          optional
          maxLength={2_000}
          autoComplete="off"
          value={description}
          onChange={setDescription}
        />
        <AskedAt value={editor.locationId} onChange={editor.setLocationId} />
      </div>
      <QuestionList
        questions={questions}
        opened={editor.opened}
        open={editor.open}
        change={editor.setQuestions}
      />
      <div className="flex flex-wrap items-start gap-2">
        <Button size="small" icon={Plus} onClick={editor.add}>
          Add a question
        </Button>
        <Pasting onPaste={(text) => editor.setQuestions([...questions, ...pasted(text)])} />
      </div>
      <div className="mt-1 flex justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Submit busy={editor.isPending} disabledReason={editor.whyNotSaved}>
          {set ? 'Save' : 'Keep the set'}
        </Submit>
      </div>
    </Form>
  );
}

/** By its persona, of what holds there. */
function AskedAt({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { options } = useLocationNames();
  if (options.length === 0) return null;
  return (
    <Select
      name="locationId"
      label="Asked as at"
      placeholder="No location"
      hint="Of a location: by who answers there, and of what holds there."
      options={[{ value: '', label: 'No location' }, ...options]}
      value={value}
      onChange={onChange}
    />
  );
}

function useEditor({ set, questions: known, onClose }: Props) {
  const workspaceId = useHere().workspace.id;
  const [before] = useState(() => known.map(draftOf));
  const [questions, setQuestions] = useState(() => (set ? before : [newQuestion()]));
  const [name, setName] = useState(set?.name ?? '');
  const [description, setDescription] = useState(set?.description ?? '');
  const [locationId, setLocationId] = useState<string>(set?.locationId ?? '');
  const [opened, open] = useState<number | undefined>(set ? undefined : questions[0]?.key);
  const [refused, setRefused] = useState<Error | null>(null);
  const [setId] = useState(() => set?.id ?? EvaluationSetId.parse(uuidv7()));
  const sending = useSend(putEvaluationSet, {
    stale: [[listEvaluationSets.path], [listEvaluationQuestions.path]],
    onReply: (saved) => {
      onClose();
      toast({ title: set ? `${saved.name} is saved` : `${saved.name} can be asked` });
    },
  });
  const error = useMemo(() => atFields(refused ?? sending.error), [refused, sending.error]);
  const [settled, setSettled] = useState<Error | null>(null);
  // A refusal opens the question it is about: closed, nobody would see it.
  if (error !== settled) {
    setSettled(error);
    const index = firstRefused(error);
    if (index !== undefined) open(questions[index]?.key);
  }
  const isChanged =
    questions !== before ||
    name !== (set?.name ?? '') ||
    description !== (set?.description ?? '') ||
    locationId !== (set?.locationId ?? '');
  const save = () => {
    const problem = refusalOf(name, questions);
    setRefused(problem);
    if (problem) return;
    const body = {
      ...{ name: name.trim(), description: description.trim() || null },
      locationId: locationId === '' ? null : LocationId.parse(locationId),
    };
    sending.send({ params: { workspaceId, setId }, body: { ...body, questions: questions.map(givenOf) } });
  };
  const add = () => {
    const question = newQuestion();
    setQuestions([...questions, question]);
    open(question.key);
  };
  return {
    ...{
      name,
      setName,
      description,
      setDescription,
      locationId,
      setLocationId,
      questions,
      setQuestions,
      opened,
      open,
      add,
      save,
      error,
    },
    ...{ isChanged, isPending: sending.isPending },
    whyNotSaved:
      questions.length === 0 ? 'Write a question first.' : isChanged ? undefined : 'Nothing is changed yet.',
  };
}

/** Many at once: from a table, from a mail, from what support has kept. */
function Pasting({ onPaste }: { onPaste: (text: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  if (!isOpen)
    return (
      <Button size="small" look="quiet" onClick={() => setOpen(true)}>
        Paste many
      </Button>
    );
  return (
    <div className="flex w-full flex-col items-start gap-2">
      <TextArea
        name="pasted"
        label="Questions"
        hint="One in each line. Behind a bar, words its answer has to stand on."
        placeholder="Do you ship to Rome? | We ship to Italy"
        className="w-full"
        value={text}
        onChange={setText}
      />
      <Button
        size="small"
        onClick={() => {
          onPaste(text);
          setText('');
          setOpen(false);
        }}
        disabledReason={text.trim() === '' ? 'Write a question first.' : undefined}
        reasonShown={false}
      >
        Add them
      </Button>
    </div>
  );
}
